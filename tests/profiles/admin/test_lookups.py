"""Pay is neither read nor inferred at the desk by somebody without `view_pay`: not by lookup, search, order or form."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db import models
from django.urls import reverse

from profiles import workflow
from profiles.models import DeskPay, Profile, Revision, RevisionPay
from profiles.people import APPROVERS, CURATORS, REVIEWERS
from taxonomy.models import PayBaseline
from tests.factories import KEY_M4, approver, curator, edit, in_review, ladder, on_desk, person, record_data

pytestmark = pytest.mark.django_db

MEDIAN, BASELINE = 987_654_321, 876_543_210
PAY = record_data()["pay"] | {"median": MEDIAN, "low": MEDIAN - 1, "high": MEDIAN + 1, "source": "Whispered by Wanda"}
# As a database, a page or a spreadsheet would write the figures, and what stands beside them.
TELLTALES = ("987654321", "987,654,321", "987,654k", "987654k", "98765432", "Wanda")
TELLTALES += ("876543210", "876,543,210", "876,543k")
PAID = (DeskPay, RevisionPay, PayBaseline)


@pytest.fixture
def waiting() -> Revision:
    """In review with figures that nobody has approved, over an approved text with other ones."""
    stands = in_review(on_desk(pay=None, by=curator()), by=curator())
    workflow.approve(stands, by=approver(), seal=stands.seal)
    PayBaseline.objects.create(level=ladder()["M4"], currency="USD", median=BASELINE, region="US")
    found = in_review(edit(stands.profile, by=curator(), pay=PAY, title="Plant Manager M4, paid"), by=curator())
    assert DeskPay.objects.get().median == MEDIAN == RevisionPay.objects.get(revision=found).median
    return found


def reviewer():
    return person("rita", REVIEWERS, is_staff=True)


def everything_but_pay():
    """May write, review and approve, and still not see pay: the permission stands alone."""
    user = person("nora", is_staff=True)
    wanted = Permission.objects.filter(codename__in=["curate_profile", "review_profile", "approve_revision"])
    user.user_permissions.add(*wanted)
    return user


WITHOUT = {"reviewer": reviewer, "everything but pay": everything_but_pay}


@pytest.fixture(params=WITHOUT)
def desk(request, client):
    """Somebody without `view_pay` at the desk."""
    user = WITHOUT[request.param]()
    assert not user.has_perm("profiles.view_pay")
    client.force_login(user)
    return client


@pytest.fixture
def paid(client):
    """The control: sees what the others must not."""
    client.force_login(person("carla.paid", CURATORS, APPROVERS, is_staff=True))
    return client


def told(response) -> list[str]:
    text = response.content.decode()
    return [telltale for telltale in TELLTALES if telltale in text]


def screens(revision: Revision) -> list[str]:
    """Every page of the desk that shows something of a profile."""
    profile, pair = revision.profile, Revision.objects.filter(profile=revision.profile).order_by("pk")
    first, last = pair.first().pk, pair.last().pk
    of_profile = [reverse(f"admin:profiles_profile_{name}", args=[profile.pk]) for name in ("change", "preview")]
    history = reverse("admin:profiles_profile_history", args=[profile.pk])
    return [
        *of_profile,
        history,
        f"{history}?before={first}&after={last}",
        f"{history}?before={last}&after={first}",
        reverse("admin:profiles_revision_change", args=[revision.pk]),
        reverse("admin:profiles_revision_history", args=[revision.pk]),
        reverse("admin:profiles_profile_coverage"),
        "/admin/",
        *changelists(),
    ]


def registered() -> list[type[models.Model]]:
    return [model for model in admin.site._registry if model._meta.app_label in ("profiles", "taxonomy")]


def changelists() -> list[str]:
    return [reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") for model in registered()]


# -- pages -------------------------------------------------------------------------------------------


def test_no_screen_shows_a_figure_to_somebody_without_the_permission(desk, waiting):
    shown = {address: told(desk.get(address, follow=True)) for address in screens(waiting)}
    assert {address: found for address, found in shown.items() if found} == {}


def test_the_screens_show_figures_to_somebody_with_it(paid, waiting):
    """Else the test above would prove nothing."""
    shown = [address for address in screens(waiting) if told(paid.get(address))]
    assert len(shown) >= 3, shown


def test_no_form_offers_the_figures_to_somebody_without_the_permission(desk, waiting):
    page = desk.get(reverse("admin:profiles_profile_change", args=[waiting.profile_id])).content.decode()
    assert "pay-TOTAL_FORMS" not in page
    assert 'name="pay-' not in page


EMPTY_INLINES = {
    f"{prefix}-{count}_FORMS": "0"
    for prefix in ("skill_uses", "sources", "mappings", "panel_scores")
    for count in ("TOTAL", "INITIAL")
}


def test_figures_that_are_not_shown_are_neither_overwritten_nor_taken_away(client, waiting):
    client.force_login(everything_but_pay())
    profile = Profile.objects.get(pk=waiting.profile_id)
    own = DeskPay.objects.get()
    sent = {"title": "Mine", "seen": profile.lock, "responsibilities_text": "Answers for the plant"}
    sent |= EMPTY_INLINES
    sent |= {"pay-TOTAL_FORMS": "1", "pay-INITIAL_FORMS": "1", "pay-0-id": own.pk, "pay-0-profile": profile.pk}
    sent |= {"pay-0-median": "1", "pay-0-currency": "EUR", "pay-0-DELETE": "on"}
    response = client.post(reverse("admin:profiles_profile_change", args=[profile.pk]), sent)
    assert response.status_code == 302
    assert Profile.objects.get(pk=profile.pk).title == "Mine"
    assert DeskPay.objects.values().get() == {
        field.attname: getattr(own, field.attname) for field in DeskPay._meta.fields
    }


def test_what_two_people_saved_is_laid_side_by_side_without_figures(client, waiting):
    client.force_login(everything_but_pay())
    sent = {"title": "Mine", "seen": "0", "responsibilities_text": "Answers for the plant"}
    sent |= EMPTY_INLINES
    response = client.post(reverse("admin:profiles_profile_change", args=[waiting.profile_id]), sent)
    assert response.status_code == 409
    assert told(response) == []


# -- lists -------------------------------------------------------------------------------------------


def relations(model: type[models.Model]) -> Iterator[tuple[str, type[models.Model]]]:
    for field in model._meta.get_fields(include_hidden=False):
        if field.is_relation and field.related_model:
            yield field.name if field.concrete else field.field.related_query_name(), field.related_model


def ways_to_pay(model: type[models.Model], depth: int = 3) -> Iterator[str]:
    """Lookups that lead from a model to a figure, however many tables lie between."""
    for name, target in relations(model):
        if target in PAID:
            yield f"{name}__median"
        elif depth > 1 and target._meta.app_label in ("profiles", "taxonomy"):
            yield from (f"{name}__{rest}" for rest in ways_to_pay(target, depth - 1))


PREDICATES = {"__gte": (MEDIAN - 5, MEDIAN + 5), "": (MEDIAN, 1), "__in": (MEDIAN, 1), "__regex": ("^9", "^1")}


def test_no_list_is_narrowed_by_a_figure(client, waiting):
    """In the stock changelist twenty such questions recovered a hidden figure exactly."""
    client.force_login(everything_but_pay())
    asked = set()
    for model in registered():
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for way in sorted(set(ways_to_pay(model)), key=len)[:2]:
            for predicate, values in PREDICATES.items():
                answers = {client.get(address, {f"{way}{predicate}": value}).status_code for value in values}
                assert answers <= {400, 403}, (address, way + predicate)
            asked.add(way)
    assert {"pay__median", "profile__pay__median", "profiles__pay__median"} <= asked


OTHER_WAYS = [
    "payload__contains",
    "payload__icontains",
    "payload__regex",
    "pay__part__contains",
    "pay__salt__startswith",
    "pay__isnull",
    "pay",
    "pay__id__gte",
    "pay__pk",
    "profile__pay",
    "profile__pay__isnull",
    "profile__pay__source__startswith",
    "or__pay__median",
    "~pay__median__gte",
]


@pytest.mark.parametrize("address", ["/admin/profiles/profile/", "/admin/profiles/revision/"])
def test_no_list_is_narrowed_by_what_lies_beside_a_figure(desk, waiting, address):
    answers = {way: desk.get(address, {way: value}).status_code for way in OTHER_WAYS for value in ("9", "1")}
    assert answers == dict.fromkeys(OTHER_WAYS, 400)


def rows(response) -> list[int]:
    return [row.pk for row in response.context["cl"].result_list]


def test_no_list_is_put_in_the_order_of_figures(desk, waiting):
    """Whatever is asked for that is no column is passed over: the rows stand as if nothing were asked."""
    on_desk(code=f"{KEY_M4[:-2]}M5", pay=PAY | {"median": MEDIAN - 1_000, "low": 1}, by=curator())
    for address in ("/admin/profiles/profile/", "/admin/profiles/revision/"):
        usual = rows(desk.get(address, {"o": "98"}))
        asked = ["pay", "-pay", "pay__median", "-pay__median", "99", "-99", "97.96", "."]
        assert {order: rows(desk.get(address, {"o": order})) for order in asked} == dict.fromkeys(asked, usual)
    shown = [column for model in registered() for column in admin.site._registry[model].list_display]
    assert [column for column in shown if "pay" in str(column)] == []


def test_no_search_finds_a_figure(desk, waiting):
    for address in changelists():
        for typed in ("987654321", "98765", "Wanda", "Whispered", "876543210"):
            response = desk.get(address, {"q": typed})
            if response.status_code == 200:
                assert rows(response) == [], (address, typed)


def test_no_autocompletion_finds_a_figure(client, waiting):
    client.force_login(everything_but_pay())
    sources = [
        (model._meta.app_label, model._meta.model_name, field.name)
        for app in ("profiles", "taxonomy")
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
        if field.is_relation
    ]
    answers = set()
    for app, model, field in sources:
        asked = {"app_label": app, "model_name": model, "field_name": field, "term": "987654321"}
        response = client.get("/admin/autocomplete/", asked)
        answers.add(response.status_code)
        assert told(response) == []
        assert response.status_code != 200 or response.json()["results"] == [], asked
    assert answers == {200, 403}


def test_no_row_is_addressed_by_a_figure(desk, waiting):
    for address in ("/admin/profiles/profile/", f"/admin/profiles/profile/{MEDIAN}/change/"):
        for field in ("pay", "pay__median", "median"):
            assert desk.get(address, {"_to_field": field}).status_code == 400


@pytest.mark.parametrize("table", ["profiles/searchmiss", "taxonomy/scope", "profiles/profile", "auth/user"])
def test_a_row_by_no_column_at_all_is_a_bad_request(client, table):
    client.force_login(person("root", is_staff=True, is_superuser=True))
    for view in ("", "1/change/", "1/delete/"):
        assert client.get(f"/admin/{table}/{view}?_to_field=").status_code == 400
        assert client.post(f"/admin/{table}/{view}", {"_to_field": ""}).status_code == 400


def test_no_row_is_found_by_the_number_of_its_table(client):
    client.force_login(person("root", is_staff=True, is_superuser=True))
    for table in range(1, 40):
        assert client.get(f"/admin/r/{table}/1/").status_code == client.get(f"/admin/r/{table}/S2/").status_code == 404
