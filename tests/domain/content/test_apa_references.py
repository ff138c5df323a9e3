"""Reference lists and citations in APA style, from BibTeX."""

import pytest

from ceu.domain.content.apa import Bibliography, plain, read_name
from ceu.domain.content.bibliography import parse_bibliography, split_authors
from ceu.domain.content.source import Places, decode


def parsed(text):
    places = Places()
    references, problems = parse_bibliography(decode("references.bib", text.encode()), places)
    return references, problems, places


def held(*entries):
    references, problems, _ = parsed("\n".join(entries))
    assert problems == []
    return Bibliography(references)


def article(key, author, year="2020", title="A title", **fields):
    more = "".join(f", {name} = {{{value}}}" for name, value in fields.items())
    return (
        f"@article{{{key}, author = {{{author}}}, title = {{{title}}}, journal = {{Places}}, year = {{{year}}}{more}}}"
    )


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Ross, Ada B.", "Ross, A. B."),
        ("Ada B. Ross", "Ross, A. B."),
        ("Ludwig van Beethoven", "van Beethoven, L."),
        ("van der Berg, Jean-Paul", "van der Berg, J.-P."),
        ("van der Berg, J.-P.", "van der Berg, J.-P."),
        ("King, Jr., Martin Luther", "King, M. L., Jr."),
        (r"G{\"o}del, Kurt", "Gödel, K."),
        (r"Guimar{\~a}es Pereira, J. E.", "Guimarães Pereira, J. E."),
        ("{Agency for Rooms and Air}", "Agency for Rooms and Air"),
        ("Plato", "Plato"),
    ],
)
def test_names_print_as_in_a_reference_list(written, printed):
    assert str(read_name(written)) == printed


def test_authors_split_outside_braces():
    assert list(split_authors("A, B and {Rooms and Air} and others")) == ["A, B", "{Rooms and Air}", "others"]


@pytest.mark.parametrize(
    ("written", "read"),
    [("1--9", "1–9"), ("{NMDA} at 50% & more", "NMDA at 50% & more"), (r"caf\'e \& bar", "café & bar"), ("a_b", "a_b")],
)
def test_bibtex_reads_as_people_read_it(written, read):
    assert plain(written) == read


def test_each_kind_has_its_entry():
    listing = held(
        article("a", "Ross, A. and Lind, P.", volume="4", number="2", pages="11--19", doi="10.1234/jp"),
        "@book{b, author = {Moss, J.}, title = {Silence}, publisher = {Stone}, year = 2018, edition = {2nd}}",
        "@incollection{c, author = {Reed, S.}, title = {A part}, booktitle = {The whole}, publisher = {Stone},"
        "editor = {Moss, J. and Ross, A. and Lind, P.}, pages = {1--9}, year = 2017}",
        "@report{d, author = {{Agency}}, title = {Air}, institution = {Agency}, number = {7}, year = 2021}",
        "@online{e, title = {A page}, url = {http://example.org/}}",
        "@techreport{f, author = {One, A.}, title = {Noise}, institution = {Board}, year = 2016}",
    ).listing("abcdef")
    for entry in [
        (
            "Ross, A., &amp; Lind, P. (2020). A title. <em>Places</em>, <em>4</em>(2), 11–19. "
            '<a href="https://doi.org/10.1234/jp" rel="noopener">https://doi.org/10.1234/jp</a>'
        ),
        "Moss, J. (2018). <em>Silence</em> (2nd ed.). Stone.",
        "Reed, S. (2017). A part. In J. Moss, A. Ross, &amp; P. Lind (Eds.), <em>The whole</em> (pp. 1–9). Stone.",
        "Agency. (2021). <em>Air</em> (No. 7).",
        '<em>A page</em>. (n.d.). <a href="https://example.org/" rel="noopener">https://example.org/</a>',
        "One, A. (2016). <em>Noise</em>. Board.",
    ]:
        assert f">{entry}</li>" in listing


def test_a_list_is_alphabetical_and_holds_only_what_is_asked_for():
    bibliography = held(article("z", "Alm, A."), article("a", "Zorn, A."), article("m", "Moss, A."))
    listing = bibliography.listing(["a", "z", "unknown"])
    assert listing.index("ref-z") < listing.index("ref-a")
    assert "ref-m" not in listing
    assert bibliography.listing([]) == ""


def test_fields_of_the_authors_own_are_kept_and_never_printed():
    bibliography = held(article("a", "Ross, A.", evidence="R1", verified="no", status="retracted"))
    assert bibliography.by_key["a"].get("status") == "retracted"
    assert "R1" not in bibliography.listing("a")
    assert "retracted" not in bibliography.listing("a")


@pytest.mark.parametrize(
    ("entries", "labels"),
    [
        ([article("a", "Ross, A.")], ["Ross 2020"]),
        ([article("a", "Ross, A. and Lind, P.")], ["Ross & Lind 2020"]),
        ([article("a", "Ross, A. and Lind, P. and Moss, J.")], ["Ross et al. 2020"]),
        ([article("a", "Ross, A. and others")], ["Ross et al. 2020"]),
        ([article("a", "Ross, A.", title="B"), article("b", "Ross, A.", title="A")], ["Ross 2020b", "Ross 2020a"]),
        ([article("a", "Ross, A."), article("b", "Ross, Z.", year="2019")], ["A. Ross 2020", "Z. Ross 2019"]),
        ([article("a", "Ross, I."), article("b", "Ross, I. M.", year="2019")], ["Ross 2020", "Ross 2019"]),
        (
            [article("a", "Ross, A. and Lind, P. and Moss, J."), article("b", "Ross, A. and Reed, S. and Moss, J.")],
            ["Ross, Lind, et al. 2020", "Ross, Reed, et al. 2020"],
        ),
        (
            [article("a", "Ross, A. and Lind, P. and Moss, J."), article("b", "Ross, A. and Lind, P. and Reed, S.")],
            ["Ross, Lind, & Moss 2020", "Ross, Lind, & Reed 2020"],
        ),
        (["@online{a, title = {What a room is made of}, url = {https://a.example/}}"], ["“What a room is …” n.d."]),
    ],
)
def test_no_two_references_read_alike_in_the_text(entries, labels):
    bibliography = held(*entries)
    read = [bibliography.in_text(key) for key in sorted(bibliography.by_key)]
    assert [f"{label.authors} {label.year}" for label in read] == labels


def test_findings_carry_the_entrys_line_and_spare_the_other_entries():
    text = "\n".join(
        [article("a", "Ross, A."), "", "@article{b, title = {x}}", "", "@novel{c}", article("a", "Lind, P.")]
    )
    references, problems, places = parsed(text)
    assert [reference.key for reference in references] == ["a"]
    assert [(found.code, found.line) for found in problems] == [("B04", 3), ("B04", 3), ("B03", 5), ("B02", 6)]
    assert places.of("reference", "a").line == 1
