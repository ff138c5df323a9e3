"""An hour counts once for a license."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ceu.domain import transcript
from ceu.domain.transcript import Entry

DAY = date(2026, 5, 1)


def entry(key, **changes):
    facts = {
        "key": key, "day": DAY, "title": "Grief", "provider": "P", "license": 1, "license_told": "LMHC, Florida, 1",
        "hours": Decimal("3.0"), "unit": "clock hours", "credit": True, "completion": 1,
        "modules": frozenset({"a", "b"}),
    }  # fmt: skip
    return Entry(**{**facts, **changes})


def one_each(_entry, modules):
    return Decimal(len(modules))


def counted(*entries):
    return {one.entry.key: one for one in transcript.count(entries, one_each)}


def test_of_two_certificates_of_one_completion_for_one_license_one_counts():
    found = counted(entry("nbcc"), entry("state", unit="contact hours", local=True, hours=Decimal("3.5")))
    assert (found["nbcc"].hours, found["nbcc"].why) == (0, transcript.SAME_COMPLETION)
    assert found["state"].hours == Decimal("3.5")


def test_credit_goes_before_hours_without_credit_even_when_they_are_fewer():
    found = counted(entry("with"), entry("without", credit=False, hours=Decimal("2.0")))
    assert [found["with"].hours, found["without"].hours] == [Decimal("3.0"), 0]


def test_of_equals_the_fewest_hours_count():
    found = counted(entry("more", hours=Decimal(4)), entry("fewer", hours=Decimal(3)))
    assert [found["more"].hours, found["fewer"].hours] == [0, 3]


def test_the_same_completion_counts_for_each_of_two_licenses():
    found = counted(entry("one"), entry("two", license=2))
    assert [found["one"].hours, found["two"].hours] == [3, 3]


def test_modules_shared_with_an_earlier_course_do_not_count_again():
    later = entry("later", completion=2, day=DAY + timedelta(days=1), modules=frozenset({"b", "c"}), course="other")
    found = counted(later, entry("first"))
    assert found["first"].hours == 3
    assert (found["later"].hours, found["later"].why) == (1, transcript.SAME_MODULES)


def test_a_course_whose_modules_all_counted_before_counts_nothing():
    again = entry("again", completion=2, day=DAY + timedelta(days=400), modules=frozenset({"a"}))
    assert counted(entry("first"), again)["again"].hours == 0


def test_a_part_never_counts_more_than_the_whole_course():
    later = entry("later", completion=2, hours=Decimal("0.5"), modules=frozenset({"b", "c"}))
    assert counted(entry("first"), later)["later"].hours == Decimal("0.5")


def test_a_revoked_certificate_counts_nothing_and_takes_nothing_from_others():
    other = entry("other", completion=2, day=DAY + timedelta(days=1))
    found = counted(entry("revoked", state="revoked"), other)
    assert (found["revoked"].hours, found["revoked"].why) == (0, transcript.REVOKED)
    assert found["other"].hours == 3


def test_totals_keep_units_and_credit_apart():
    elsewhere = entry("x", completion=None, modules=frozenset(), unit="clock hours", hours=Decimal("1.5"))
    without = entry("w", completion=3, modules=frozenset({"z"}), credit=False)
    sums = transcript.totals(transcript.count([entry("a"), elsewhere, without], one_each))
    assert [(one.hours, one.unit, one.credit, one.here) for one in sums] == [
        (Decimal("3.0"), "clock hours", True, True),
        (Decimal("1.5"), "clock hours", True, False),
        (Decimal("3.0"), "clock hours", False, True),
    ]


def test_a_selection_is_by_license_and_days_both_included():
    entries = [entry("a"), entry("b", license=None), entry("c", day=DAY + timedelta(days=9))]

    def keys(**wanted):
        return [
            one.key for one in transcript.within(entries, **{"license_id": "", "start": None, "end": None, **wanted})
        ]

    assert keys() == ["a", "b", "c"]
    assert keys(license_id=None) == ["b"]
    assert keys(license_id=1) == ["a", "c"]
    assert keys(start=DAY, end=DAY) == ["a", "b"]


entries_of_a_license = st.lists(
    st.builds(
        lambda number, completion, modules, hours, credit, days: entry(
            f"{number}",
            completion=completion,
            modules=frozenset(modules),
            hours=Decimal(hours) / 4,
            credit=credit,
            day=DAY + timedelta(days=days),
        ),
        st.integers(0, 10**9),
        st.integers(1, 4),
        st.sets(st.sampled_from("abcd"), min_size=1),
        st.integers(1, 40),
        st.booleans(),
        st.integers(0, 900),
    ),
    unique_by=lambda one: one.key,
)


@given(entries_of_a_license)
def test_never_more_counts_than_was_earned_and_no_module_pays_twice(entries):
    found = transcript.count(entries, one_each)
    assert len(found) == len(entries)
    assert all(0 <= one.hours <= one.entry.hours for one in found)
    full = [one.entry for one in found if one.hours and not one.why]
    for place, one in enumerate(full):
        assert all(not one.modules & other.modules for other in full[place + 1 :])


def test_a_course_taken_again_counts_once_among_the_same_entries_and_says_why():
    later = entry("later", completion=2, day=DAY + timedelta(days=30), course="grief")
    found = counted(entry("first", course="grief"), later)
    assert (found["first"].hours, found["later"].hours, found["later"].why) == (3, 0, transcript.SAME_COURSE)
    assert counted(later)["later"].hours == 3


def test_what_was_revoked_leaves_its_hours_to_the_course_taken_again():
    later = entry("later", completion=2, day=DAY + timedelta(days=30), course="grief")
    assert counted(entry("first", course="grief", state="revoked"), later)["later"].hours == 3
