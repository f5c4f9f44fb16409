"""Adjacent roles are the same whether the listings of today are asked for them, or the shelf as of a moment."""

import datetime

import pytest
from django.utils import timezone

from profiles.adjacency import nearest
from profiles.models import Revision
from profiles.moments import AtInstant
from tests.factories import approved, next_version
from tests.pages.canon import in_scope, key

pytestmark = pytest.mark.django_db


def told(found) -> list[tuple]:
    return [(n.revision.key, n.revision.title, sorted(n.skills), n.distance.total) for n in found]


def skills(*names: str) -> list[dict[str, str]]:
    return [{"name": name, "summary": ""} for name in names]


def both(own: Revision) -> list[tuple]:
    now = AtInstant("now", timezone.now() + datetime.timedelta(seconds=1))
    today = told(nearest(own, []))
    assert told(nearest(own, [], now)) == today
    return today


def test_siblings_come_by_distance_then_shared_skills_then_key():
    own = approved(code=key("M4"), skills=skills("Lean", "Safety", "Rota"))
    approved(code=key("M4", "FOCUS1"), title="One shared", skills=skills("Lean", "Welding"))
    approved(code=key("M4", "FOCUS2"), title="Two shared", skills=skills("SAFETY", "Lean"))
    approved(code=key("M5", "FOCUS0"), title="One up")
    approved(code=key("M2", "FOCUS2"), title="Too far for a sibling")
    in_scope("M4", "DE")
    assert [row[1] for row in both(own)] == ["Two shared", "One shared", "One up"]
    assert both(own)[0][2] == ["lean", "safety"]


def test_where_siblings_are_too_few_other_functions_are_looked_into():
    own = approved(code=key("M4"), skills=skills("Lean"))
    approved(code=key("M4", "FOCUS1"), title="Sibling")
    for number in range(3):
        approved(code=key("M4", f"OTHER{number}", "OTHER"), title=f"Other {number}", skills=skills(*["Lean"][:number]))
    assert [row[1] for row in both(own)] == ["Sibling", "Other 1", "Other 2"]


def test_a_former_text_is_near_by_its_own_skills():
    former = approved(code=key("M4"), skills=skills("Lean", "Rota"))
    next_version(former)
    approved(code=key("M4", "FOCUS1"), skills=skills("Rota"))
    former.refresh_from_db()
    assert [row[2] for row in both(former)] == [["rota"]]
