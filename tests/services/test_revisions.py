"""Staying on the revision one began with, seeing what changed, and taking the newer one."""

import random
import re
import shutil
from decimal import Decimal

import pytest
from factories import COURSE, LIBRARY, PUBLIC_URL

from ceu.domain.changes import Fate
from ceu.domain.progress import StepKind, next_step
from ceu.errors import NotFound
from ceu.models import AuditEvent, Certificate, Compiled, Completion, Course, Passage
from ceu.services import assessment, catalog, completion, passages, publishing, revisions, search, study
from ceu.services.revisions import RevisedAgain

MODULE = "first-weeks"


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(LIBRARY, tmp_path / "library")


@pytest.fixture
def ada(make, folder):
    make.publish(folder)
    user = make.user()
    make.enrollment(user)
    return user


@pytest.fixture
def revise(make, folder, clock):
    """`revise(file, old, new)` changes a file of the folder and publishes it an hour later."""

    def change(path, old, new):
        file = folder / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        clock.move(hours=1)
        return make.publish(folder)

    return change


TEXT = "modules/first-weeks/module.md"
OTHER = "modules/later-on/module.md"


def test_she_stays_on_the_revision_she_began_with(make, ada, revise):
    began = make.standing(ada).offer.digest
    revise(TEXT, "Grief moves.", "Grief wanders.")
    where = make.standing(ada)
    assert where.offer.digest == began
    assert where.revised
    assert "Grief moves." in where.offer.modules[0].sections[0].source


def test_who_starts_later_gets_the_new_one(session, make, ada, revise):
    revise(TEXT, "Grief moves.", "Grief wanders.")
    eve = make.user()
    make.enrollment(eve)
    assert make.standing(eve).offer.digest == session.get(Course, COURSE).current
    assert not make.standing(eve).revised


def test_taking_it_keeps_what_was_read_and_passed(make, ada, revise):
    make.attempt(ada, MODULE)
    before = make.standing(ada)
    revise(TEXT, "Grief moves.", "Grief wanders.")
    make.take(ada)
    after = make.standing(ada)
    assert not after.revised
    assert after.read == before.read
    assert after.passed == before.passed == {MODULE}


def test_a_section_whose_text_changed_stays_read_and_says_so_until_read_again(session, make, ada, revise, clock):
    make.read(ada)
    first = make.standing(ada).read
    revise(TEXT, "Grief moves.", "Grief wanders.")
    assert revisions.reread(session, make.standing(ada)) == frozenset()
    make.take(ada)
    assert revisions.reread(session, make.standing(ada)) == {(MODULE, "looks")}
    study.mark_read(session, make.standing(ada), MODULE, "looks", now=clock.move(hours=1))
    where = make.standing(ada)
    assert revisions.reread(session, where) == frozenset()
    assert where.read == first, "the time is that of the first reading"


def test_what_changed_in_a_section_since_it_was_read(session, make, ada, revise):
    make.read(ada)
    revise(TEXT, "Grief moves.", "Grief wanders.")
    assert revisions.section_change(session, make.standing(ada), MODULE, "looks") is None
    make.take(ada)
    change = revisions.section_change(session, make.standing(ada), MODULE, "looks")
    assert [piece.text for line in change.lines if hasattr(line, "pieces") for piece in line.pieces][:3]
    assert revisions.section_change(session, make.standing(ada), "later-on", "stays") is None


def test_what_was_shown_is_what_one_takes(session, make, ada, revise, clock):
    revise(TEXT, "Grief moves.", "Grief wanders.")
    shown = make.standing(ada).current
    revise(TEXT, "Grief wanders.", "Grief walks.")
    with pytest.raises(RevisedAgain):
        revisions.take(session, ada, make.standing(ada), shown, now=clock())
    assert make.standing(ada).revised


def test_taking_it_twice_changes_nothing_and_is_recorded_once(session, make, ada, revise, clock):
    revise(TEXT, "Grief moves.", "Grief wanders.")
    stale = make.standing(ada)
    assert revisions.take(session, ada, stale, stale.current, now=clock())
    assert not revisions.take(session, ada, stale, stale.current, now=clock())
    assert not revisions.take(session, ada, make.standing(ada), stale.current, now=clock())
    assert len([event for event in make.rows(AuditEvent) if event.verb == "took a revision"]) == 1


