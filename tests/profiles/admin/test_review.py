"""The review page: blind until one's own scores are given, nothing lost, and every door open to its role alone."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from profiles import payloads, reviewing, workflow
from profiles.anchors import SCALES
from profiles.desk import close
from profiles.models import Objection, PanelScore, Profile, Responsibility
from profiles.people import APPROVERS, CURATORS, PAY_VIEWERS, REVIEWERS
from profiles.scoring import DIMENSIONS
from tests.factories import (
    KEY_M4,
    approved,
    curator,
    edit,
    external,
    fresh,
    in_review,
    judged,
    lay,
    on_desk,
    person,
    scored,
)

pytestmark = pytest.mark.django_db

# What other reviewers said, and where it could be read.
CANARIES = ("Wanda Whisper", "canary in the comment", "canary in the objection", "canary in the answer", "said__score")
GIVEN = dict.fromkeys(DIMENSIONS, "4.5")


def colleague(username: str, *groups: str, **fields):
    """Somebody who may enter the desk."""
    user = person(username, *groups, **fields)
    get_user_model().objects.filter(pk=user.pk).update(is_staff=True)
    return person(username)


@pytest.fixture
def profile():
    """A desk with an external panellist's review on it that nobody may know of before their own."""
    profile = on_desk(panel=[], by=curator("carla"))
    return whispered(profile)


def whispered(profile: Profile) -> Profile:
    carla = curator("carla")
    external(
        profile,
        "Wanda Whisper",
        by=carla,
        score=2,
        comment="canary in the comment",
        objections=["canary in the objection"],
    )
    reviewing.answer(Objection.objects.latest("pk"), by=carla, text="canary in the answer")
    return profile


def rewritten(profile: Profile) -> None:
    """Another text under the same reviews."""
    lay(profile, payloads.record_of(fresh(profile)).model_copy(update={"summary": "Another text."}))


def signed_in(client, user):
    client.force_login(user)
    return client


@pytest.fixture
def rita(client):
    return signed_in(client, colleague("rita", REVIEWERS))


def address(profile, door="review", *more):
    return reverse(f"admin:profiles_profile_{door}", args=[profile.pk, *more])


def page(client, where: str, status: int = 200) -> str:
    response = client.get(where)
    assert response.status_code == status
    return response.content.decode()


def seen_in(html: str) -> list[str]:
    return [canary for canary in CANARIES if canary in html]


def give(client, profile, **more):
    return client.post(address(profile), GIVEN | {"seen": judged(profile)} | more)


# -- what is read ----------------------------------------------------------------------------------


def test_the_text_stands_beside_the_anchors(rita, profile):
    html = page(rita, address(profile))
    shown = (
        "Plant Manager M4",
        "Plans shifts and overtime in the MES",
        "Reads scrap by line and hour",
        "Occupational Outlook",
    )
    assert [text for text in shown if text not in html] == []
    anchors = [text for scale in SCALES.values() for text in (scale.question, *scale.anchors)]
    assert [text for text in anchors if text not in html] == []
    assert html.count('type="radio"') == 45


def test_neighbouring_levels_are_there_also_as_drafts(rita, profile):
    approved(on_desk(code=KEY_M4[:-2] + "M3", responsibilities=["Stands on the shelf.", "b", "c"]))
    on_desk(code=KEY_M4[:-2] + "M5", responsibilities=["Lies on the desk."])
    html = page(rita, address(profile))
    assert "Stands on the shelf." in html
    assert "Lies on the desk." in html
    assert html.index("Stands on the shelf.") < html.index("Plans shifts") < html.index("Lies on the desk.")


def test_pay_is_no_part_of_it(rita, profile):
    assert "164" not in page(rita, address(profile))


def test_a_text_in_review_says_that_its_panel_is_sealed(rita, profile):
    in_review(profile)
    assert "what was submitted is sealed with the panel as it was then" in page(rita, address(profile))


# -- blindness -------------------------------------------------------------------------------------


