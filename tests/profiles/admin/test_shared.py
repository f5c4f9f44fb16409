"""Shared texts at the desk: what a curator saves is a proposal, others read, and each row's page tells its history."""

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from profiles.admin import shared
from profiles.models import Proposal
from profiles.people import APPROVERS, CURATORS, REVIEWERS
from profiles.workflow import seen_as
from taxonomy.models import Focus, Function, Guideline, Level, PayBaseline, Skill, Track
from taxonomy.rows import record_of
from tests.factories import FUNCTION, FUNCTION_CODE, approved, everything, focus, function, ladder, on_desk, person
from tests.profiles.admin.filled import filled
from tests.shared_texts import CHANGES, accepted, basis_changed, canon, changed, proposed, rows

pytestmark = pytest.mark.django_db

CANARY = "Nobody has accepted this sentence yet"


def at_desk(username: str, *groups: str, **fields) -> Client:
    user, client = person(username, *groups, **fields), Client()
    user.is_staff = True  # may enter; who was made by walking the workflow may not yet
    user.save(update_fields=["is_staff"])
    client.force_login(user)
    return client


@pytest.fixture
def carla() -> Client:
    return at_desk("carla", CURATORS)


READERS = {
    "approver": lambda: at_desk("axel", APPROVERS),
    "reviewer": lambda: at_desk("rita", REVIEWERS),
}


def page(row) -> str:
    return reverse(f"admin:taxonomy_{row._meta.model_name}_change", args=[row.pk])


def save(client: Client, row, note: str = "clearer", **values):
    """Opens the form of a row and saves it with other values."""
    fields = filled(client.get(page(row)), f"{row._meta.model_name}_form")
    return client.post(page(row), fields | values | {"note": note})


def add(client: Client, model: str, note: str = "needed", **values):
    address = reverse(f"admin:taxonomy_{model}_add")
    fields = filled(client.get(address), f"{model}_form")
    return client.post(address, fields | values | {"note": note})


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def errors(response) -> list[str]:
    form = response.context["adminform"].form
    return [error for found in form.errors.values() for error in found]


# -- saving is proposing -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", CHANGES)
def test_saving_a_row_that_profiles_rest_on_proposes(carla, kind):
    canon()
    row = rows()[kind]
    before = record_of(row)
    response = save(carla, row, **CHANGES[kind])
    proposal = Proposal.objects.get()
    assert response.headers["Location"] == reverse("admin:profiles_proposal_change", args=[proposal.pk])
    assert (proposal.state, proposal.former, proposal.record) == ("proposed", before, changed(row, **CHANGES[kind]))
    assert record_of(rows()[kind]) == before
    assert (proposal.proposed_by_name, proposal.note) == ("carla", "clearer")


@pytest.mark.parametrize("kind", CHANGES)
def test_saving_a_row_that_nothing_rests_on_changes_it_at_once(carla, kind):
    on_desk()
    Guideline.objects.create(function=function(), level=ladder()["M4"])
    PayBaseline.objects.create(function=function(), level=ladder()["M4"], currency="USD", median=1)
    row = rows()[kind]
    response = save(carla, row, **CHANGES[kind])
    assert response.headers["Location"] == page(row)
    proposal = Proposal.objects.get()
    assert (proposal.at_once, record_of(rows()[kind])) == (True, proposal.record)


def test_the_message_says_how_many_rest_on_it(carla):
    canon()
    [told] = said(save(carla, rows()["function"], summary=CANARY))
    assert told == (
        f"Proposed: function {FUNCTION_CODE}. 4 approved profiles rest on it;"
        " it takes effect when an approver accepts it."
    )


def test_the_message_of_one_and_of_none(carla):
    approved()
    [told] = said(save(carla, Function.objects.get(), summary=CANARY))
    assert "1 approved profile rests on it" in told
    [told] = said(save(carla, function("SALES"), summary=CANARY))
    assert told == "In effect at once: function SALES. Nothing published rested on it."


def test_the_button_and_the_notice_say_what_saving_means(carla):
    approved()
    rested = carla.get(page(Function.objects.get())).content.decode()
    free = carla.get(page(function("SALES"))).content.decode()
    assert "Propose this change" in rested
    assert "1 approved profile rests on this text.</strong>" in rested
    assert "Put into effect" in free
    assert "No approved profile rests on this text" in free


