"""The screen of a decision and the queue that leads to it: how far it reaches, what is urgent, whose move it is."""

import pytest
from django.test import Client
from django.urls import reverse

from profiles import workflow
from profiles.admin.decision import Decision
from profiles.models import Revision
from profiles.people import APPROVERS, CURATORS
from taxonomy.models import Level, PayBaseline
from tests.factories import (
    KEY_M4,
    SIBLING_CODE,
    approved,
    approver,
    curator,
    edit,
    function,
    in_review,
    ladder,
    marked,
    person,
    returned,
)
from tests.pages.reading import parse
from tests.shared_texts import accepted, proposed

pytestmark = pytest.mark.django_db

QUEUE = reverse("admin:profiles_revision_changelist")


def entered(*groups: str, name: str = "ann") -> Client:
    client, user = Client(), person(name, *groups)
    user.is_staff = True
    user.save()
    client.force_login(user)
    return client


def screen(revision) -> str:
    return reverse("admin:profiles_revision_change", args=[revision.pk])


def reach_of(revision):
    return Decision(Revision.objects.get(pk=revision.pk), approver()).reach


def shown(response) -> dict[str, str]:
    """Term → what is said of it, on the screen of a decision."""
    page = parse(response.content.decode())
    [found] = [s for s in page.all("section") if s.attrs.get("aria-labelledby") == "reach"]
    rows = [div for div in found.all("div") if div.all("dt")]
    return {row.one("dt").text: " ".join(row.one("dd").text.split()) for row in rows}


# -- how far it reaches ------------------------------------------------------------------------------


def test_it_tells_pages_neighbours_aliases_and_whose_pay():
    PayBaseline.objects.create(level=ladder()["M4"], function=function(), currency="USD", median=1_000, region="US")
    first = approved()
    approved(code=KEY_M4.replace(".M4", ".M5"), title="Plant Director")
    approved(code=KEY_M4.replace(".M4", ".P3"), title="Expert")
    approved(code=f"PLANTO.{SIBLING_CODE}.M4", title="Quality Manager", pay=None)
    second = in_review(edit(first.profile, aliases=["Plant Director", "Works Manager"], pay=None))
    assert shown(entered(APPROVERS).get(screen(second))) == {
        "Its own page": "shows this text in place of v1, which keeps its address",
        "On the ladder of": "Plant Director M5",
        "Among the adjacent roles of": (
            "Plant Director M5 ● near 0.133, Quality Manager M4 ● near 0.250, Expert P3 ◐ review 0.450"
        ),
        "Bands that change": "none: function, focus, track and rank are the same",
        "Aliases gained": "Works Manager",
        "Aliases lost": "Werksleiter",
        "Pay": "inherited from the function baseline (until now: this profile)",
        "The same pay is inherited by": f"Quality Manager PLANTO.{SIBLING_CODE}.M4",
    }


def test_bands_change_with_the_rank_of_the_level_and_nobody_is_their_own_neighbour():
    first = approved()
    approved(code=f"PLANTO.{SIBLING_CODE}.M3", title="Quality Manager")
    approved(code=KEY_M4.replace(".M4", ".M3"), title="Line Manager")
    accepted(Level.objects.get(code="M6"), rank=10)
    accepted(Level.objects.get(code="M5"), rank=9)
    accepted(Level.objects.get(code="M4"), rank=8)
    reach = reach_of(workflow.submit_again(Revision.objects.get(pk=first.pk), by=curator(), note="new rank"))
    assert [(row.title, before, after) for row, before, after in reach.bands] == [("Quality Manager", "review", "none")]


def test_the_screen_costs_the_same_however_wide_its_focus_is(django_assert_num_queries):
    first = approved()
    client, costs = entered(APPROVERS), []
    for levels in (("M3", "M5", "P5"), ("M2", "M6", "P6")):
        for level in levels:
            approved(code=KEY_M4.replace(".M4", f".{level}"))
        with django_assert_num_queries(COST):
            client.get(screen(first))
        costs.append(len(reach_of(first).neighbours))
    assert costs == [3, 6]


COST = 24