def everywhere(profile) -> dict[str, str]:
    """Every page at the desk that tells of a profile and its revisions."""
    revisions = list(profile.revisions.order_by("pk").values_list("pk", flat=True))
    found = {
        "review": address(profile),
        "review, asking for the panel": f"{address(profile)}?panel=shown",
        "form": address(profile, "change"),
        "history": address(profile, "history"),
        "difference": f"{address(profile, 'history')}?before={revisions[0]}&after={revisions[-1]}",
        "preview": address(profile, "preview"),
        "home": reverse("admin:index"),
        "list": reverse("admin:profiles_profile_changelist"),
        "queue": reverse("admin:profiles_revision_changelist"),
    }
    return found | {f"revision {pk}": reverse("admin:profiles_revision_change", args=[pk]) for pk in revisions}


@pytest.fixture
def told(profile):
    """The same with two sealed texts, both of which the whisperer has scored."""
    first = in_review(profile)
    workflow.withdraw(first, by=curator(), note="once more")
    Responsibility.objects.filter(profile=profile, position=0).update(text="Another sentence.")
    close(Profile.objects.with_places().get(pk=profile.pk), by=curator())
    whispered(profile)
    in_review(profile)
    return profile


def test_nothing_that_others_gave_is_anywhere_before_ones_own(rita, told):
    found = {name: seen_in(rita.get(where, follow=True).content.decode()) for name, where in everywhere(told).items()}
    assert {name: seen for name, seen in found.items() if seen} == {}


def test_nor_what_follows_from_it(rita, told):
    """Means, the gate's findings and the stated confidence would give the scores away."""
    Profile.objects.filter(pk=told.pk).update(stated_confidence="0.123")
    hints = ("panel.", "no score of 2", "at least 4 expected", "meter__value", "0.123", "objects and has")
    for name, where in everywhere(told).items():
        html = rita.get(where, follow=True).content.decode()
        assert (name, [hint for hint in hints if hint in html]) == (name, [])


def test_after_ones_own_all_of_it_is_shown(rita, told):
    assert give(rita, told).status_code == 302
    assert seen_in(page(rita, address(told))) == list(CANARIES)
    assert "Reviewers agree at" in page(rita, address(told))
    for door in ("change", "history"):
        assert "Wanda Whisper" in page(rita, address(told, door))
    latest = told.revisions.latest("pk")
    assert "canary in the objection" in page(rita, reverse("admin:profiles_revision_change", args=[latest.pk]))


def test_a_changed_text_is_read_blind_again(rita, told):
    give(rita, told)
    rewritten(told)
    whispered(told)
    html = page(rita, address(told))
    assert seen_in(html) == []
    assert "The text was changed after you scored it" in html
    assert html.count(" checked>") == 5  # one's own former scores


def test_ones_own_objections_wait_for_ones_ruling_also_while_the_rest_is_hidden(rita, told):
    give(rita, told, objections="Mine alone.")
    mine = Objection.objects.get(text="Mine alone.")
    reviewing.answer(mine, by=curator(), text="To you.")
    rewritten(told)
    html = page(rita, address(told))
    assert ("Mine alone." in html, "To you." in html, seen_in(html)) == (True, True, [])


@pytest.mark.parametrize("groups", [(CURATORS,), (REVIEWERS, APPROVERS)])
def test_on_this_page_who_has_other_work_is_blind_too_until_they_ask(client, profile, groups):
    """Whoever curates or approves needs the panel; here they choose, and do not score in the same breath."""
    cora = signed_in(client, colleague("cora", *groups))
    html = page(cora, address(profile))
    assert (seen_in(html), html.count('type="radio"')) == ([], 45)
    html = page(cora, f"{address(profile)}?panel=shown")
    assert (seen_in(html), html.count('type="radio"')) == (list(CANARIES), 0)


