"""Credit earned elsewhere: hers alone, with its file."""

from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256

import papers_made
import pytest

from ceu.errors import NotFound
from ceu.models import AuditEvent, OutsideCredit
from ceu.services import outside
from ceu.services.outside import Refused, Upload


@pytest.fixture
def ada(make):
    return make.user(name="Ada Ross")


def given(credential_id, **changes):
    facts = {
        "credential_id": credential_id, "title": "Ethics", "provider": "Acme", "completed_on": date(2026, 10, 1),
        "hours": Decimal("2.5"), "unit": "hours", "ethics_hours": Decimal(0), "home_study": True,
    }  # fmt: skip
    return outside.Given(**{**facts, **changes})


def test_what_is_reported_is_listed_the_latest_first(session, make, ada):
    license_ = make.credential(ada)
    older = make.outside(ada, license_, completed_on=date(2025, 1, 1))
    newer = make.outside(ada, license_)
    assert outside.of(session, ada) == [newer, older]
    assert outside.of(session, make.user()) == []


def test_the_file_comes_back_as_it_was_with_a_harmless_name(session, make, clock, ada):
    content = papers_made.png()
    made = outside.add(
        session,
        ada,
        given(make.credential(ada).id),
        Upload("..\\..\\my <cert>\x00.exe", content),
        now=clock(),
        today=clock().date(),
    )
    session.expire_all()
    found, back = outside.own_file(session, ada, made.id)
    assert back == content
    assert (found.file_name, found.file_type) == ("my _cert__.png", "image/png")
    assert found.file_sha256 == sha256(content).hexdigest()


def test_the_list_does_not_read_the_files(session, make, ada, count_queries):
    make.outside(ada, file=papers_made.pdf())
    session.expire_all()
    with count_queries() as count:
        outside.of(session, ada)
    assert not any("outside_credit.file," in statement or "outside_credit.file " in statement for statement in count)


def test_nobody_else_reaches_it(session, make, ada):
    made = make.outside(ada, file=papers_made.pdf())
    for reach in (outside.own, outside.own_file):
        with pytest.raises(NotFound):
            reach(session, make.user(), made.id)


def test_it_counts_for_no_license_of_somebody_else(session, make, clock, ada):
    theirs = make.credential(make.user())
    with pytest.raises(Refused) as refusal:
        outside.add(session, ada, given(theirs.id), None, now=clock(), today=clock().date())
    assert refusal.value.field == "credential"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"completed_on": date(2026, 11, 24)}, "completed_on"),
        ({"ethics_hours": Decimal("2.75")}, "ethics_hours"),
        ({"title": "悲しみ"}, "title"),
        ({"provider": "Acme 🙂"}, "provider"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(session, make, clock, ada, changes, field):
    with pytest.raises(Refused) as refusal:
        outside.add(session, ada, given(make.credential(ada).id, **changes), None, now=clock(), today=clock().date())
    assert refusal.value.field == field
    assert make.rows(OutsideCredit) == []


def test_all_files_of_a_learner_together_have_a_limit(session, make, clock, ada, monkeypatch):
    license_ = make.credential(ada)
    content = papers_made.pdf()
    monkeypatch.setattr(outside, "MOST_STORED", len(content) + 1)
    first = make.outside(ada, license_, file=content)
    with pytest.raises(Refused, match="Remove one"):
        make.outside(ada, license_, file=content)
    # The file that is replaced does not count against the one that replaces it.
    outside.change(
        session, ada, first, given(license_.id), Upload("b.pdf", content), drop_file=False, now=clock(),
        today=clock().date(),
    )  # fmt: skip


def test_a_change_keeps_replaces_or_deletes_the_file(session, make, clock, ada):
    made = make.outside(ada, file=papers_made.pdf())

    def change(upload=None, *, drop=False):
        outside.change(
            session, ada, made, given(made.credential_id), upload, drop_file=drop, now=clock(), today=clock().date()
        )
        session.flush()
        return made.file_type

    assert change() == "application/pdf"
    assert change(Upload("x.jpeg", papers_made.JPEG)) == "image/jpeg"
    assert change(drop=True) == ""
    with pytest.raises(NotFound, match="No file"):
        outside.own_file(session, ada, made.id)


def test_removing_deletes_the_file_and_keeps_that_it_was_there(session, make, clock, ada):
    made = make.outside(ada, file=papers_made.pdf())
    outside.remove(session, ada, made, now=clock() + timedelta(days=1))
    session.flush()
    session.expire_all()
    [row] = make.rows(OutsideCredit)
    assert (row.file, row.file_sha256) == (None, None)
    assert row.removed_at
    with pytest.raises(NotFound):
        outside.own(session, ada, made.id)


def test_the_trail_names_neither_person_nor_course(session, make, clock, ada):
    made = make.outside(ada, file=papers_made.pdf())
    outside.remove(session, ada, made, now=clock())
    session.flush()
    events = [event for event in make.rows(AuditEvent) if event.object == f"outside_credit:{made.id}"]
    assert [event.verb for event in events] == ["added outside credit", "removed outside credit"]
    assert not any(word in str(event.data) for event in events for word in ("Ada", "Acme", "Ethics", "scan"))
