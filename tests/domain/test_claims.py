"""Which sentences look like a result without a source, and which are left in peace."""

import pytest
from content_folder import MODULE, edited, good_files, report_of


def told(text):
    files = good_files()
    files[MODULE] = edited(files[MODULE], "Every section serves", f"X.\n\n{text}\n\nEvery section serves")
    return [(found.line, found.quote) for found in report_of(files).problems if found.code == "S08"]


@pytest.mark.parametrize(
    "text",
    [
        "Pain fell by 20 percent.",
        "Pain fell by 20%.",
        "Half of n = 28 answered.",
        "They had 0.5 mg/kg by vein.",
        "The difference was small (95% CI −0.55 to 1.82).",
        "It was large (d = 0.65).",
        "It was not significant (p = .07).",
        "The odds ratio was 1.9.",
        "In a trial of 28 people it failed.",
        "There were 41 veterans in it.",
        "In all, 329 people were telephoned.",
        "- Pain fell by 20 percent.",
        '!!! evidence "A"\n    Pain fell by 20 percent.',
        "Pain fell by 20 percent. First. Second. Third [@mergener1991].",
    ],
)
def test_a_sentence_that_states_a_result_needs_a_citation(text):
    assert len(told(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Pain fell by 20 percent [@mergener1991].",
        "As @mergener1991 says, pain fell by 20 percent.",
        "The trial came first [@mergener1991]. Pain fell by 20 percent. It came back.",
        "Pain fell by 20 percent. After three hours it was back. Nothing was left [@mergener1991].",
        "The trial [@mergener1991] found this:\n\n- pain fell by 20 percent\n- 41 veterans stayed",
        "The review of 2025 was read in a copy, those of the study in 1994 too.",
        "By vein it is 100 percent.",
        "Most trials have fewer than 100 people.",
        "Mr. B., 54, has taken 20 mg for 3 years, since 2019.",
        "See item 9 of the form, on page 12 of 30.",
        "> Chapter 3.",
        "| Gain |\n|---|\n| 20 percent |",
        "Table: Gain of 20 percent\n\n| Gain |\n|---|\n| a |",
        "### 20 percent",
        '!!! script "A"\n    "About 20 percent get better."',
        "!!! reflect\n    Would 20 percent be enough for you?",
        "`20 percent`",
        "```\n20 percent\n```",
        '![20 percent.](figures/line.svg "20 percent.")',
    ],
)
def test_what_has_a_source_beside_it_or_states_no_result_is_left_in_peace(text):
    assert told(text) == []


def test_the_finding_stands_on_the_line_of_the_number():
    (found,) = told("Nothing is said here.\nThen pain fell by\n20 percent. So it was.")
    assert found[1] == "20 percent. So it was."
