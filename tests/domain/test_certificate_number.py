"""Certificate numbers: random, look-alike-free, and a mistyped one is never somebody else's."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from ceu.domain.certificate.number import ALPHABET, LENGTH, display, new_number, read_number


def from_values(values: list[int]) -> str:
    left = iter(values)
    return new_number(lambda _: next(left))


numbers = st.lists(st.integers(0, 31), min_size=10, max_size=10).map(from_values)


def test_a_number_asks_for_ten_random_values_of_thirty_two():
    asked: list[int] = []

    def randbelow(below: int) -> int:
        asked.append(below)
        return 7

    assert len(new_number(randbelow)) == LENGTH
    assert asked == [32] * 10


def test_the_check_character_stays_as_it_was():
    # Numbers on paper live longer than this program.
    assert from_values(list(range(10))) == "01234567890"
    assert from_values([31] * 10) == "ZZZZZZZZZZ4"


def test_the_alphabet_has_no_look_alikes_and_no_letter_of_the_product():
    assert len(set(ALPHABET)) == 32
    assert not set("ILOU") & set(ALPHABET)


@given(numbers)
def test_a_number_reads_back_as_printed_and_as_people_type_it(number):
    printed = display(number)
    assert [len(group) for group in printed.split("-")] == [4, 4, 3]
    lookalike = printed.replace("0", "o").replace("1", "l").lower()
    for typed in (number, printed, lookalike, f"  {printed.replace('-', ' – ')}\n", " ".join(number)):
        assert read_number(typed) == number


@given(numbers)
def test_no_number_begins_with_the_letters_ceu(number):
    # Requirement 7. There is no U, so neither the number nor any way to read it can.
    for spelled in (number, display(number), number.lower()):
        assert "ceu" not in spelled.lower().replace("-", "")


@given(numbers, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_any_single_wrong_character_is_noticed(number, at, other):
    wrong = number[:at] + other + number[at + 1 :]
    assert read_number(wrong) == (number if wrong == number else None)


@given(numbers)
def test_any_two_swapped_characters_are_noticed(number):
    for first, second in combinations(range(LENGTH), 2):
        swapped = list(number)
        swapped[first], swapped[second] = swapped[second], swapped[first]
        if swapped != list(number):
            assert read_number("".join(swapped)) is None


@given(st.text())
def test_any_text_is_a_number_or_none(text):
    read = read_number(text)
    assert read is None or read_number(display(read)) == read


def test_foreign_letters_and_wrong_lengths_are_no_number():
    number = from_values(list(range(10)))
    for text in ("", number[:-1], number + "0", number.replace("0", "٠"), number.replace("0", "U"), "ß" + number[1:]):
        assert read_number(text) is None