def test_who_wrote_the_text_sees_the_panel_and_scores_nothing(client, profile):
    carla = signed_in(client, colleague("carla", CURATORS))
    html = page(carla, address(profile))
    assert (seen_in(html), html.count('type="radio"')) == (list(CANARIES), 0)
    assert "carla wrote or edited this text, so somebody else has to score it" in html


# -- giving ----------------------------------------------------------------------------------------


def test_scores_are_given(rita, profile):
    response = give(rita, profile, concreteness="3", comment="Read.", objections="Six?\n- Two?")
    assert response.status_code == 302
    row = PanelScore.objects.get(panelist="rita")
    assert (row.concreteness, row.level_differentiation, row.comment) == (3, 4.5, "Read.")
    assert list(row.objections.values_list("text", flat=True)) == ["Six?", "Two?"]


def test_a_text_that_changed_meanwhile_loses_nothing(rita, profile):
    seen = judged(profile)
    edit(profile, summary="A new definition to read.")
    said = {"seen": seen, "comment": "Long thought about.", "objections": "Six?"}
    response = rita.post(address(profile), GIVEN | said)
    html = response.content.decode()
    assert response.status_code == 409
    assert not PanelScore.objects.filter(panelist="rita").exists()
    assert "is another by now than the one you read" in html
    kept = ("Long thought about.", "Six?", "A new definition to read.", judged(profile))
    assert ([text for text in kept if text not in html], html.count(" checked>")) == ([], 5)
    assert seen_in(html) == []
    again = rita.post(address(profile), GIVEN | said | {"seen": judged(profile)})
    assert again.status_code == 302


@pytest.mark.parametrize("missing", DIMENSIONS)
def test_a_dimension_that_is_missing_is_named_and_the_rest_stays(rita, profile, missing):
    data = {name: value for name, value in GIVEN.items() if name != missing}
    response = rita.post(address(profile), data | {"seen": judged(profile), "comment": "Stays."})
    html = response.content.decode()
    assert response.status_code == 400
    assert f"{DIMENSIONS[missing]}: choose a score" in html
    assert ("Stays." in html, html.count(" checked>")) == (True, 4)


@pytest.mark.parametrize("score", ["0", "6", "4.2", "x", "NaN", "4.5\x00"])
def test_odd_scores_are_refused(rita, profile, score):
    assert give(rita, profile, concreteness=score).status_code == 400
    assert not PanelScore.objects.filter(panelist="rita").exists()


@pytest.mark.parametrize("said", [{"comment": "a\x07b"}, {"objections": "\x07"}, {"comment": "x" * 5_001}])
def test_odd_texts_are_refused_and_told(rita, profile, said):
    response = give(rita, profile, **said)
    assert response.status_code == 400
    assert not PanelScore.objects.filter(panelist="rita").exists()


def test_an_external_panellist_is_recorded_and_said_to_be_one(client, profile):
    carla = signed_in(client, colleague("cleo", CURATORS))
    data = GIVEN | {"seen": judged(profile), "panelist": "Ada Outside"}
    assert carla.post(address(profile, "external"), data).status_code == 302
    row = PanelScore.objects.get(panelist="Ada Outside")
    assert (row.recorded_by.username, row.reviewer) == ("cleo", None)
    html = page(carla, f"{address(profile)}?panel=shown")
    assert "external panellist, recorded by cleo" in html
    approver = signed_in(client, colleague("axel", APPROVERS))
    latest = in_review(profile)
    assert "external panellist, recorded by cleo" in page(
        approver, reverse("admin:profiles_revision_change", args=[latest.pk])
    )


# -- answers and rulings ---------------------------------------------------------------------------


