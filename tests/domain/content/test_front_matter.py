"""Front matter stays text, knows its lines, and refuses what could surprise."""

from datetime import date
from decimal import Decimal

import pytest

from ceu.domain.content.formats import describe
from ceu.domain.content.frontmatter import Mapping, Scalar, split
from ceu.domain.content.keys import Key, Reader
from ceu.domain.content.kinds import Day, Hours, ListOf, MapOf, Name, OneOf, Record, Text, TextOrNone, Wait, Whole
from ceu.domain.content.source import Places, TextFile


def document(text):
    return split(TextFile("m.md", text))


def read(text, *keys):
    cut = document(f"---\n{text}\n---\n")
    assert cut.problems == ()
    reader = Reader(cut.file, "M", Places())
    return reader.read(cut.meta, keys, "module", "m"), reader.problems, reader.places


def test_scalars_stay_as_written():
    meta = document("---\na: NO\nb: 1.10\nc: 24:00\nd: 2026-11-01\ne: ~\nf: 0x1F\n---\n").meta
    assert [node.text for node in meta.pairs.values()] == ["NO", "1.10", "24:00", "2026-11-01", "~", "0x1F"]
    assert meta.lines == {"a": 2, "b": 3, "c": 4, "d": 5, "e": 6, "f": 7}


def test_the_body_begins_where_the_front_matter_ends():
    cut = document("---\na: b\n---\nFirst line.\n")
    assert (cut.body, cut.body_line) == ("First line.\n", 4)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("title: A\n", "F07", 1),
        ("", "F07", 1),
        ("---\ntitle: A\n", "F07", 1),
        ("---\ntitle: a: b\n---\n", "F08", 2),
        ("---\na: b\n\tc: d\n---\n", "F08", 3),
        ("---\na: [b\n---\n", "F08", 3),
        ("---\n- a\n---\n", "F08", 2),
        ("---\njust words\n---\n", "F08", 2),
        ("---\n? [a]\n: b\n---\n", "F08", 2),
        ("---\na: " + "[" * 50 + "\n---\n", "F08", 2),
        ("---\na: b\nc: d\na: e\n---\n", "F09", 4),
        ("---\na: {b: c, b: d}\n---\n", "F09", 2),
        ("---\na: &x b\n---\n", "F10", 2),
        ("---\na: *x\n---\n", "F10", 2),
        ("---\na: !!python/object:os.system b\n---\n", "F10", 2),
        ("---\n<<: *x\n---\n", "F10", 2),
    ],
)
def test_broken_front_matter_is_told_with_its_line(text, code, line):
    assert [(found.code, found.line) for found in document(text).problems] == [(code, line)]


def test_a_repeated_key_keeps_its_first_value():
    assert document("---\na: b\na: c\n---\n").meta.pairs["a"] == Scalar("b", 2)


def test_an_unknown_key_gets_a_suggestion_on_its_own_line():
    _, problems, _ = read(
        "title: A\ncontact_minute: 5",
        Key("title", Text(), "The title"),
        Key("contact_minutes", Text(), "x", required=False),
    )
    assert [str(found) for found in problems] == [
        'm.md:3: M02 unknown key "contact_minute" – did you mean "contact_minutes"?'
    ]


def test_a_missing_key_says_what_is_asked_and_why():
    _, problems, _ = read("other: x", Key("refund", Text(), "Refund terms", why="APA-8"), Key("other", Text(), "x"))
    assert str(problems[0]) == 'm.md:2: M01 the key "refund" is missing – say refund terms (APA-8)'


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Whole(1, 5), "3", 3),
        (Hours(), "1.25", Decimal("1.25")),
        (Day(), "2026-02-28", date(2026, 2, 28)),
        (Wait(), "24h", 24),
        (Wait(), "2d", 48),
        (TextOrNone(), "none", None),
        (OneOf({"true": True, "false": False}), "false", False),
        (ListOf(Name()), "[a-b, c]", ("a-b", "c")),
        (ListOf(Name(), empty=True), "[]", ()),
        (MapOf(Whole(1, 9)), "{a: 1, b: 2}", (("a", 1), ("b", 2))),
        (Record((Key("x", Text(), "x"),)), "{x: y}", {"x": "y"}),
        (Text(), "|\n  two\n  lines", "two\nlines"),
    ],
)
def test_values_are_converted(kind, text, value):
    values, problems, places = read(f"key: {text}", Key("key", kind, "A key"))
    assert problems == []
    assert values == {"key": value}
    assert places.of("module", "m", "key").line == 2


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Whole(1, 5), "6"),
        (Whole(1, 5), "3.0"),
        (Whole(1, 5), "٣"),
        (Hours(), "1.125"),
        (Hours(), "0"),
        (Hours(), "1,5"),
        (Day(), "2026-02-30"),
        (Day(), "1 May 2026"),
        (Wait(), "24"),
        (Name(), "Not-This"),
        (OneOf({"yes": 1}), "no"),
        (ListOf(Name()), "a"),
        (ListOf(Name()), "[]"),
        (ListOf(Name()), "[a, a]"),
        (MapOf(Text()), "[a]"),
        (MapOf(Text()), "{A B: c}"),
        (Record((Key("x", Text(), "x"),)), "y"),
        (Text(), "[a]"),
    ],
)
def test_unreadable_values_are_told_with_what_to_write(kind, text):
    values, problems, _ = read(f"first: x\nkey: {text}", Key("key", kind, "A key"), Key("first", Text(), "x"))
    assert "key" not in values
    assert [(found.code, found.line) for found in problems] == [("M03", 3)]
    assert problems[0].advice.startswith("write ")


def test_the_manual_can_list_every_key():
    tables = {(table.file, table.group): [row.key for row in table.rows] for table in describe()}
    assert tables["module.md", ""] == ["title", "authors", "difficulty", "reviewed", "objectives", "changes"]
    assert tables["quiz.md", "attempts"] == ["limit", "wait"]
    assert "statement" in tables["provider.md", "bodies"]
    assert tables["courses/<slug>.md", "credits"] == ["body", "hours"]
    assert all(row.says and row.help for table in describe() for row in table.rows)


def test_a_mapping_remembers_where_it_began():
    meta = document("---\na:\n  b: c\n---\n").meta
    assert isinstance(meta.pairs["a"], Mapping)
    assert meta.pairs["a"].lines == {"b": 3}
