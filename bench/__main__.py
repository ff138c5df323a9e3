"""`make bench`: measure the speed budgets in one run, print the table and write it into docs/running.md."""

import csv
import os
import platform as machine
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(1, str(ROOT / "tests"))  # the load generator shares servers and visitors with the tests

from databases import make_engine  # noqa: E402
from load import THREADS, Server, settings_in  # noqa: E402
from people import sitters  # noqa: E402
from sqlalchemy import Engine, event, select  # noqa: E402
from sqlalchemy.orm import Session  # noqa: E402
from synthetic import bulk_completions  # noqa: E402
from visitor import Visitor  # noqa: E402

from ceu.cli import operate  # noqa: E402
from ceu.domain.certificate import keys, pdf, signature  # noqa: E402
from ceu.domain.content import check  # noqa: E402
from ceu.domain.records.files import Format  # noqa: E402
from ceu.domain.records.row import RecordRow  # noqa: E402
from ceu.domain.records.stream import Stream  # noqa: E402
from ceu.models import Certificate, CertificateFacts, versions  # noqa: E402
from ceu.services import publishing, records  # noqa: E402
from config import Settings  # noqa: E402

REQUESTS, ROUNDS = 2000, 5
EXPORTED = 10_000
FEW, MANY = 1_000, 100_000


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table; `kept` says whether the budget is."""

    work: str
    measured: str
    budget: str
    kept: bool

    def __str__(self) -> str:
        return f"| {self.work} | {self.measured} | {self.budget} | {'yes' if self.kept else '**no**'} |"


def at_least(work: str, ratio: float, budget: float, of: str) -> Row:
    """Return the line of a ratio that must not be smaller."""
    return Row(work, f"{ratio:.2f} of {of}", f"at least {budget:.2f}", ratio >= budget)


def at_most(work: str, value: float, budget: float, unit: str) -> Row:
    """Return the line of a value that must not be larger."""
    return Row(work, f"{value:.2f} {unit}".replace(".00 ", " "), f"at most {budget:g} {unit}", value <= budget)


def over_http(folder: Path) -> Iterator[Row]:
    """Measure pages, answers and the public check."""
    bare = Server("bare", settings_in(folder), "/hello")
    settings = settings_in(folder / "instance")
    operate.prepare(settings)
    engine = make_engine(settings.database_url)
    people = sitters(engine, THREADS)
    with engine.begin() as connection:
        bulk_completions(connection, FEW)
    server = Server("platform", settings, "/readyz")
    try:
        visitors = [Visitor(settings, one.user, datetime.now(UTC)) for one in people]
        strangers = [Visitor(bare.settings, one.user, datetime.now(UTC)) for one in people]

        def got(status: int, wanted: int) -> None:
            if status != wanted:
                raise SystemExit(f"A measured request was answered with {status}, not {wanted}.")

        # In turns, and the median of each: how the cores are shared with the generator differs from round to round.
        rounds = [
            (
                bare.cost(lambda thread, _: got(strangers[thread].get("/hello")[0], 200), REQUESTS),
                server.cost(lambda thread, _: got(visitors[thread].get("/hello")[0], 200), REQUESTS),
                server.cost(lambda thread, _: got(visitors[thread].get(people[thread].section)[0], 200), REQUESTS),
            )
            for _ in range(ROUNDS)
        ]
        hello, signed_in, section = map(median, zip(*rounds, strict=True))
        saved = server.cost(
            lambda thread, _: got(visitors[thread].post(people[thread].question, people[thread].answer)[0], 303),
            REQUESTS // 2,
        )
        yield Row("bare Flask `hello`", f"{hello * 1e6:.0f} µs of CPU", "the yardstick", kept=True)
        yield Row("`hello` for a signed-in person", f"{hello / signed_in:.2f} of bare `hello`", "none", kept=True)
        yield at_least("a section page for a signed-in learner", hello / section, 0.10, "bare `hello`")
        yield at_least("the same page", signed_in / section, 0.60, "a signed-in `hello`")
        yield Row(
            "save an answer", f"{hello / saved:.2f} of bare `hello`, {saved * 1e3:.1f} ms of CPU", "none", kept=True
        )

        def checked(count: int) -> float:
            with Session(engine) as session:
                numbers = session.scalars(
                    select(Certificate.number).order_by(Certificate.facts_digest).limit(500)
                ).all()
            return server.cost(
                lambda thread, turn: got(visitors[thread].get(f"/certificates/{numbers[turn % 500]}")[0], 200), count
            )

        few = checked(REQUESTS)
        with engine.begin() as connection:
            bulk_completions(connection, MANY - FEW, seed=2)  # in one transaction, past the services
        many = checked(REQUESTS)
        yield at_most(f"public check among {MANY:,} certificates", many / few, 1.25, f"times that among {FEW:,}")
        yield from drawn(engine, settings)
    finally:
        server.stop()
        bare.stop()
        engine.dispose()


def drawn(engine: Engine, settings: Settings) -> Iterator[Row]:
    """Measure drawing and signing certificates, in CPU time of all threads."""
    key = keys.newest_key(settings.instance / "keys")
    if key is None:
        raise SystemExit("There is no signing key.")
    with Session(engine) as session:
        facts = session.scalars(select(CertificateFacts.facts).limit(31)).all()
    now = datetime.now(UTC)
    signature.sign(pdf.draw(facts[0], now=now, signed_by=key.name), key, now=now)  # loads fonts, once in a process
    before = time.process_time()
    for one in facts[1:]:
        signature.sign(pdf.draw(one, now=now, signed_by=key.name), key, now=now)
    yield at_most(
        "draw and sign a certificate", (time.process_time() - before) / (len(facts) - 1) * 1e3, 80, "ms of CPU"
    )


def exported(folder: Path) -> Iterator[Row]:
    """Measure the export beside a bare cursor that runs the same statements and hands their rows to `csv.writer`."""
    settings = settings_in(folder / "export")
    operate.prepare(settings)
    engine = make_engine(settings.database_url)
    with engine.begin() as connection:
        bulk_completions(connection, EXPORTED)
    statements = said_by(engine, lambda: sum(1 for _ in rows_of(engine)))

    def by_cursor() -> None:
        with engine.connect() as connection, (folder / "bare.csv").open("w", newline="") as file:
            cursor, writer = connection.connection.cursor(), csv.writer(file)
            for statement, parameters in statements:
                cursor.execute(statement, parameters)
                writer.writerows(cursor)

    def by_us() -> None:
        with (folder / "ours.csv").open("wb") as file:
            stream = Stream(rows_of(engine), Format.CSV)
            file.writelines(stream)
            if stream.rows != EXPORTED:
                raise SystemExit(f"{stream.rows} rows were exported, not {EXPORTED}.")

    ratio = best(by_cursor) / best(by_us)
    engine.dispose()
    yield at_least(f"export {EXPORTED:,} completions to CSV", ratio, 0.50, "the bare cursor's speed")


def rows_of(engine: Engine) -> Iterator[RecordRow]:
    """Return the whole record."""
    with Session(engine) as session:
        yield from records.rows(session, records.Filter())


def said_by(engine: Engine, work: Callable[[], object]) -> list[tuple[str, object]]:
    """Return the statements that `work` runs, with their parameters."""
    said: list[tuple[str, object]] = []

    def listen(_connection: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        said.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", listen)
    work()
    event.remove(engine, "before_cursor_execute", listen)
    return said


def best(work: Callable[[], None]) -> float:
    """Return the least CPU time of three runs."""
    times = []
    for _ in range(3):
        before = time.process_time()
        work()
        times.append(time.process_time() - before)
    return min(times)


def published(folder: Path) -> Iterator[Row]:
    """Measure checking and publishing the shipped content, then both commands with the interpreter's start."""
    settings = settings_in(folder / "publish")
    engine = make_engine(settings.database_url)
    versions.upgrade(engine)

    def work() -> float:
        before = time.process_time()
        now = datetime.now(UTC)
        check.check_folder(settings.content, today=now.date())
        with Session(engine) as session, session.begin():
            publishing.publish_folder(session, settings.content, now=now, by="command line")
        return time.process_time() - before

    yield at_most("check and publish the shipped content, first time", work(), 3, "s of CPU")
    yield at_most("the same when nothing changed", work(), 0.5, "s of CPU")
    engine.dispose()
    ceu = Path(sys.executable).with_name("ceu")
    environment = {**os.environ, "CEU_INSTANCE": str(settings.instance), "CEU_CONTENT": str(settings.content)}
    for command in ("check", "publish"):
        before = os.times()
        subprocess.run([ceu, command], env=environment, check=True, capture_output=True)
        after = os.times()
        cost = after.children_user + after.children_system - before.children_user - before.children_system
        yield Row(f"`ceu {command}` then, Python's start included", f"{cost:.2f} s of CPU", "none", kept=True)


def main() -> None:
    """Measure everything and write it down."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for measure in (published, over_http, exported):
            for row in measure(folder):
                print(row, flush=True)
                rows.append(row)
    day = datetime.now(UTC)
    where = f"on {os.cpu_count()} cores with Python {machine.python_version()}"
    table = "\n".join(
        (
            f"Measured on {day:%B} {day.day}, {day.year}, {where}.",
            "",
            "| work | measured | budget | kept |",
            "|---|---|---|---|",
            *map(str, rows),
        )
    )
    running = ROOT / "docs" / "running.md"
    text = running.read_text(encoding="utf-8")
    block = f"<!-- bench -->\n{table}\n<!-- /bench -->"
    running.write_text(
        re.sub(r"<!-- bench -->.*<!-- /bench -->", lambda _: block, text, flags=re.DOTALL), encoding="utf-8"
    )
    print(f"\n{table}\n\nWritten into docs/running.md.")


if __name__ == "__main__":
    main()
