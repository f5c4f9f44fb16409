"""A text beside the other levels of its focus, for who decides and for who writes, and what is kept from whom."""

import pytest
from django.urls import reverse

from profiles import measuring
from profiles.models import Profile
from profiles.people import CURATORS, REVIEWERS
from tests.factories import KEY_M4, SIBLING_CODE, approved, in_review, on_desk, payload
from tests.pages.reading import parse
from tests.profiles.admin.test_decision import entered, screen

pytestmark = pytest.mark.django_db

LINES = ["Plans the shifts of one line", "Helps the team", "Owns the budget"]


def at(level: str) -> str:
    return KEY_M4.replace(".M4", f".{level}")


def test_who_decides_sees_it_against_what_stands_approved(django_assert_num_queries):
    approved(code=at("M3"))
    in_review(code=at("M5"))
    approved(code=at("P5"))
    approved(code=KEY_M4.replace(KEY_M4.split(".")[1], SIBLING_CODE))
    text = payload(code=KEY_M4)
    with django_assert_num_queries(1):
        found = measuring.beside_sealed(text)
        assert found.measure.beside == ("M3",)
    assert [(track, rung.level) for track, rung in found.beside] == [("M", "M3"), ("P", "P5")]
    assert [finding.code for finding in found.findings] == ["levels.gap", "levels.alike"]


def test_who_writes_sees_it_against_the_desks():
    on_desk(code=at("M3"), responsibilities=LINES)
    rows = Profile.objects.with_places().prefetch_related("responsibilities")
    found = measuring.beside_desks(payload(code=KEY_M4, responsibilities=LINES[:1]), rows)
    assert (found.measure.beside, found.measure.shown) == (("M3",), "1.0")


def test_the_desk_shows_the_figure_beside_the_panels_and_hints_in_a_fold():
    on_desk(code=at("M3"), responsibilities=["Signs invoices", "Opens valves", "Hires fitters"])
    profile = on_desk(code=KEY_M4, responsibilities=LINES)
    page = parse(entered(CURATORS).get(reverse("admin:profiles_profile_change", args=[profile.pk])).content.decode())
    assert page.one("section", aria_labelledby="apart").texts("p") == [
        "5.0 of 5 by text, against M3 · 4.5 by the panel"
    ]
    [hints] = page.all("details", class_="hints")
    assert "open" not in hints.attrs
    assert hints.texts("li") == ["Line 2: “Helps” says neither what is done nor what comes of it"]


def test_the_approvers_screen_tells_it_and_nothing_of_the_panel_to_who_has_not_scored():
    approved(code=at("M3"), responsibilities=LINES)
    revision = in_review(code=KEY_M4, responsibilities=LINES)
    page = parse(entered(REVIEWERS, name="rita").get(screen(revision)).content.decode())
    [apart] = page.all("section", aria_labelledby="apart")
    assert apart.texts("p") == ["1.0 of 5 by text, against M3"]
    assert len(apart.all("li")) == 3
    assert [told for told in page.texts("li") if "the panel gives" in told] == []
    assert page.one("section", aria_labelledby="wording").texts("summary") == ["1 hint on wording"]
