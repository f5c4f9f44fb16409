"""Answers about occupations: evidence, abstention, and names that stand here."""

import pytest

from profiles.resolver import Resolver
from profiles.resolver.answers import OF_LETTERS
from tests.factories import KEY_M4, approved, retired

pytestmark = pytest.mark.django_db


def test_a_title_of_an_occupation_is_told_with_its_evidence(index):
    best = Resolver("occupations").one("Sr. Plant Mgr (Req #12345)").candidates[0]
    assert (best.code, best.label, best.why) == (
        "11-3051",
        "Industrial Production Managers",
        "its title “Plant Manager”",
    )
    assert best.band == "near"
    assert best.score > 0.8


def test_unknown_words_are_not_forced(index):
    answer = Resolver("occupations").one("Xyzzy Qwerty")
    assert answer.abstains
    assert all(candidate.score <= OF_LETTERS for candidate in answer.candidates)


@pytest.mark.parametrize("raw", ["", "   ", "—", "\x00", "\ud800", "#" * 5000])
def test_what_is_no_title_has_no_answer(index, raw):
    assert Resolver("occupations").one(raw).candidates == ()


def test_a_name_that_stands_here_lifts_the_occupation_of_its_profile(index):
    resolver = Resolver("occupations")
    before = {c.code: c.score for c in resolver.one("Line Lead").candidates}
    approved(aliases=[{"title": "Line Lead"}])
    best = resolver.one("line lead").candidates[0]
    assert before["51-1011"] > before.get("11-3051", 0)
    assert (best.code, best.why) == (
        "11-3051",
        f"“Line Lead” is what {KEY_M4} is called here, and that is mapped to it",
    )


def test_what_was_retired_speaks_no_more(index):
    retired(aliases=[{"title": "Line Lead"}])
    assert Resolver("occupations").one("line lead").candidates[0].code == "51-1011"


def test_the_scores_of_an_answer_are_shares(index):
    approved(aliases=[{"title": "Line Lead"}])
    for answer in Resolver("occupations").many(["line lead", "plant", "director"]):
        scores = [candidate.score for candidate in answer.candidates]
        assert scores == sorted(scores, reverse=True)
        assert 0 < sum(scores) <= 1.001