def test_going_back_to_an_earlier_text_is_a_revision_too(session, make, ada, revise):
    revise(TEXT, "Grief moves.", "Grief wanders.")
    make.take(ada)
    revise(TEXT, "Grief wanders.", "Grief moves.")
    where = make.standing(ada)
    assert where.revised
    assert revisions.news(session, where).on is None, "it was published before hers"


def test_a_revision_of_the_page_alone_is_told_as_such(session, make, ada, revise):
    revise("courses/grief-care.md", "fee:", "fee: Now ")
    where = make.standing(ada)
    assert not revisions.news(session, where).text
    assert not revisions.module_revised(session, where, MODULE)
    assert [part.name for part in revisions.changes(session, where).told] == ["Fee"]


def test_only_the_revised_module_says_so(session, make, ada, revise):
    revise(OTHER, "## When grief stays", "## When grief stays for long")
    where = make.standing(ada)
    assert revisions.module_revised(session, where, "later-on")
    assert not revisions.module_revised(session, where, MODULE)


# Modules that come, go and change their names


def add_module(folder, slug="new-one"):
    shutil.copytree(folder / "modules/later-on", folder / "modules" / slug)
    page = folder / "courses/grief-care.md"
    text = page.read_text()
    line = next(line for line in text.splitlines() if line.startswith("modules:"))
    page.write_text(text.replace(line, line.replace("]", f", {slug}]")))


def drop_module(folder, slug):
    """Take a module out; what remains is too short for credit."""
    page = folder / "courses/grief-care.md"
    text = page.read_text()
    line = next(line for line in text.splitlines() if line.startswith("modules:"))
    kept = [one.strip() for one in line.partition("[")[2].rstrip("]").split(",") if one.strip() != slug]
    text = text.replace(line, f"modules: [{', '.join(kept)}]")
    page.write_text(re.sub(r"credits:\n(  - .*\n)+", "credits: []\n", text))
    shutil.rmtree(folder / "modules" / slug)


def test_an_added_module_is_to_be_read_and_passed(session, make, ada, folder, clock):
    make.passed(ada)
    add_module(folder)
    clock.move(hours=1)
    make.publish(folder)
    where = make.standing(ada)
    found = revisions.changes(session, where)
    effects = revisions.effects(where, catalog.offer(session, where.current), found)
    assert {section.id for _, section in effects.unread} == {"stays", "whom"}
    assert [test.module for test in effects.to_pass] == ["new-one"]
    assert {test.module for test in effects.passed} == {MODULE, "later-on"}
    make.take(ada)
    step = next_step(make.standing(ada).state(clock(), without_credit=True))
    assert (step.kind, step.module) == (StepKind.SECTION, "new-one")


def test_a_module_that_is_gone_stays_readable_until_she_takes_the_revision(session, make, ada, folder, clock):
    make.read(ada)
    drop_module(folder, "later-on")
    clock.move(hours=1)
    assert ("module", "later-on") in make.publish(folder).retired
    where = make.standing(ada)
    assert where.offer.section("later-on", "stays")
    assert [(one.slug, one.fate) for one in revisions.changes(session, where).modules] == [("later-on", Fate.REMOVED)]
    make.take(ada)
    with pytest.raises(NotFound):
        make.standing(ada).offer.section("later-on", "stays")


def test_an_attempt_in_a_module_that_is_gone_can_be_handed_in(session, make, ada, folder, clock):
    make.open_attempt(ada, "later-on")
    drop_module(folder, "later-on")
    clock.move(hours=1)
    make.publish(folder)
    where = make.standing(ada)
    effects = revisions.effects(where, catalog.offer(session, where.current), revisions.changes(session, where))
    assert [test.module for test in effects.dropped] == ["later-on"]
    make.take(ada)
    assert assessment.submit(session, ada, COURSE, "later-on", now=clock()).submitted_at == clock()


