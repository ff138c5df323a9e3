"""The search over what is published, on both databases."""

import shutil
from dataclasses import replace

import pytest
from factories import COURSE, LIBRARY
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ceu.domain.search.words import words
from ceu.models import Enrollment, Module, Passage
from ceu.services import catalog, passages, search

# What databases have in their search languages, and what they stumble over.
SIGNS = "\"'*():^+{}&|!<>-\\\0%_$;#@~ ̈éßİ½²ﷺ𝒜日\u200d"


@pytest.fixture
def folder(tmp_path):
    target = tmp_path / "library"
    shutil.copytree(LIBRARY, target)
    return target


@pytest.fixture
def find(session, make):
    """`find(typed, user)` gives every passage found as (section, the words marked)."""

    def found(typed, user=None):
        results = search.find(session, user, typed, limit=50)
        return [
            (section.id, " ".join(text for text, hit in passage.pieces if hit))
            for module in results.modules
            for section in module.sections
            for passage in section.passages
        ]

    return found


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_word_is_found_in_all_its_forms_and_marked_as_it_stands(make, find):
    make.publish()
    assert ("looks", "weeps") in find("weep")
    assert ("looks", "weeps") in find("WEEPING")


def test_all_words_must_be_there_and_one_of_them_may_be_in_the_titles(make, find):
    make.publish()
    assert find("laughs weeps") == [("looks", "laughs weeps")]
    assert ("response", "sleep") in find("response sleep"), "the section is called A first response"


def test_where_no_passage_has_all_words_those_with_some_are_shown_and_it_says_so(session, make):
    make.publish()
    results = search.find(session, None, "laughs pharmacokinetics", limit=5)
    assert results.some_words
    assert results.modules[0].sections[0].id == "looks"
    assert not search.find(session, None, "laughs weeps", limit=5).some_words


def test_a_phrase_is_found_in_its_order_only(make, find):
    make.publish()
    assert find('"dual process model"') == [("looks", "dual process model")]
    assert find('"model process dual"') == []


def test_an_excluded_word_leaves_passages_out(make, find):
    make.publish()
    assert len(find("client -laughs")) < len(find("client"))
    assert ("looks", "laughs") not in find("laughs -weeps")


def test_diacritics_and_unusual_signs_make_no_difference(make, find, folder):
    edit(folder / "modules/first-weeks/module.md", "Grief moves.", "Möss wrote of 0.5 mg/kg at a café.")
    make.publish(folder)
    for typed in ("moss", "Möss", "cafe", "mg/kg", "0.5", "mg kg"):
        assert [section for section, _ in find(typed)] == ["looks"], typed


def test_the_introduction_is_found_on_the_page_of_the_first_section(make, find):
    make.publish()
    assert [section for section, _ in find('"company more than treatment"')] == ["looks"]


def test_questions_reasons_cases_and_descriptions_never_appear(session, make, find):
    make.publish()
    quiz = (LIBRARY / "modules/first-weeks/quiz.md").read_text(encoding="utf-8")
    course = (LIBRARY / "courses/grief-care.md").read_text(encoding="utf-8")
    offer = catalog.current(session, COURSE)
    read = set(words(" ".join(s.source + s.title for m in offer.modules for s in m.sections)))
    read |= set(words(" ".join(m.intro for m in offer.modules)))
    secret = {word for word in words(quiz + course) if word not in read} - {"clinical"}  # of a callout's kind
    assert {"avoidance", "invented", "regression"} <= secret
    stored = set(words(" ".join(row.folded_text + " " + row.folded_titles for row in make.rows(Passage))))
    assert not stored & secret
    for asked in ('"stay on one side"', '"losing her mind"', '"certifies no one"'):
        assert find(asked) == []


@pytest.mark.nothing_published
def test_a_file_that_is_not_published_is_not_found(make, find, folder):
    edit(folder / "modules/later-on/module.md", "difficulty:", "no_such_key:")
    make.publish(folder)
    assert {row.module for row in make.rows(Passage)} <= {"first-weeks"}