def test_a_text_of_many_lines_is_kept_as_it_was_typed(carla):
    save(carla, function(), summary="One.\r\n\r\nTwo.  ")
    assert Function.objects.get().summary == "One.\n\nTwo."


def test_a_save_without_a_change_is_told(carla):
    assert errors(save(carla, function())) == [
        f"function {FUNCTION_CODE} stands so already: there is nothing to propose"
    ]


def test_why_is_asked_for(carla):
    response = save(carla, function(), note="", summary=CANARY)
    assert (response.status_code, errors(response)) == (200, ["This field is required."])
    assert not Proposal.objects.exists()


def test_django_writes_no_log_of_its_own_beside_the_proposal(carla):
    save(carla, function(), summary=CANARY)
    assert everything()["admin.LogEntry"] == []


# -- what cannot be ------------------------------------------------------------------------------------


@pytest.mark.parametrize("published", [True, False])
@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"rank": "6"}, "rank must rise from M3 (6) to M4 (6)"),
        ({"years_min": "1"}, "years_min must not fall from M3 (8) to M4 (1)"),
        ({"step": "5"}, "each step of track M once expected, M4 and M5 are both 5"),
    ],
)
def test_the_ladder_holds_in_the_form(carla, values, sentence, published):
    (approved if published else ladder)()
    response = save(carla, Level.objects.get(code="M4"), **values)
    assert errors(response) == [sentence]
    assert not Proposal.objects.filter(kind="level").exists()


@pytest.mark.parametrize("kind", CHANGES)
def test_which_row_it_is_cannot_be_posted(carla, kind):
    """Codes, functions, tracks: the form does not know them, so what a hand-made request says of them is not heard."""
    canon()
    row, other = rows()[kind], function("SALES")
    identity = record_of(row).model_dump(include={"code", "function", "focus", "track", "level", "region", "currency"})
    forged = {"code": "FORGED", "function": other.pk, "focus": "", "track": Track.objects.get(code="P").pk}
    forged |= {"level": Level.objects.get(code="P1").pk, "region": "DE", "currency": "EUR"}
    save(carla, row, **(forged | CHANGES[kind]))
    assert Proposal.objects.get().record.model_dump(include=set(identity)) == identity


def test_a_skill_keeps_its_name_but_for_its_spelling(carla):
    skill = Skill.objects.create(name="Power BI")
    [error] = errors(save(carla, skill, name="Tableau"))
    assert error.startswith("skill Power BI is known by its name: only capitals and spacing can change")
    save(carla, skill, name="POWER BI")
    assert Skill.objects.get().name == "POWER BI"


def test_a_text_that_no_record_can_hold_is_refused(carla):
    response = save(carla, function(), summary="a\x00b")
    assert len(errors(response)) == 1
    assert not Proposal.objects.exists()


# A text that is longer than its record can hold, by kind.
TOO_LONG = {
    "track": {"summary": 10_001},
    "level": {"decision_rights": 10_001},
    "function": {"summary": 10_001, "name": 201},
    "focus": {"summary": 10_001, "name": 201},
    "guideline": {"complexity": 10_001},
    "skill": {"summary": 10_001},
    "pay": {"source": 301},
}


@pytest.mark.parametrize("kind", TOO_LONG)
def test_a_text_longer_than_its_record_holds_is_refused_and_kept_in_the_form(carla, kind):
    canon()
    row, before = rows()[kind], everything()
    for field, length in TOO_LONG[kind].items():
        response = save(carla, row, **{field: "x" * length})
        assert response.status_code == 200
        assert len(errors(response)) == 1
        assert f"{length - 1}" in errors(response)[0].replace(",", "")
        assert "x" * length in response.content.decode()
    assert everything() == before


def test_a_second_proposal_is_refused_with_the_name_of_the_first(carla):
    approved()
    proposed(Function.objects.get(), by=person("cora", CURATORS), summary="Hers.")
    response = save(carla, Function.objects.get(), summary=CANARY)
    assert errors(response) == [f"another change of function {FUNCTION_CODE}, proposed by cora, waits for a decision"]
    assert CANARY in response.content.decode()


# -- two at once ----------------------------------------------------------------------------------------