def test_a_proposal_of_a_baseline_tells_its_heirs():
    row = PayBaseline.objects.create(
        level=ladder()["M4"], function=function(), currency="USD", median=1_000, region="US"
    )
    approved(pay=None, title="Heir of it")
    approved(code=f"PLANTO.{SIBLING_CODE}.M4", title="Has its own")
    change = proposed(row, median=2_000)
    page = parse(entered(APPROVERS).get(reverse("admin:profiles_proposal_change", args=[change.pk])).content.decode())
    inherited, resting = [ul for ul in page.all("ul") if ul.attrs.get("class") == "plain resting"]
    assert [link.text for link in inherited.all("a")] == ["Heir of it"]
    assert sorted(link.text for link in resting.all("a")) == ["Has its own", "Heir of it"]


# -- the queue ---------------------------------------------------------------------------------------


def queue(client: Client, query: str = "") -> list[list[str]]:
    page = parse(client.get(f"{QUEUE}{query}").content.decode())
    [table] = [table for table in page.all("table") if table.attrs.get("id") == "result_list"]
    body = table.one("tbody")
    return [[cell.text for cell in (*row.all("th"), *row.all("td"))] for row in body.all("tr")]


def test_the_queue_holds_what_waits_with_who_since_when_and_why_it_is_urgent():
    approved(code="PLANTO.SETTLED1.M4")
    in_review(edit(returned(code="PLANTO.AGAIN1.M4").profile, summary="Better."))
    marked(code="PLANTO.ENDS1.M4", title="Ends")
    rows = queue(entered(APPROVERS))
    day = f"{Revision.objects.last().submitted_at:%Y-%m-%d}"
    assert [[cell.replace("\xa0", " ") for cell in row if cell] for row in rows] == [
        ["Plant Manager M4 PLANTO.AGAIN1.M4", "in review", "carla", f"{day} 0 minutes", "! sent back before", "Claim"],
        ["Ends v1 PLANTO.ENDS1.M4", "retirement proposed", "carla", f"{day} 0 minutes", "–", "Claim"],
    ]
    assert len(queue(entered(APPROVERS), "?state=all")) == 4
    assert len(queue(entered(APPROVERS), "?state=in review")) == 1


def test_one_click_claims_and_others_see_it():
    waits, ends = in_review(), marked(code="PLANTO.ENDS1.M4")
    client, door = entered(APPROVERS), "admin:profiles_revision_claim_it"
    for revision in (waits, ends):
        response = client.post(reverse(door, args=[revision.pk]), {"next": "queue"})
        assert (response.status_code, response["Location"]) == (302, QUEUE)
    assert [row[-1] for row in queue(client)] == ["you", "you"]
    assert [row[-1] for row in queue(entered(CURATORS, name="kim"))] == ["ann", "ann"]
    assert [row[-1] for row in queue(entered(APPROVERS, name="axel"))] == ["ann Claim", "ann Claim"]
    assert "lies with <strong>ann</strong> since" in entered(CURATORS, name="kim").get(screen(waits)).content.decode()


def test_the_queue_costs_the_same_however_much_waits(django_assert_num_queries):
    client, costs = entered(APPROVERS), set()
    for number in range(3):
        in_review(code=f"PLANTO.WAIT{number}.M4")
        if number != 1:
            with django_assert_num_queries(QUEUED):
                costs.add(client.get(QUEUE).status_code)
    assert costs == {200}


QUEUED = 7


# -- whose move it is --------------------------------------------------------------------------------


WAIVE = "Waive this finding"  # beside each finding; test_waiving presses it


def doors(response) -> list[str]:
    page = parse(response.content.decode())
    [content] = [div for div in page.all("div") if div.attrs.get("class") == "desk"]
    return [button.text for button in content.all("button") if button.text != WAIVE]


def test_each_sees_the_moves_that_are_theirs():
    waits, ends = in_review(), marked(code="PLANTO.ENDS1.M4")
    approves, curates, both = (
        entered(APPROVERS),
        entered(CURATORS, name="kim"),
        entered(APPROVERS, CURATORS, name="carla"),
    )
    assert doors(approves.get(screen(waits))) == ["Claim", "Approve this text", "Send back"]
    assert doors(curates.get(screen(waits))) == ["Withdraw"]
    assert doors(both.get(screen(waits))) == ["Withdraw"]
    assert doors(approves.get(screen(ends))) == ["Claim", "Retire"]
    assert doors(both.get(screen(ends))) == []
    assert "You proposed this, so somebody else has to decide." in both.get(screen(ends)).content.decode()
