"""The queue of changes to shared texts and its one screen: old and new, what rests on it, and the doors."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from profiles import workflow
from profiles.admin.proposed import MOST
from profiles.models import Proposal
from profiles.people import REVIEWERS
from taxonomy.models import Function, PayBaseline
from tests.factories import (
    FUNCTION_CODE,
    all_rounder,
    approved,
    approver,
    curator,
    everything,
    function,
    ladder,
    person,
)
from tests.shared_texts import accepted, basis_changed, canon, new, proposed, rows

pytestmark = pytest.mark.django_db

LIST = "admin:profiles_proposal_changelist"


def entered(user) -> Client:
    user.is_staff = True
    user.save(update_fields=["is_staff"])
    client = Client()
    client.force_login(user)
    return client


def page(proposal: Proposal) -> str:
    return reverse("admin:profiles_proposal_change", args=[proposal.pk])


def press(client: Client, door: str, proposal: Proposal, note: str = ""):
    return client.post(reverse(f"admin:profiles_proposal_{door}", args=[proposal.pk]), {"note": note})


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def state(proposal: Proposal) -> str:
    return Proposal.objects.values_list("state", flat=True).get(pk=proposal.pk)


def waiting(**values) -> Proposal:
    approved()
    return proposed(Function.objects.get(), **(values or {"summary": "The work of making things."}))


# -- the screen -----------------------------------------------------------------------------------------


def test_old_and_new_stand_side_by_side_with_their_words_marked():
    proposal = waiting(summary="The work of PLANTO and of others.", name="Making")
    shown = entered(approver()).get(page(proposal)).context["shown"]
    sides = {side.label: ([*map(tuple, side.before)], [*map(tuple, side.after)]) for side in shown.changed}
    assert sides == {
        "Name": ([("removed", "Plant Operations")], [("added", "Making")]),
        "Summary": (
            [("same", "The work of PLANTO"), ("same", ".")],
            [("same", "The work of PLANTO"), ("added", " and of others"), ("same", ".")],
        ),
    }
    assert shown.equal == ["Code"]


def test_it_names_the_profiles_that_rest_on_it():
    canon()
    proposal = proposed(rows()["guideline"], knowledge="More")
    response = entered(approver()).get(page(proposal))
    shown, text = response.context["shown"], response.content.decode()
    assert (shown.resting_count, shown.more) == (3, 0)
    assert "3 approved profiles rest on it" in text
    for revision in shown.resting:
        assert f'<a href="{reverse("admin:profiles_revision_change", args=[revision.pk])}">' in text


def test_it_names_the_first_of_many_and_counts_them_all(monkeypatch):
    monkeypatch.setattr("profiles.admin.proposed.MOST", 2)
    canon()
    text = entered(approver()).get(page(proposed(rows()["function"], summary="Z."))).content.decode()
    assert "4 approved profiles rest on it" in text
    assert "… and 2 more." in text
    assert MOST == 50


def test_an_addition_shows_what_there_will_be():
    approved()
    record = new("guideline", function=FUNCTION_CODE, level="M4", knowledge="Knows the plant")
    proposal = workflow.propose(record, by=curator(), note="needed")
    response = entered(approver()).get(page(proposal))
    assert (response.context["shown"].is_new, response.context["shown"].row_address) == (True, "")
    assert "<dt>Knowledge</dt><dd>Knows the plant</dd>" in response.content.decode()


DOORS = {"accept": "Accept this change", "decline": "Decline", "withdraw": "Withdraw"}


@pytest.mark.parametrize(
    ("make", "open_doors"),
    [
        (lambda: person("rita", REVIEWERS), set()),
        (curator, {"withdraw"}),
        (approver, {"accept", "decline"}),
        (all_rounder, {"accept", "decline", "withdraw"}),
        (lambda: person("root", is_superuser=True), {"accept", "decline", "withdraw"}),
    ],
    ids=["reviewer", "curator who proposed it", "approver", "both", "superuser"],
)
def test_everybody_sees_the_doors_that_are_theirs(make, open_doors):
    proposal = waiting()
    text = entered(make()).get(page(proposal)).content.decode()
    found = {door for door in DOORS if reverse(f"admin:profiles_proposal_{door}", args=[proposal.pk]) in text}
    assert found == open_doors


def test_who_proposed_it_is_told_that_somebody_else_decides():
    approved()
    alma = all_rounder()
    proposal = proposed(Function.objects.get(), by=alma, summary="Mine.")
    text = entered(alma).get(page(proposal)).content.decode()
    assert "You proposed this, so somebody else has to decide." in text
    assert "Accept this change" not in text


def test_a_stale_proposal_says_so_and_cannot_be_accepted():
    proposal = waiting()
    Function.objects.update(name="Restored")
    axel = entered(approver())
    text = axel.get(page(proposal)).content.decode()
    assert "The text is another by now than the one that carla would change." in text
    assert "disabled>Accept this change" in text
    assert said(press(axel, "accept", proposal)) == [
        f"function {FUNCTION_CODE} is another text by now than the one that this would change: propose it anew"
    ]


@pytest.mark.parametrize("door", DOORS)
def test_what_has_ended_has_no_doors(door):
    proposal = waiting()
    alma = entered(all_rounder())
    press(alma, door, proposal, note="reason")
    text = alma.get(page(proposal)).content.decode()
    assert '<form class="decide"' not in text


def test_nobody_edits_or_deletes_a_proposal():
    proposal = waiting()
    root, before = entered(person("root", is_superuser=True)), state(proposal)
    assert root.post(page(proposal), {"state": "accepted"}).status_code == 403
    assert root.post(reverse("admin:profiles_proposal_delete", args=[proposal.pk]), {"post": "yes"}).status_code == 403
    assert root.get(reverse("admin:profiles_proposal_add")).status_code == 403
    assert state(proposal) == before


# -- the doors ------------------------------------------------------------------------------------------


def test_accepting_says_how_far_it_reached():
    proposal = waiting()
    response = press(entered(approver()), "accept", proposal, note="agreed")
    assert said(response) == [
        f"The change of function {FUNCTION_CODE} is accepted now."
        " 1 approved profile is basis changed by it and can be re-submitted."
    ]
    assert Function.objects.get().summary == "The work of making things."
    assert len(basis_changed()) == 1


def test_declining_asks_for_a_reason():
    proposal = waiting()
    axel = entered(approver())
    assert said(press(axel, "decline", proposal)) == ["to decline asks for a note that says why"]
    assert state(proposal) == "proposed"
    assert said(press(axel, "decline", proposal, note="no"))[-1] == (
        f"The change of function {FUNCTION_CODE} is declined now."
    )


def test_who_proposed_withdraws():
    proposal = waiting()
    press(entered(curator()), "withdraw", proposal)
    assert state(proposal) == "withdrawn"


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    "make", [lambda: person("rita", REVIEWERS), lambda: person("emil")], ids=["reviewer", "nobody"]
)
def test_a_door_asks_the_workflow_who_may(make, door):
    proposal = waiting()
    press(entered(make()), door, proposal, note="reason")
    assert state(proposal) == "proposed"


@pytest.mark.parametrize("door", ["accept", "decline"])
def test_a_door_knows_whose_it_is(door):
    approved()
    alma = all_rounder()
    proposal = proposed(Function.objects.get(), by=alma, summary="Mine.")
    assert said(press(entered(alma), door, proposal, note="mine")) == [
        "alma proposed this, so somebody else has to decide"
    ]
    assert state(proposal) == "proposed"


@pytest.mark.parametrize("door", DOORS)
def test_a_door_opens_to_a_post_alone(door):
    proposal = waiting()
    alma = entered(all_rounder())
    assert alma.get(reverse(f"admin:profiles_proposal_{door}", args=[proposal.pk])).status_code == 405
    assert state(proposal) == "proposed"


def test_a_door_to_nothing_leads_to_the_queue():
    alma = entered(all_rounder())
    address = reverse("admin:profiles_proposal_accept", args=[4_711])
    response = alma.post(address, {"note": ""})
    assert response.headers["Location"] == reverse(LIST)
    assert said(response) == ["A proposal and a note of at most 2,000 characters are expected."]


def test_a_note_that_is_too_long_is_refused():
    proposal = waiting()
    press(entered(approver()), "accept", proposal, note="x" * 2_001)
    assert state(proposal) == "proposed"


# -- the queue ------------------------------------------------------------------------------------------


def listed(client: Client, query: str = "") -> set[str]:
    return {str(row) for row in client.get(reverse(LIST) + query).context["cl"].result_list}


def test_the_queue_begins_with_what_waits():
    canon()
    accepted(rows()["track"], name="Leading")
    proposed(rows()["function"], summary="Z.")
    workflow.propose(new("function", code="SALES", name="Sales"), by=curator(), note="needed")
    axel = entered(approver())
    assert listed(axel) == {f"function {FUNCTION_CODE}"}
    assert listed(axel, "?state=all") == {f"function {FUNCTION_CODE}", "function SALES", "track M"}
    assert listed(axel, "?state=accepted&at_once__exact=0") == {"track M"}
    assert listed(axel, "?state=all&kind__exact=track") == {"track M"}
    assert listed(axel, "?state=all&q=sales") == {"function SALES"}


@pytest.mark.parametrize("query", ["?after__contains=1", "?before__icontains=USD", "?proposed_by__password__gte=a"])
def test_nothing_is_looked_up_by_what_the_columns_hold(query):
    waiting()
    assert entered(approver()).get(reverse(LIST) + query).status_code == 400


def test_the_queue_costs_the_same_however_long():
    canon()
    axel, costs = entered(approver()), []
    for row in (rows()["function"], rows()["track"], rows()["focus"]):
        proposed(row, summary="Z.")
        with CaptureQueriesContext(connection) as captured:
            axel.get(reverse(LIST))
        costs.append(len(captured))
    assert len(set(costs)) == 1


def test_home_shows_what_waits():
    proposal = waiting()
    for user in (curator(), approver()):
        assert f'<a href="{page(proposal)}">function {FUNCTION_CODE}</a>' in (
            entered(user).get(reverse("admin:index")).content.decode()
        )


# -- pay ------------------------------------------------------------------------------------------------

FIGURES = ("987,654", "987654", "Whispered", "876,543", "876543")


def paid() -> Proposal:
    approved()
    given = {"level": ladder()["M4"], "currency": "USD", "median": 876_543, "source": "Whispered"}
    PayBaseline.objects.create(function=Function.objects.get(), **given)
    return proposed(PayBaseline.objects.get(), median=987_654)


def told(response) -> list[str]:
    text = response.content.decode()
    return [figure for figure in FIGURES if figure in text]


def test_figures_are_for_those_who_see_pay():
    proposal = paid()
    for address in (page(proposal), reverse("admin:taxonomy_paybaseline_change", args=[PayBaseline.objects.get().pk])):
        assert "987,654" in told(entered(approver()).get(address))
        response = entered(person("rita", REVIEWERS)).get(address)
        assert (response.status_code, told(response)) == (200, [])
        assert "Figures of pay are shown to those who may see pay." in response.content.decode()


def test_figures_are_in_no_list_and_in_no_message():
    proposal = paid()
    rita, axel = entered(person("rita", REVIEWERS)), entered(approver())
    lists = [reverse(LIST) + "?state=all", reverse("admin:taxonomy_paybaseline_changelist"), reverse("admin:index")]
    assert [told(rita.get(address)) for address in lists] == [[], [], []]
    assert told(axel.get(lists[1])) == ["876543"]
    assert [
        figure for sentence in said(press(axel, "accept", proposal)) for figure in FIGURES if figure in sentence
    ] == []


def test_who_does_not_see_pay_does_not_write_it():
    row = PayBaseline.objects.create(function=function(), level=ladder()["M4"], currency="USD", median=876_543)
    nora = person("nora")
    nora.user_permissions.add(Permission.objects.get(codename="curate_profile"))
    client, before = entered(person("nora")), everything()["taxonomy.PayBaseline"]
    address = reverse("admin:taxonomy_paybaseline_change", args=[row.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"median": "1", "note": "n"}).status_code == 403
    assert client.get(reverse("admin:taxonomy_paybaseline_add")).status_code == 403
    assert everything()["taxonomy.PayBaseline"] == before
