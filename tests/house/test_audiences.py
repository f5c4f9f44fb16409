"""Every route has a declared audience, and answers nobody outside it: each route × each role × each state."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from config.audiences import Audience, audience_of
from profiles import workflow
from profiles.models import Profile, Revision
from profiles.people import APPROVERS, CURATORS, PAY_VIEWERS, REVIEWERS
from tests import factories
from tests.factories import undone
from tests.shared_texts import changed

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
    Audience.SIGNED_IN: set(ROLES) - {"anonymous"},
    Audience.DESK: DESK,
    Audience.CURATOR: {"curator", "superuser"},
    Audience.APPROVER: {"approver", "superuser"},
    Audience.REVIEWER: {"reviewer", "curator", "superuser"},
    Audience.PAY: {"curator", "approver", "superuser"},
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


# -- what there is to be answered about ------------------------------------------------------------

STATES: dict[str, Callable[..., Revision | Profile]] = {
    "draft": factories.on_desk,
    "in review": factories.in_review,
    "returned": factories.returned,
    "approved": factories.approved,
    "retirement proposed": factories.marked,
    "retired": factories.retired,
}
# Model as names of routes have it → its rows that such a route is asked about.
MODELS = {f"{model._meta.app_label}_{model._meta.model_name}": model for model in apps.get_models()}


@dataclass(frozen=True)
class Case:
    """One profile in one state: what the parameters of routes are filled with."""

    profile: Profile
    revision: Revision | None  # none of a draft

    @property
    def known(self) -> dict[str, object]:
        function, focus, _ = self.profile.key.split(".")
        return {
            "app_label": "profiles",
            "key": self.profile.key,
            "code": function,
            "function": function,
            "focus": focus,
        }

    def row(self, name: str) -> int | None:
        """The row that a route of the admin is asked about; of other models the first there is."""
        found = re.match(r"admin:([a-z]+_[a-z]+)_", name)
        model = MODELS.get(found[1]) if found else None
        if model is Profile:
            return self.profile.pk
        if model is Revision:
            return self.revision and self.revision.pk
        return model and model._default_manager.values_list("pk", flat=True).order_by("pk").first()

    def address(self, name: str) -> str | None:
        """An address of the route for something that is there; None where the route is no page of its own."""
        row = self.row(name)
        known = self.known | ({} if row is None else dict.fromkeys(("pk", "object_id", "objection"), row))
        try:
            return reverse(name, kwargs={key: known[key] for key in PARAMETERS[name]})
        except (KeyError, NoReverseMatch):
            return None


def parameters(pattern: URLPattern) -> set[str]:
    regex = getattr(pattern.pattern, "regex", None)
    return set(pattern.pattern.converters) | set(regex.groupindex)


PARAMETERS = {name: parameters(pattern) for name, pattern in routes()}
# What the state of a profile has no part in is asked once.
PLAIN = [name for name in NAMES if not PARAMETERS[name] or "taxonomy_" in name or "auth_" in name]
OF_A_PROFILE = [name for name in NAMES if name not in PLAIN]


@pytest.fixture
def cases() -> dict[str, Case]:
    found = {}
    for number, (state, make) in enumerate(STATES.items()):
        made = make(code=f"PLANTO.STATE{number}.M4")
        found[state] = Case(made, None) if state == "draft" else Case(made.profile, made)
    workflow.propose(changed(factories.function(), summary="Proposed."), by=factories.curator(), note="clearer")
    return found


def client_of(role: str) -> Client:
    client = Client()
    groups = ROLES[role]
    if groups is not None:
        user = factories.person(f"{role}-of-the-test", *groups)
        user.is_staff, user.is_superuser = role not in ("anonymous", "employee"), role == "superuser"
        user.save()
        client.force_login(get_user_model().objects.get(pk=user.pk))
    return client


# -- each route × each role × each state -----------------------------------------------------------


def outside(role: str, names: list[str], case: Case) -> list[tuple[str, str]]:
    """(route, address) of those that do not answer this role."""
    shut = [n for n in names if audience_of(n) is not Audience.PUBLIC and role not in MEMBERS[audience_of(n)]]
    return [(name, address) for name in shut if (address := case.address(name))]


def ask(client: Client, address: str, case: Case) -> list[int]:
    """Status of answers to somebody who should have been turned away: to the login, forbidden, absent, not so."""
    seal = case.revision.seal if case.revision else ""
    answers = (client.get(address), client.post(address, {"note": "from outside", "seal": seal}))
    return [a.status_code for a in answers if not _turned_away(a, address)]


def _turned_away(response, address: str) -> bool:
    leads_elsewhere = response.status_code == 302 and not response["Location"].startswith(
        (f"{address}?", f"{address}#")
    )
    return response.status_code in (403, 404, 405) or leads_elsewhere


def faults(client: Client, asked: list[tuple[str, str]], case: Case, before: dict) -> list[tuple]:
    """All are asked, and all rows looked at once; only where something has changed are they looked at one by one."""
    with undone():
        found = [(name, status) for name, address in asked for status in ask(client, address, case)]
        has_changed = factories.everything() != before
    return found + (culprits(client, asked, case, before) if has_changed else [])


def culprits(client: Client, asked: list[tuple[str, str]], case: Case, before: dict) -> list[tuple]:
    found = []
    for name, address in asked:
        with undone():
            ask(client, address, case)
            if factories.everything() != before:
                found.append((name, "changed something"))
    return found or [("these together", "changed something")]


def test_nobody_outside_its_audience_is_answered_or_changes_anything(cases):
    clients = {role: client_of(role) for role in ROLES}
    before, found, asked_of_all = factories.everything(), [], 0
    for role, client in clients.items():
        for state, case in cases.items():
            asked = outside(role, OF_A_PROFILE + (PLAIN if state == "draft" else []), case)
            asked_of_all += len(asked)
            found += [(role, state, *fault) for fault in faults(client, asked, case, before)]
    assert found == []
    assert asked_of_all > 400


def test_whoever_changes_something_is_found_by_name(cases):
    """That the test above would see it: an approver is asked as if they stood outside."""
    case, client = cases["in review"], client_of("approver")
    asked = [(name, case.address(name)) for name in ("admin:index", "admin:profiles_revision_approve")]
    found = faults(client, asked, case, factories.everything())
    answered = [("admin:index", 200)] * 2  # by GET and by POST
    assert found == [*answered, ("admin:profiles_revision_approve", "changed something")]


SCREENS = ("profile_change", "profile_history", "profile_review", "revision_change", "proposal_change")


def test_the_desk_answers_its_own_in_every_state(cases):
    names = ("admin:index", "admin:profiles_profile_changelist", "admin:profiles_revision_changelist")
    for role in sorted(DESK):
        client = client_of(role)
        answers = {name: client.get(reverse(name)).status_code for name in names}
        for state, case in cases.items():
            for name in SCREENS:
                if address := case.address(f"admin:profiles_{name}"):
                    answers[state, name] = client.get(address).status_code
        assert (role, {what: status for what, status in answers.items() if status != 200}) == (role, {})
        assert len(answers) == len(names) + len(cases) * len(SCREENS) - 1  # a draft has no revision