def test_from_objection_to_ruling(client, profile):
    rita, cleo = colleague("rita", REVIEWERS), colleague("cleo", CURATORS)
    give(signed_in(client, rita), profile, objections="Six?")
    row = Objection.objects.get(text="Six?")
    answered = signed_in(client, cleo).post(
        address(profile, "answer", row.pk), {"text": "Six.", "seen": row.mark, "panel": "shown"}
    )
    assert (answered.status_code, answered["Location"]) == (302, f"{address(profile)}?panel=shown")
    row.refresh_from_db()
    ruled = signed_in(client, rita).post(address(profile, "rule", row.pk), {"outcome": "fixed", "seen": row.mark})
    assert ruled.status_code == 302
    row.refresh_from_db()
    assert (row.answer, row.answered_by, row.outcome, row.ruled_by) == ("Six.", cleo, "fixed", rita)


def test_an_answer_that_came_second_is_kept_on_the_page(client, profile):
    row = Objection.objects.get()
    seen = row.mark
    reviewing.answer(row, by=curator(), text="The first.")
    response = signed_in(client, colleague("carla", CURATORS)).post(
        address(profile, "answer", row.pk), {"text": "The second, long thought about.", "seen": seen}
    )
    html = response.content.decode()
    assert response.status_code == 409
    assert ("The first." in html, "The second, long thought about." in html) == (True, True)


def test_stale_scores_are_set_aside(client, profile):
    row = PanelScore.objects.get()
    reviewing.rule(Objection.objects.get(), by=curator(), outcome="withdrawn")
    rewritten(profile)
    cleo = signed_in(client, colleague("cleo", CURATORS))
    assert "Set these scores aside" in page(cleo, f"{address(profile)}?panel=shown")
    assert cleo.post(address(profile, "set_aside", row.pk), {"note": "left"}).status_code == 302
    assert not PanelScore.objects.exists()


# -- every door, every role -------------------------------------------------------------------------

ROLES = {
    "reviewer": (REVIEWERS,),
    "curator": (CURATORS,),
    "approver": (APPROVERS,),
    "employee": (PAY_VIEWERS,),
    "nobody": None,
}
LOGIN = 302
DOORS = {
    ("GET", "review"): {"reviewer": 200, "curator": 200, "approver": 200, "employee": 403, "nobody": LOGIN},
    ("POST", "review"): {"reviewer": 302, "curator": 302, "approver": 403, "employee": 403, "nobody": LOGIN},
    ("GET", "external"): {"reviewer": 403, "curator": 200, "approver": 403, "employee": 403, "nobody": LOGIN},
    ("POST", "external"): {"reviewer": 403, "curator": 302, "approver": 403, "employee": 403, "nobody": LOGIN},
    ("POST", "answer"): {"reviewer": 403, "curator": 302, "approver": 403, "employee": 403, "nobody": LOGIN},
    # The objection is an external panellist's.
    ("POST", "rule"): {"reviewer": 400, "curator": 302, "approver": 400, "employee": 403, "nobody": LOGIN},
    # Refused to the curator as well: the scores are of the text that stands.
    ("POST", "set_aside"): {"reviewer": 403, "curator": 400, "approver": 403, "employee": 403, "nobody": LOGIN},
    ("GET", "answer"): dict.fromkeys(ROLES, 405) | {"nobody": LOGIN},
    ("GET", "rule"): dict.fromkeys(ROLES, 405) | {"nobody": LOGIN},
    ("GET", "set_aside"): dict.fromkeys(ROLES, 405) | {"nobody": LOGIN},
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("method", "door"), DOORS)
def test_every_door_is_open_to_its_roles(client, profile, method, door, role):
    row = Objection.objects.get()
    if ROLES[role] is not None:
        signed_in(client, colleague("somebody", *ROLES[role]))
    more = {"answer": [row.pk], "rule": [row.pk], "set_aside": [row.review_id]}.get(door, [])
    data = GIVEN | {"seen": judged(profile), "panelist": "Ada Outside"}
    data |= {"answer": {"seen": row.mark}, "rule": {"seen": row.mark}}.get(door, {})
    data |= {"text": "Six.", "outcome": "withdrawn"}
    before = told_of(profile)
    response = getattr(client, method.lower())(address(profile, door, *more), data if method == "POST" else None)
    assert response.status_code == DOORS[method, door][role]
    written = method == "POST" and response.status_code == 302 and role != "nobody"
    assert (told_of(profile) != before) is written
    if role == "nobody":
        assert response["Location"].startswith(reverse("admin:login"))