def test_who_was_slower_is_told_and_loses_nothing(carla):
    row = function()
    mine = filled(carla.get(page(row)), "function_form")
    save(at_desk("cora", CURATORS), row, summary="Hers.")
    response = carla.post(page(row), mine | {"summary": CANARY, "note": "mine"})
    assert errors(response) == [f"function {FUNCTION_CODE} was changed by somebody else since you opened it"]
    again = filled(response, "function_form")
    assert (again["summary"], again["note"], Function.objects.get().summary) == ([CANARY], ["mine"], "Hers.")
    # Hers stands in the history below the form; saved once more, it is a change of that.
    assert response.context["history"][0].record.summary == "Hers."
    carla.post(page(row), again)
    assert Proposal.objects.first().former.summary == "Hers."
    assert Function.objects.get().summary == CANARY


def test_who_was_slower_by_a_blink_is_told_too(carla, monkeypatch):
    """Somebody else proposes between trying out and doing."""
    approved()
    row, propose = Function.objects.get(), shared.workflow.propose

    def meanwhile(*args, **given):
        monkeypatch.setattr(shared.workflow, "propose", propose)
        proposed(row, by=person("cora", CURATORS), summary="Hers.")
        return propose(*args, **given)

    monkeypatch.setattr(shared.workflow, "propose", meanwhile)
    response = save(carla, row, summary=CANARY)
    assert errors(response) == [f"another change of function {FUNCTION_CODE}, proposed by cora, waits for a decision"]
    assert filled(response, "function_form")["summary"] == [CANARY]
    assert Proposal.objects.get().record.summary == "Hers."


def test_a_form_that_does_not_say_what_it_was_opened_on_is_not_trusted(carla):
    row = function()
    response = carla.post(page(row), {"name": "Forged", "summary": CANARY, "note": "n"})
    assert errors(response) == [f"function {FUNCTION_CODE} was changed by somebody else since you opened it"]


# -- adding ---------------------------------------------------------------------------------------------


def test_a_function_gets_its_code_from_its_name(carla):
    function()
    response = add(carla, "function", name="Plant Operation Services", group="Operations")
    made = Function.objects.get(name="Plant Operation Services")
    assert made.code == "PLANTO1"
    assert response.headers["Location"] == page(made)
    assert Proposal.objects.get().at_once


def test_a_focus_gets_its_code_from_both_names(carla):
    row = function("MANUFA", name="Manufacturing Operations")
    add(carla, "focus", function=row.pk, name="Manufacturing Management / Operations Leadership")
    assert Focus.objects.get().code == "MANUFACTF950"


def test_a_code_that_is_given_is_kept_in_its_one_spelling(carla):
    add(carla, "function", code=" sales ", name="Selling")
    assert Function.objects.get().code == "SALES"


def test_what_is_there_already_is_not_added_again(carla):
    Skill.objects.create(name="Power BI")
    assert errors(add(carla, "skill", name="POWER BI", type="tool")) == ["skill POWER BI is there already"]


def test_a_row_that_published_profiles_would_rest_on_waits_for_an_approver(carla):
    approved()
    values = {"focus": Focus.objects.get().pk, "level": Level.objects.get(code="M4").pk, "knowledge": CANARY}
    response = add(carla, "guideline", **values)
    proposal = Proposal.objects.get()
    assert response.headers["Location"] == reverse("admin:profiles_proposal_change", args=[proposal.pk])
    assert (proposal.state, proposal.before, Guideline.objects.exists()) == ("proposed", "", False)


def test_a_new_level_keeps_the_ladder(carla):
    ladder()
    values = {"code": "M7", "track": Track.objects.get(code="M").pk, "step": "7", "rank": "10", "title": "Above"}
    assert errors(add(carla, "level", years_min="1", **values)) == ["years_min must not fall from M6 (15) to M7 (1)"]


def test_a_skill_can_be_added_beside_the_desk_form(carla):
    """The small window that a profile's form opens: it closes with what it made."""
    address = reverse("admin:taxonomy_skill_add") + "?_popup=1"
    fields = filled(carla.get(address), "skill_form")
    response = carla.post(address, fields | {"name": "Selling", "type": "skill", "note": "needed"})
    assert response.templates[0].name == "admin/popup_response.html"
    assert f"&quot;value&quot;: &quot;{Skill.objects.get().pk}&quot;" in response.content.decode()


# -- who reads, who writes -------------------------------------------------------------------------------

