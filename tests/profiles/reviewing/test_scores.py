"""Scores: bound to the text that was read, told in the trail, and nobody's edit."""

from decimal import Decimal

import pytest
from django.utils import timezone

from profiles import gate, payloads, reviewing, trail, workflow
from profiles.models import Objection, PanelScore, Profile
from profiles.models.provenance import Origin
from profiles.people import APPROVERS, REVIEWERS
from profiles.reviewing import Conflict, Refused
from profiles.scoring import DIMENSIONS
from profiles.states import State
from tests.factories import (
    approver,
    curator,
    edit,
    everything,
    external,
    fresh,
    in_review,
    judged,
    lay,
    objection,
    on_desk,
    person,
    record,
    review,
    reviewer,
    scored,
)

pytestmark = pytest.mark.django_db

FIVES = dict.fromkeys(DIMENSIONS, 5)


@pytest.fixture
def profile():
    return on_desk(panel=[])


def scores_of(row):
    return {name: getattr(PanelScore.objects.get(pk=row.pk), name) for name in DIMENSIONS}


# -- give ------------------------------------------------------------------------------------------


def test_what_is_given_stands(profile):
    row = scored(profile, reviewer(), 4.5, concreteness=4, comment=" Plain. ", objections=["Six?"])
    stands = PanelScore.objects.get()
    assert scores_of(row) == dict.fromkeys(DIMENSIONS, Decimal("4.5")) | {"concreteness": 4}
    assert (stands.panelist, stands.reviewer, stands.recorded_by, stands.comment) == (
        "rita",
        reviewer(),
        None,
        "Plain.",
    )
    assert (stands.judged_digest, stands.origin) == (judged(profile), Origin.PERSON)
    assert list(stands.objections.values_list("text", "answer", "outcome")) == [("Six?", "", "open")]
    assert abs((timezone.now() - stands.at).total_seconds()) < 60


def test_to_score_is_no_edit(profile):
    before = fresh(profile)
    scored(profile)
    after = fresh(profile)
    same = ("lock", "edited_at", "edited_by_name", "judged")
    assert [getattr(after, name) for name in same] == [getattr(before, name) for name in same]
    assert after.digest != before.digest
    assert after.digest == payloads.Content(payloads.record_of(after)).digest


def test_the_trail_has_it(profile):
    before = fresh(profile).digest
    scored(profile, reviewer(), 4.5, concreteness=4, objections=["Six?", "Two?"], note="read on the train")
    event = profile.events.last()
    assert (event.move, event.by_name, event.note) == (
        "review",
        "rita",
        "4.5 · 4.5 · 4 · 4.5 · 4.5, 2 objections; read on the train",
    )
    assert (event.before, event.after) == (before, fresh(profile).digest)


def test_a_reviewer_is_no_contributor_and_may_approve_as_an_approver(profile):
    both = person("both", REVIEWERS, APPROVERS)
    scored(profile, both)
    scored(profile, reviewer())
    revision = in_review(profile)
    assert list(revision.contributors.values_list("name", flat=True)) == ["carla"]
    assert workflow.approve(revision, by=both, seal=revision.seal).state == State.APPROVED


def test_a_panel_of_people_passes_the_gate(profile):
    scored(profile, reviewer("rita"))
    scored(profile, reviewer("ravi"), 4)
    payload = payloads.read(in_review(profile).payload, 1)
    assert [finding for finding in gate.findings(payload) if finding.where == "panel"] == []
    assert [(r["panelist"], r["origin"], r["recorded_by"], r["stale"]) for r in payload["panel"]] == [
        ("rita", "person", "", False),
        ("ravi", "person", "", False),
    ]


def test_given_again_it_takes_the_place_of_the_former(profile):
    scored(profile, score=3, comment="Vague.")
    scored(profile, score=5)
    assert [(row.panelist, row.concreteness, row.comment) for row in PanelScore.objects.all()] == [("rita", 5, "")]
    notes = profile.events.filter(move="review").values_list("note", flat=True)
    assert list(notes) == ["3 · 3 · 3 · 3 · 3", "5 · 5 · 5 · 5 · 5"]


def test_objections_outlast_a_second_review_and_are_not_raised_twice(profile):
    scored(profile, objections=["Six?"])
    scored(profile, objections=["Six?", "Two?", "Two?", " "])
    assert list(Objection.objects.values_list("text", flat=True)) == ["Six?", "Two?"]


def test_a_text_that_changed_meanwhile_is_told_and_nothing_is_written(profile):
    seen = judged(profile)
    edit(profile, summary="Another text.")
    before = everything()
    with pytest.raises(Conflict, match="is another by now than the one you read"):
        reviewing.give(profile, by=reviewer(), scores=FIVES, seen_digest=seen)
    reviewer()
    assert everything().keys() == before.keys()
    assert (PanelScore.objects.count(), profile.events.filter(move="review").count()) == (0, 0)


