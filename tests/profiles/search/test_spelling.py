"""The vocabulary: what it keeps of words, what a beginning becomes, and which words are near."""

import pytest

from profiles.models import SearchSpelling
from profiles.search import spelling
from profiles.search.words import Term

pytestmark = pytest.mark.django_db


def learnt() -> list[str]:
    return sorted(set(SearchSpelling.objects.values_list("word", flat=True)))


def test_it_keeps_words_of_letters_once_and_no_short_ones():
    spelling.learn(["lead", "lead", "m4", "bi", "x" * 41, "11b", "größe"])
    spelling.learn(["lead", "plan"])
    assert learnt() == ["größe", "lead", "plan"]
    forms = SearchSpelling.objects.filter(word="lead").values_list("form", flat=True)
    assert sorted(forms) == ["ead", "lad", "lea", "lead", "led"]


def test_a_beginning_stands_for_words_whose_stem_is_shorter_too():
    spelling.learn(["operations", "operator", "operated", "opera"])
    assert spelling.begun("operatio") == (Term("operatio", begins=True), Term("operations"))
    assert spelling.begun("op") == (Term("op", begins=True),)
    assert spelling.begun("zeppelin") == (Term("zeppelin", begins=True),)


def test_one_letter_left_out_doubled_changed_or_swapped_is_near():
    spelling.learn(["manager", "manger", "planner"])
    slips = ("managr", "mannager", "manageer", "monager", "manaegr", "anager", "managers")
    assert {slip: spelling.near([slip])[slip][0] for slip in slips} == dict.fromkeys(slips, "manager")
    assert spelling.near(["director", "m4", "xy", "manxxer"]) == {}