def test_a_new_revision_takes_the_place_of_the_old(session, make, find, folder):
    make.publish(folder)
    edit(folder / "modules/first-weeks/module.md", "Grief moves.", "Grief wanders.")
    make.publish(folder)
    assert find("wandering")
    assert find('"grief moves"') == []
    current = {row.current for row in make.rows(Module)}
    assert {row.revision for row in make.rows(Passage)} == current


def test_a_retired_course_is_found_by_those_who_started_it_and_by_nobody_else(session, make, find, folder):
    make.publish(folder)
    ada, eve = make.user(), make.user()
    make.enrollment(ada)
    (folder / "courses/grief-care.md").unlink()
    make.publish(folder)
    assert find("oscillation", ada)
    assert find("oscillation", eve) == find("oscillation") == []


def test_a_retired_course_that_nobody_started_leaves_nothing_behind(make, folder):
    make.publish(folder)
    (folder / "courses/grief-care.md").unlink()
    make.publish(folder)
    assert make.rows(Passage) == []


def test_whether_the_course_was_started_is_told(session, make):
    make.course()
    ada = make.user()
    assert [module.started for module in search.find(session, ada, "oscillation", limit=5).modules] == [False]
    make.enrollment(ada)
    assert make.rows(Enrollment)
    assert [module.started for module in search.find(session, ada, "oscillation", limit=5).modules] == [True]


def test_publishing_again_fills_what_is_missing_and_changes_nothing_else(session, make, folder, monkeypatch):
    make.publish(folder)
    before = [(row.id, row.text) for row in make.rows(Passage)]
    assert not make.publish(folder).changed
    assert [(row.id, row.text) for row in make.rows(Passage)] == before
    for row in make.rows(Passage):
        session.delete(row)
    assert not make.publish(folder).changed
    assert [text for _, text in before] == [row.text for row in make.rows(Passage)]


def test_passages_of_another_version_are_made_anew(session, make, find, monkeypatch):
    make.publish()
    count = len(make.rows(Passage))
    monkeypatch.setattr(passages, "MADE_BY", "next")
    passages.refresh(session)
    assert len(make.rows(Passage)) == count
    assert {row.made_by for row in make.rows(Passage)} == {"next"}
    assert len(find("oscillation")) == 1


def test_pages_follow_each_other_without_gap_or_repetition(session, make):
    make.publish()

    def page(number, limit):
        results = search.find(session, None, "grief client", limit=limit, page=number)
        shown = [p.pieces for m in results.modules for s in m.sections for p in s.passages]
        return shown, results.more

    whole, more = page(1, 50)
    assert not more
    pages = [page(number, 1) for number in range(1, len(whole) + 1)]
    assert sorted(shown for one, _ in pages for shown in one) == sorted(whole)
    assert [more for _, more in pages] == [True] * (len(whole) - 1) + [False]
    assert page(len(whole) + 1, 1) == ([], False)


def test_a_search_takes_the_same_few_statements_whatever_it_finds(session, make, count_queries):
    make.publish()
    ada = make.user()
    make.enrollment(ada)
    search.find(session, ada, "grief", limit=20)
    counts = set()
    for typed in ("grief", "oscillation", "pharmacokinetics"):
        with count_queries() as count:
            search.find(session, ada, typed, limit=20)
        counts.add(count())
    assert counts == {2}
    with count_queries() as count:
        search.find(session, ada, "grief pharmacokinetics", limit=20, page=7)
    assert count() <= 4


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)
@given(typed=st.text(max_size=80) | st.text(alphabet=SIGNS + "ab", max_size=40))
def test_whatever_is_typed_there_is_an_answer(session, make, typed):
    make.course()
    results = search.find(session, None, typed, limit=5)
    assert replace(results.query).typed == results.query.typed