def test_an_open_attempt_stays_on_its_revision_and_the_next_is_of_hers(session, make, ada, revise, clock):
    open_ = make.open_attempt(ada, MODULE).attempt.revision
    revise(TEXT, "Grief moves.", "Grief wanders.")
    make.take(ada)
    assert assessment.latest(session, ada, COURSE, MODULE).attempt.revision == open_
    make.attempt(ada, MODULE, wrong=4)
    clock.move(hours=25)
    assessment.begin(session, make.standing(ada), MODULE, rng=random.Random(1), now=clock())
    now = make.standing(ada).offer.course.module_digests[0]
    assert assessment.latest(session, ada, COURSE, MODULE).attempt.revision == now != open_


# Finishing


def finish(session, make, user):
    make.completion(user)
    [done] = make.rows(Completion)
    return done, make.rows(Certificate)


def test_who_finishes_on_the_old_revision_earns_its_hours(session, make, ada, folder, clock):
    began = make.standing(ada).offer
    drop_module(folder, "later-on")
    clock.move(hours=1)
    make.publish(folder)
    done, [certificate] = finish(session, make, ada)
    assert done.course_revision == began.digest
    assert list(done.module_revisions) == [MODULE, "later-on"]
    [plan] = completion.plans(ada, [], completion.Earning(began, (), done.local_date, "UTC"), public_url=PUBLIC_URL)
    assert certificate.hours == plan.facts.hours > Decimal(0)


def test_a_completion_stays_what_it_was_when_its_learner_takes_a_revision(session, make, ada, folder, clock):
    done, certificates = finish(session, make, ada)
    was = done.course_revision
    add_module(folder)
    clock.move(hours=1)
    make.publish(folder)
    make.take(ada)
    where = make.standing(ada)
    assert next_step(where.state(clock(), without_credit=True)).kind is StepKind.CERTIFICATES
    assert [(one.course_revision, len(make.rows(Certificate))) for one in make.rows(Completion)] == [
        (was, len(certificates))
    ]


# What else follows the revision


def test_the_search_reads_the_revision_she_reads(session, make, ada, revise):
    revise(TEXT, "Grief moves.", "Grief wanders.")

    def found(typed, user):
        modules = search.find(session, user, typed, limit=20).modules
        return [(section.id, section.way) for module in modules for section in module.sections]

    assert found('"grief moves"', ada) == [("looks", "section")]
    assert found("wanders", ada) == []
    assert found("wanders", None) == [("looks", "course")]
    make.take(ada)
    assert found("wanders", ada) == [("looks", "section")]
    assert found('"grief moves"', ada) == []


def test_who_has_completed_it_finds_what_is_new_and_is_led_to_it(session, make, ada, folder, clock):
    make.completion(ada)
    add_module(folder)
    clock.move(hours=1)
    make.publish(folder)
    modules = search.find(session, ada, "grief", limit=50).modules
    ways = {(module.slug, section.way) for module in modules for section in module.sections}
    assert ("new-one", "revision") in ways
    assert (MODULE, "section") in ways


def test_passages_of_an_earlier_revision_go_when_nobody_needs_them(session, make, ada, revise):
    began = set(make.standing(ada).offer.course.module_digests)
    revise(TEXT, "Grief moves.", "Grief wanders.")
    assert began <= {row.revision for row in make.rows(Passage)}
    make.completion(ada)
    passages.refresh(session)
    assert not began <= {row.revision for row in make.rows(Passage)}


def test_a_new_compiler_compiles_what_is_still_read(session, make, ada, revise, monkeypatch):
    began = make.standing(ada).offer
    revise(TEXT, "Grief moves.", "Grief wanders.")
    monkeypatch.setattr(publishing, "COMPILER", "next")
    revise(TEXT, "Grief wanders.", "Grief walks.")
    made = {row.digest for row in make.rows(Compiled) if row.compiler == "next"}
    assert {began.digest, *began.course.module_digests} <= made


def test_a_standing_on_an_earlier_revision_is_read_in_one_statement(session, make, ada, revise, count_queries):
    make.read(ada)
    revise(TEXT, "Grief moves.", "Grief wanders.")
    make.take(ada)
    revise(TEXT, "Grief wanders.", "Grief walks.")

    def look():
        where = study.standing(session, ada, COURSE, notes_on=(MODULE, "looks"))
        return revisions.reread(session, where), revisions.news(session, where)

    look()
    with count_queries() as count:
        again, news = look()
    assert count() == 1
    assert again
    assert news.on
