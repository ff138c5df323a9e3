"""Judge every page anew and write the numbers into docs/quality.md: `make quality`."""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
QUALITY = ROOT / "docs" / "quality.md"
FILES = (
    "test_every_page.py",
    "test_census.py",
    "test_errors_announced.py",
    "test_without_script.py",
    "test_keyboard.py",
    "test_shipped_pages.py",
)


def measure():
    """Run the tests that look at pages; return what they noted as {kind: [facts]}, or end with pytest's status."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "facts.jsonl"
        paths = [str(ROOT / "tests" / "browser" / name) for name in FILES]
        ended = subprocess.run(
            [sys.executable, "-m", "pytest", *paths, "--facts", file, "-n", "2", "--dist", "loadfile"],
            env={**os.environ, "CEU_REQUIRE_BROWSER": "1"},
            cwd=ROOT,
            check=False,
        )
        if ended.returncode:
            raise SystemExit(ended.returncode)
        facts = defaultdict(list)
        for line in file.read_text(encoding="utf-8").splitlines():
            noted = json.loads(line)
            facts[noted.pop("kind")].append(noted)
    return facts


def table(facts):
    """Return the facts as Markdown."""
    [census], [html], [load] = facts["census"], facts["html"], facts["first load"]
    best = {}
    for page in facts["lighthouse"]:  # of a page that was judged several times, the last
        best[page["name"]] = page["scores"]
    wrong = sum(page["found"] for page in facts["page"])
    return "\n".join(
        (
            f"Measured on {datetime.now(UTC):%B %-d, %Y}, on {os.cpu_count()} cores.",
            "",
            "| what | number |",
            "|---|---|",
            f"| addresses that answer a GET; of them pages | {census['routes']}; {census['pages']} |",
            f"| pages and states looked at | {len(facts['page'])} |",
            f"| what axe and the other looks found | {wrong} |",
            f"| refused forms, each announced | {len(facts['refused'])} |",
            f"| pages checked as HTML; messages | {html['pages']}; {html['messages']} |",
            f"| longest section, first load without figures | {load['bytes']:,} bytes, {load['requests']} requests |",
            "",
            "| Lighthouse, of 100 | performance | accessibility | best practices |",
            "|---|---|---|---|",
            *(
                f"| {name} | {scores['performance']} | {scores['accessibility']} | {scores['best-practices']} |"
                for name, scores in best.items()
            ),
        )
    )


def main():
    """Measure and write."""
    block = f"<!-- quality -->\n{table(measure())}\n<!-- /quality -->"
    text = QUALITY.read_text(encoding="utf-8")
    QUALITY.write_text(
        re.sub(r"<!-- quality -->.*<!-- /quality -->", lambda _: block, text, flags=re.DOTALL), encoding="utf-8"
    )
    print(f"\n{block}\n\nWritten into {QUALITY.relative_to(ROOT)}.")


if __name__ == "__main__":
    main()
