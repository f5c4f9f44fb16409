"""Suggestions: few, the likeliest first, an alias with the title it leads to, and each told apart."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from profiles.search import suggest, suggesting
from tests.factories import approved, retired
from tests.pages.canon import key
from tests.profiles.search.canon import PLAIN, plant_heads

pytestmark = pytest.mark.django_db


def told(text: str) -> list[tuple[str, str, str]]:
    """(alias or code, title, level)"""
    return [(s.via, s.revision.title, s.revision.level_code) for s in suggest(text)]


TITLE, LONGER = ("", "Plant Head", "M6"), ("", "Plant Head of the Region", "M5")
ALIAS, WITHIN = ("Plant Head", "Director of Operations", "M4"), ("Head of a plant", "Operations Lead", "M3")
TYPED = {
    "plant head": [TITLE, ALIAS, LONGER, WITHIN],  # whole captions first
    "PLANT HEA": [TITLE, LONGER, ALIAS, WITHIN],
    "head of a pl": [WITHIN],
    "werk": [("Werksleiter", "Operations Lead", "M3")],
    "region": [LONGER],
    "regoin": [LONGER],
    "11-30": [("11-3051.00", "Plant Head", "M6")],
    key("M2").lower(): [(key("M2"), "Shift Lead", "M2")],
    "night": [],
    "": [],
    "?!": [],
}


def test_captions_that_begin_so_come_first_then_those_with_such_words():
    plant_heads()
    assert {text: told(text) for text in TYPED} == TYPED


def test_a_profile_is_suggested_once_by_its_best_caption():
    approved(**(PLAIN | {"title": "Plant Head", "aliases": ["Plant Leader", "Plants"]}))
    assert (told("plant"), told("plants")) == ([("", "Plant Head", "M4")], [("Plants", "Plant Head", "M4")])


def test_what_is_retired_comes_last_and_says_so():
    retired(code=key("M3"), **(PLAIN | {"title": "Plant Head"}))
    approved(code=key("M4"), **(PLAIN | {"title": "Plant Head of the Region"}))
    assert [(s.revision.level_code, s.retired) for s in suggest("plant head")] == [("M4", False), ("M3", True)]


def test_they_are_few(monkeypatch):
    plant_heads()
    monkeypatch.setattr(suggesting, "FEW", 2)
    assert [level for _, _, level in told("plant head")] == ["M6", "M4"]


def test_the_number_of_queries_does_not_grow_with_what_is_suggested():
    counts = []
    for code in ("M3", "M4", "M5"):
        approved(code=key(code), **(PLAIN | {"title": "Quality Lead"}))
        with CaptureQueriesContext(connection) as captured:
            assert suggest("quality le")
        counts.append(len(captured))
    # Captions that begin so; captions with such words; the rows. Two letters begin too many words to look them up.
    assert counts == [3, 3, 3]
