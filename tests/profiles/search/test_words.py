"""Words: folded, bounded, and nothing in them that a database could take for anything but a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.search.words import LONGEST, MOST, asked, fold, line_of, parted


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("  !? -- ", []),
        ("Plant Manager", ["plant", "manager"]),
        ("Café à la carte", ["cafe", "a", "la", "carte"]),
        ("CAFE\u0301", ["cafe"]),
        ("Größe", ["große"]),
        ("11-3051.00", ["11", "3051", "00"]),
        ("a_b\x00c\td", ["a", "b", "c", "d"]),
        ('NEAR("a" OR b*) : {title}', ["near", "a", "or", "b", "title"]),
        ("\ud800abc", ["abc"]),
        ("管理", ["管理"]),
    ],
)
def test_what_was_typed_becomes_words(text, words):
    assert asked(text) == words


def test_it_reads_no_more_than_is_sensible():
    assert asked("word " * 1_000) == ["word"] * MOST
    assert asked("x" * 10_000) == ["x" * LONGEST]


@given(st.text())
def test_words_are_folded_once_for_all(text):
    words = asked(text)
    assert [fold(word) for word in words] == words
    assert line_of(" ".join(words)).split() == words


@given(st.text())
def test_parted_make_the_text_again(text):
    assert "".join(parted(text)) == text