def told_of(profile):
    return list(profile.events.values_list("pk", flat=True))


@pytest.mark.parametrize("door", ["review", "external", "answer", "rule", "set_aside"])
def test_what_is_not_there_is_no_error(client, door):
    signed_in(client, colleague("root", is_superuser=True))
    ghost = Profile(pk=999)
    more = [999] if door in ("answer", "rule", "set_aside") else []
    assert client.post(address(ghost, door, *more), {}).status_code == 404


@pytest.mark.parametrize("door", ["answer", "rule", "set_aside"])
def test_a_row_of_another_profile_is_not_reached_through_this_one(client, profile, door):
    other = on_desk(code="PLANTO.OTHER1.M4")
    row = Objection.objects.get()
    pk = row.review_id if door == "set_aside" else row.pk
    signed_in(client, colleague("cleo", CURATORS))
    data = {"text": "Six.", "outcome": "withdrawn", "seen": row.mark}
    response = client.post(address(other, door, pk), data)
    assert (response.status_code, Objection.objects.get().outcome) == (409, "answered")


# -- the desk form and the home ----------------------------------------------------------------------


def test_the_desk_form_shows_the_panel_to_be_read_and_nothing_to_write(client, profile):
    html = page(signed_in(client, colleague("carla", CURATORS)), address(profile, "change"))
    assert "Wanda Whisper" in html
    assert "panel_scores-TOTAL_FORMS" not in html
    assert address(profile) in html
    assert address(profile, "external") in html


def home(client) -> dict:
    work = client.get(reverse("admin:index")).context["home"]
    return {"to_score": [p.key for p in work.to_score], "to_rule": [o.text for o in work.to_rule]}


def test_the_home_tells_a_reviewer_what_waits(rita, profile):
    assert home(rita) == {"to_score": [KEY_M4], "to_rule": []}
    give(rita, profile, objections="Six?")
    assert home(rita) == {"to_score": [], "to_rule": []}
    reviewing.answer(Objection.objects.get(text="Six?"), by=curator(), text="Six.")
    assert home(rita) == {"to_score": [], "to_rule": ["Six?"]}
    edit(profile, summary="Another text.")
    assert home(rita)["to_score"] == [KEY_M4]


def test_a_text_in_review_waits_too_and_an_approved_one_does_not(rita):
    revision = in_review(on_desk())
    assert home(rita)["to_score"] == [KEY_M4]
    workflow.approve(revision, by=person("axel", APPROVERS), seal=revision.seal)
    assert home(rita)["to_score"] == []


def test_ones_own_text_does_not_wait_for_oneself(client):
    signed_in(client, colleague("both", CURATORS, REVIEWERS))
    both = get_user_model().objects.get(username="both")
    on_desk(by=both)
    in_review(on_desk(code="PLANTO.OTHER1.M4"), by=both)
    mine = approved(on_desk(code="PLANTO.THIRD1.M4", by=both), by=person("axel", APPROVERS))
    edit(mine.profile, by=curator(), summary="By another since.")
    assert home(client)["to_score"] == ["PLANTO.THIRD1.M4"]


def test_the_home_costs_the_same_however_much_waits(rita):
    costs = []
    for count in (1, 3):
        for n in range(count):
            on_desk(code=f"PLANTO.MANY{count}{n}.M4")
        rita.get(reverse("admin:index"))
        with CaptureQueriesContext(connection) as captured:
            rita.get(reverse("admin:index"))
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_scoring_here_and_there_is_one_thing(rita, profile):
    """The page and the room behind it agree on who has scored what."""
    scored(profile, get_user_model().objects.get(username="rita"))
    assert home(rita)["to_score"] == []
    assert seen_in(page(rita, address(profile))) == list(CANARIES)