def test_a_change_of_pay_is_none_of_the_text(profile):
    seen = judged(profile)
    edit(profile, pay=None)
    assert reviewing.give(profile, by=reviewer(), scores=FIVES, seen_digest=seen)


def test_an_edit_makes_scores_stale_and_the_old_text_makes_them_count_again(profile):
    scored(profile, reviewer("rita"))
    scored(profile, reviewer("ravi"))
    text = payloads.record_of(fresh(profile))
    lay(profile, text.model_copy(update={"summary": "Another text."}))
    assert [f.code for f in findings(profile) if f.code == "panel.stale"] == ["panel.stale"] * 2
    lay(profile, text)
    assert [f for f in findings(profile) if f.where == "panel"] == []


def findings(profile):
    row = fresh(profile)
    content = payloads.Content(payloads.record_of(row))
    draft = payloads.draft(row, content, payloads.marks_of(row, content), payloads.BasisBook())
    return gate.findings(draft.payload)


@pytest.mark.parametrize("score", [None, 0, 0.5, 5.5, 4.2, float("nan"), float("inf")])
def test_a_score_lies_between_one_and_five_in_halves(profile, score):
    with pytest.raises(Refused, match="Concreteness: a score from 1 to 5 in halves expected, found"):
        scored(profile, concreteness=score)


def test_there_are_five_dimensions(profile):
    with pytest.raises(Refused, match="the five dimensions expected, found charm too"):
        reviewing.give(profile, by=reviewer(), scores=FIVES | {"charm": 5}, seen_digest=judged(profile))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"comment": "x" * 5_001}, "comment: at most 5,000 characters expected, found 5,001"),
        ({"comment": "a\x00b"}, "comment: text without control characters expected"),
        ({"objections": ["x" * 2_001]}, "objection: at most 2,000 characters expected"),
        ({"objections": [f"No. {n}" for n in range(21)]}, "at most 20 objections that are not settled expected"),
        ({"note": "a\x00b"}, "note: text without control characters expected"),
    ],
)
def test_texts_that_no_record_could_hold_are_refused(profile, said, why):
    with pytest.raises(Refused, match=why):
        scored(profile, **said)
    assert not PanelScore.objects.exists()


def test_a_contributor_does_not_score_their_own_text(profile):
    with pytest.raises(Refused, match="carla wrote or edited this text, so somebody else has to score it"):
        scored(profile, curator("carla"))


def test_who_is_no_reviewer_does_not_score(profile):
    with pytest.raises(Refused, match="to review asks for a reviewer; axel is none"):
        scored(profile, approver())


def test_a_row_of_a_file_under_ones_name_is_ones_own_from_then_on():
    profile = on_desk(panel=[review("RITA", 3)])
    scored(profile, reviewer("rita"), 5)
    row = PanelScore.objects.get()
    assert (row.panelist, row.reviewer, row.concreteness) == ("rita", reviewer("rita"), 5)


def test_a_name_that_somebody_else_bears_on_the_panel_is_told(profile):
    scored(profile, reviewer("Rita"))
    with pytest.raises(Refused, match="another panellist is called Rita already"):
        scored(profile, reviewer("rita"))


def test_who_was_renamed_keeps_their_review(profile):
    rita = reviewer("rita")
    scored(profile, rita)
    rita.username = "margarita"
    rita.save()
    scored(profile, reviewer("margarita"), 5)
    assert [(row.panelist, row.concreteness) for row in PanelScore.objects.all()] == [("margarita", 5)]


def test_a_panel_has_an_end(monkeypatch, profile):
    monkeypatch.setattr("profiles.reviewing.scores.MOST_REVIEWERS", 1)
    scored(profile, reviewer("rita"))
    with pytest.raises(Refused, match="a panel of at most 1 expected"):
        scored(profile, reviewer("ravi"))


def test_a_broken_event_saves_nothing(profile, monkeypatch):
    reviewer()
    before = everything()

    def broken(*args, **kwargs):
        raise RuntimeError("the pen is dry")

    monkeypatch.setattr(trail, "tell_many", broken)
    with pytest.raises(RuntimeError, match="the pen is dry"):
        scored(profile, objections=["Six?"])
    assert everything() == before


def test_an_open_form_of_a_curator_is_not_refused_for_it(profile):
    from profiles import desk

    seen = profile.lock
    scored(profile)
    desk.take(profile, seen=seen)
    desk.close(profile, by=curator())
    assert Profile.objects.get().digest == payloads.Content(payloads.record_of(fresh(profile))).digest


# -- external panellists ---------------------------------------------------------------------------


def test_an_external_panellist_is_recorded_as_such(profile):
    external(profile, "  Ada   Outside ", comment="Sound.", objections=["Six?"], note="by letter")
    row = PanelScore.objects.get()
    assert (row.panelist, row.reviewer, row.recorded_by, row.origin) == (
        "Ada Outside",
        None,
        curator(),
        Origin.EXTERNAL,
    )
    assert row.recorded_at is not None
    event = profile.events.last()
    assert (event.move, event.by_name) == ("review", "carla")
    assert event.note == "for Ada Outside, an external panellist; 4.5 · 4.5 · 4.5 · 4.5 · 4.5, 1 objection; by letter"