ADMINS = ("track", "level", "function", "focus", "guideline", "skill", "paybaseline")


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("kind", CHANGES)
def test_others_read_and_cannot_save(kind, reader):
    canon()
    row, client = rows()[kind], READERS[reader]()
    shown = client.get(page(row))
    assert shown.status_code == 200
    assert not shown.context["has_change_permission"]
    for name in ("note", "seen"):
        assert f'name="{name}"' not in shown.content.decode()
    before = everything()
    posted = {"seen": seen_as(record_of(row)), "note": "n"} | CHANGES[kind]
    assert client.post(page(row), posted).status_code == 403
    assert {k: v for k, v in everything().items() if k.startswith(("profiles", "taxonomy"))} == {
        k: v for k, v in before.items() if k.startswith(("profiles", "taxonomy"))
    }


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", ADMINS)
def test_others_cannot_add(name, reader):
    assert READERS[reader]().get(reverse(f"admin:taxonomy_{name}_add")).status_code == 403


@pytest.mark.parametrize("name", ADMINS)
def test_nobody_deletes(name):
    canon()
    root = at_desk("root", is_superuser=True)
    row = next(row for row in rows().values() if row._meta.model_name == name)
    assert root.post(reverse(f"admin:taxonomy_{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
    assert type(row).objects.filter(pk=row.pk).exists()


def test_a_superuser_proposes_as_everybody_does():
    approved()
    root = at_desk("root", is_superuser=True)
    save(root, Function.objects.get(), summary=CANARY)
    assert Proposal.objects.get().state == "proposed"


@pytest.mark.parametrize("name", [*ADMINS, "scope"])
def test_somebody_without_a_role_sees_nothing(name):
    emil = at_desk("emil")
    assert emil.get(reverse(f"admin:taxonomy_{name}_changelist")).status_code == 403


def test_a_scope_is_only_read(carla):
    approved()
    row = approved(scope="DE").profile.scope
    assert carla.get(page(row)).status_code == 200
    assert carla.post(page(row), {"code": "DE", "name": "Germany"}).status_code == 403


# -- history ---------------------------------------------------------------------------------------------


def test_the_page_of_a_row_tells_its_history(carla):
    approved()
    accepted(Function.objects.get(), summary="The first new text.")
    waits = proposed(Function.objects.get(), summary="The second new text.")
    response = carla.get(page(Function.objects.get()))
    history = response.context["history"]
    assert [(shown.proposal.state, [side.label for side in shown.changed]) for shown in history] == [
        ("proposed", ["Summary"]),
        ("accepted", ["Summary"]),
    ]
    assert response.context["waiting"].proposal == waits
    text = response.content.decode()
    for told in ("Why: “clearer”", "At its end: “agreed”", "<del>first</del>", "<ins>second</ins>"):
        assert told in text


def test_the_history_of_one_row_is_not_that_of_another_of_the_same_code(carla):
    approved()
    accepted(Function.objects.get(), summary="Another.")
    other = focus(FUNCTION_CODE, name=FUNCTION)
    assert carla.get(page(other)).context["history"] == []
    assert len(carla.get(page(Function.objects.get())).context["history"]) == 1


def test_the_page_costs_the_same_however_long_the_history(carla):
    row = function()
    costs = []
    for _ in range(3):
        save(carla, row, summary=f"Said at {timezone.now()}")
        with CaptureQueriesContext(connection) as captured:
            carla.get(page(row))
        costs.append(len(captured))
    assert len(set(costs)) == 1


@pytest.mark.parametrize("name", [*ADMINS, "scope"])
def test_a_list_costs_the_same_however_long(carla, name):
    address = reverse(f"admin:taxonomy_{name}_changelist")
    costs = []
    for of in (None, "SALES", "MARKET"):
        if of:
            row = Function.objects.create(code=of, name=of)
            Focus.objects.create(code=of, name=of, function=row)
            Skill.objects.create(name=of)
            PayBaseline.objects.create(function=row, level=ladder()["M4"], currency="USD", median=1)
            Guideline.objects.create(function=row, level=ladder()["M4"])
        else:
            canon()
        with CaptureQueriesContext(connection) as captured:
            assert carla.get(address).status_code == 200
        costs.append(len(captured))
    assert len(set(costs[1:])) == 1


def test_basis_changed_is_told_nowhere_before_acceptance(carla):
    canon()
    save(carla, rows()["function"], summary=CANARY)
    assert basis_changed() == set()
