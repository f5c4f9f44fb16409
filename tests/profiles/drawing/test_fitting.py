"""Texts that fit: estimated widths, wrapping, shortening, for whatever people write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.drawing.fitting import shorten, width, wrap

COMPOUND = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
TEXTS = st.text(max_size=200)


def test_widths_by_hand():
    assert width("", 12) == 0
    assert width("il", 100) == 76
    assert width("aA", 100) == pytest.approx(136)
    assert width("mW", 100) == pytest.approx(196)
    assert width("同", 100) == pytest.approx(105)
    assert width("e\N{COMBINING ACUTE ACCENT}", 100) == width("e", 100)


def test_what_fits_is_left_as_it_is():
    assert shorten("Director", 100, 12) == "Director"
    assert wrap("Senior Director", 120, 12) == ["Senior Director"]


def test_what_does_not_fit_ends_with_an_ellipsis():
    assert shorten("Director of plants", 70, 10) == "Director of…"
    assert shorten("Director", 1, 12) == "…"


def test_lines_break_between_words_and_the_last_is_shortened():
    assert wrap("Process and Manufacturing Engineering", 150, 12) == ["Process and", "Manufacturing Engine…"]


def test_a_word_longer_than_a_line_is_cut_with_a_hyphen():
    first, second = wrap(COMPOUND, 150, 12)
    assert first.endswith("-")
    assert COMPOUND.startswith(first[:-1])
    assert second.endswith("…")


def test_square_letters_are_parted_without_a_hyphen():
    assert wrap("同じ長さの名前", 60, 12, lines=3) == ["同じ長さ", "の名前"]


def test_nothing_is_one_empty_line():
    assert wrap("", 100, 12) == wrap(" \n", 100, 12) == [""]


@given(TEXTS, st.integers(20, 300))
def test_a_shortened_text_never_takes_more_room_than_there_is(text, room):
    assert width(shorten(text, room, 12), 12) <= room


@given(TEXTS, st.integers(40, 300), st.integers(1, 4))
def test_lines_are_never_more_nor_wider_than_asked(text, room, lines):
    told = wrap(text, room, 12, lines=lines)
    assert 1 <= len(told) <= lines
    assert [line for line in told if width(line, 12) > room] == []


def test_a_book_in_place_of_a_name_takes_no_time():
    assert len(wrap("word " * 200_000, 200, 12)) == 2
    assert len(shorten("x" * 10**6, 200, 12)) < 50