def test_the_payload_says_who_recorded_it(profile):
    external(profile)
    payload = payloads.read(in_review(profile).payload, 1)
    assert [(r["panelist"], r["origin"], r["recorded_by"]) for r in payload["panel"]] == [
        ("Ada Outside", "external", "carla")
    ]


def test_whoever_wrote_the_text_may_record_what_another_says_of_it(profile):
    assert external(profile, by=curator("carla"))


@pytest.mark.parametrize("make", [reviewer, approver, lambda: person("emil")])
def test_only_a_curator_records(profile, make):
    with pytest.raises(Refused, match="to record an external panellist asks for a curator"):
        external(profile, by=make())


def test_nobody_is_recorded_who_can_sign_in(profile):
    reviewer("rita")
    with pytest.raises(Refused, match="RITA signs in here, so nobody else records what they say"):
        external(profile, "RITA")


def test_nobody_records_over_what_was_given_in_person(profile):
    rita = reviewer("rita")
    scored(profile, rita)
    rita.is_active = False
    rita.save()
    with pytest.raises(Refused, match="rita has scored in person"):
        external(profile, "Rita")


def test_a_curator_corrects_what_they_recorded_and_no_other_does(profile):
    external(profile, by=curator("carla"), score=3)
    external(profile, by=curator("carla"), score=4)
    with pytest.raises(Refused, match="carla has recorded what Ada Outside says of this text already"):
        external(profile, by=curator("cora"), score=5)
    assert [row.concreteness for row in PanelScore.objects.all()] == [4]


def test_a_changed_text_may_be_put_to_them_by_another_curator(profile):
    external(profile, by=curator("carla"))
    lay(profile, payloads.record_of(fresh(profile)).model_copy(update={"summary": "Another text."}))
    external(profile, by=curator("cora"), score=5)
    assert [(r.recorded_by.username, r.concreteness) for r in PanelScore.objects.all()] == [("cora", 5)]


@pytest.mark.parametrize("name", ["", "  ", "x" * 151, "a\x00b"])
def test_a_panellist_has_a_name(profile, name):
    with pytest.raises(Refused, match="name of the panellist"):
        external(profile, name)


def test_what_an_external_panellist_read_is_told_by_its_digest_too(profile):
    seen = judged(profile)
    edit(profile, summary="Another text.")
    with pytest.raises(Conflict):
        external(profile, seen_digest=seen)


# -- set aside -------------------------------------------------------------------------------------


def test_stale_scores_are_set_aside_and_the_trail_keeps_them(profile):
    row = scored(profile, score=3)
    lay(profile, payloads.record_of(fresh(profile)).model_copy(update={"summary": "Another text."}))
    reviewing.set_aside(row, by=curator(), note="she has left")
    assert not PanelScore.objects.exists()
    event = profile.events.last()
    assert (event.move, event.note) == ("set aside", "rita; 3 · 3 · 3 · 3 · 3; she has left")
    assert fresh(profile).digest == payloads.Content(payloads.record_of(fresh(profile))).digest == event.after


def test_scores_of_the_text_that_stands_are_not_set_aside(profile):
    row = scored(profile, score=1)
    with pytest.raises(Refused, match="rita scored the text as it stands"):
        reviewing.set_aside(row, by=curator())


def test_what_one_recorded_by_mistake_is_taken_back_by_oneself(profile):
    row = external(profile, by=curator("carla"))
    with pytest.raises(Refused):
        reviewing.set_aside(row, by=curator("cora"))
    reviewing.set_aside(row, by=curator("carla"))
    assert not PanelScore.objects.exists()


@pytest.mark.parametrize("make", [reviewer, approver])
def test_only_a_curator_sets_aside(profile, make):
    row = scored(profile)
    with pytest.raises(Refused, match="to set scores aside asks for a curator"):
        reviewing.set_aside(row, by=make())


def test_nobody_talks_an_objection_away_by_setting_its_review_aside(profile):
    row = objection(profile).review
    lay(profile, payloads.record_of(fresh(profile)).model_copy(update={"summary": "Another text."}))
    with pytest.raises(Refused, match="rita objects: every objection is withdrawn or fixed first"):
        reviewing.set_aside(row, by=curator())
    reviewing.rule(Objection.objects.get(), by=reviewer(), outcome="fixed")
    reviewing.set_aside(row, by=curator())
    assert not PanelScore.objects.exists()


def test_what_is_gone_is_told(profile):
    row = scored(profile)
    lay(profile, record(panel=[]))
    with pytest.raises(Conflict, match="the review is no longer there"):
        reviewing.set_aside(row, by=curator())
