"""Every route has a declared audience, and answers nobody outside it: each route × each role."""

from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from config.audiences import Audience, audience_of
from profiles.people import APPROVERS, CURATORS, PAY_VIEWERS, REVIEWERS
from tests import factories

pytestmark = pytest.mark.django_db

ROLES = {
    "anonymous": None,
    "employee": (PAY_VIEWERS,),
    "reviewer": (REVIEWERS,),
    "curator": (CURATORS,),
    "approver": (APPROVERS,),
    "superuser": (),
}
DESK = {"reviewer", "curator", "approver", "superuser"}
MEMBERS = {
    Audience.PUBLIC: set(ROLES),
    Audience.DESK: DESK,
    Audience.CURATOR: {"curator", "superuser"},
    Audience.APPROVER: {"approver", "superuser"},
    Audience.REVIEWER: {"reviewer", "curator", "superuser"},
    Audience.SUPERUSER: {"superuser"},
    Audience.DEVELOPER: set(),
    Audience.NOBODY: set(),
}


def routes(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name or '-'}", pattern
        else:
            yield from routes(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)


NAMES = sorted({name for name, _ in routes()})


def test_every_route_has_a_declared_audience():
    assert [name for name in NAMES if audience_of(name) is None] == []


@pytest.fixture
def waiting():
    return factories.in_review(factories.on_desk())


def client_of(role: str) -> Client:
    client = Client()
    groups = ROLES[role]
    if groups is not None:
        user = factories.person(f"{role}-of-the-test", *groups)
        user.is_staff, user.is_superuser = role not in ("anonymous", "employee"), role == "superuser"
        user.save()
        client.force_login(get_user_model().objects.get(pk=user.pk))
    return client


def address_of(name: str, revision) -> str | None:
    """An address of the route for something that is there; None where the route is no page of its own."""
    known = {
        "pk": revision.profile_id if "_profile_" in name else revision.pk,
        "object_id": revision.profile_id if "_profile_" in name else revision.pk,
        "app_label": "profiles",
        "key": revision.key,
        "code": revision.function_code,
        "function": revision.function_code,
        "focus": revision.focus_code,
    }
    pattern = next(found for other, found in routes() if other == name)
    wanted = set(pattern.pattern.converters) | set(getattr(pattern.pattern, "regex", None).groupindex)
    try:
        return reverse(name, kwargs={key: known[key] for key in wanted})
    except (KeyError, NoReverseMatch):
        return None


@pytest.mark.parametrize("role", ROLES)
def test_nobody_outside_its_audience_is_answered_or_changes_anything(role, waiting):
    client = client_of(role)
    answered = []
    for name in NAMES:
        address = address_of(name, waiting)
        if address is None or role in MEMBERS[audience_of(name)] or audience_of(name) is Audience.PUBLIC:
            continue
        before = factories.everything()
        for response in (client.get(address), client.post(address, {"note": "from outside", "seal": waiting.seal})):
            # To the login, forbidden, absent, or a method that is not there.
            turned_away = response.status_code in (403, 404, 405) or (
                response.status_code == 302 and not response["Location"].startswith((f"{address}?", f"{address}#"))
            )
            if not turned_away:
                answered.append((name, response.status_code))
        if factories.everything() != before:
            answered.append((name, "changed something"))
    assert answered == []


@pytest.mark.parametrize("role", sorted(DESK))
def test_the_desk_answers_its_own(role, waiting):
    client = client_of(role)
    names = ("admin:index", "admin:profiles_profile_changelist", "admin:profiles_revision_changelist")
    assert {name: client.get(reverse(name)).status_code for name in names} == dict.fromkeys(names, 200)
