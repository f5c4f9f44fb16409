"""Profiles that a title means: by their names, by names like them, by occupations, and with hints."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from profiles.resolver import Resolver
from tests.factories import KEY_M4, approved, in_review
from tests.pages.canon import key

pytestmark = pytest.mark.django_db


def resolved(raw: str, **hints: str):
    return Resolver("profiles").one(raw, **hints)


@pytest.fixture
def plain(settings, tmp_path):
    """No index at all."""
    settings.VAR_DIR = tmp_path


def test_a_name_is_enough_without_any_index(plain):
    approved(title="Head of Works", aliases=[{"title": "Plant Manager"}], mappings=[])
    found = resolved("PLANT  MGR").candidates
    assert [(c.code, c.score, c.band, c.why) for c in found] == [(KEY_M4, 0.97, "near", "its alias “Plant Manager”")]


def test_a_name_like_it_is_looked_at_and_another_is_not(plain):
    approved(title="Plant Manager", aliases=[], mappings=[])
    assert [(c.code, c.band) for c in resolved("Plant Manager, Paper").candidates] == [(KEY_M4, "review")]
    assert resolved("Night Nurse").candidates == ()


def test_what_nobody_approved_is_no_candidate(plain):
    in_review(title="Plant Manager")
    assert resolved("Plant Manager").candidates == ()


def test_a_name_of_two_is_shared_and_the_level_decides(plain):
    for level in ("M2", "M4"):
        approved(code=key(level), title=f"Plant Boss {level}", aliases=[{"title": "Works Head"}], mappings=[])
    assert [(c.code, c.score) for c in resolved("works head").candidates] == [(key("M2"), 0.485), (key("M4"), 0.485)]
    assert [c.code for c in resolved("works head", level="M4").candidates] == [key("M4"), key("M2")]


def test_another_function_is_less_likely(plain):
    approved(title="Works Head", mappings=[])
    own, other = (resolved("works head", function=code).candidates[0].score for code in (KEY_M4.split(".")[0], "OTHER"))
    assert (own, other) == (0.97, 0.485)


def test_an_occupation_leads_to_the_profiles_that_are_mapped_to_it(index):
    approved(title="Head of Works", aliases=[])
    (found,) = resolved("Manufacturing Director").candidates
    assert found.code == KEY_M4
    assert found.why.startswith("mapped to 11-3051 Industrial Production Managers, which such titles mean at ")
    assert found.band == "review"


def test_the_queries_do_not_grow_with_the_canon(index):
    def asked() -> int:
        resolver = Resolver("profiles")
        with CaptureQueriesContext(connection) as queries:
            resolver.one("Plant Manager, Paper")
        return len(queries)

    approved(code=key("M4"), aliases=[{"title": "Plant Manager"}])
    one = asked()
    for level in ("M2", "M3"):
        approved(code=key(level), aliases=[{"title": f"Plant Manager {level}"}])
    assert (one, asked()) == (7, 7)
