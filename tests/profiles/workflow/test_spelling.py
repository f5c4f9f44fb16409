"""A skill that is spelled otherwise by now: desks keep up with it, and scores of the panel stay what they were."""

import pytest

from profiles import payloads, workflow
from profiles.models import PanelScore, Profile
from profiles.payloads import Content
from taxonomy.models import Skill
from tests.factories import approved, approver, curator, everything, fresh, in_review, lay, on_desk, record, review
from tests.shared_texts import accepted, changed

pytestmark = pytest.mark.django_db


def power_bi() -> Skill:
    return Skill.objects.get(folded="power bi")


def stale(profile) -> set[str]:
    profile = fresh(profile)
    return set(payloads.marks_of(profile, Content(payloads.record_of(profile))).stale)


@pytest.mark.parametrize("values", [{"name": "POWER BI"}, {"type": "skill"}])
def test_a_desk_keeps_its_digests_and_its_scores(values):
    profile = approved().profile
    accepted(power_bi(), **values)
    profile = fresh(profile)
    content = Content(payloads.record_of(profile))
    assert (profile.digest, profile.judged) == (content.digest, content.judged)
    assert stale(profile) == set()
    assert set(PanelScore.objects.values_list("judged_digest", flat=True)) == {content.judged}


def test_what_was_stale_stays_stale():
    profile = on_desk(panel=[review("Rita Sample"), review("Ravi Sample")])
    both = record(summary="Changed.", panel=[review("Rita Sample"), review("Ravi Sample", 5)])
    lay(profile, both)  # Rita's review came again as it was, Ravi has scored anew
    assert stale(profile) == {"Rita Sample"}
    workflow.propose(changed(power_bi(), name="POWER BI"), by=curator(), note="as it is written")
    assert stale(profile) == {"Rita Sample"}


def test_nobody_becomes_a_contributor_and_nothing_is_told_in_the_trail():
    profile = approved().profile
    before = everything()
    accepted(power_bi(), name="POWER BI")
    after = everything()
    assert {name for name in after if after[name] != before[name]} - {"auth.User", "auth.User_groups"} == {
        "profiles.Profile",
        "profiles.PanelScore",
        "profiles.Proposal",
        "profiles.Revision",
        "profiles.Upkeep",
        "taxonomy.Skill",
    }
    assert Profile.objects.get(pk=profile.pk).edited_by_name == "carla"


def test_a_text_of_its_own_leaves_desks_alone():
    approved()
    before = everything()["profiles.Profile"], everything()["profiles.PanelScore"]
    accepted(power_bi(), summary="Reporting.")
    assert (everything()["profiles.Profile"], everything()["profiles.PanelScore"]) == before


def test_who_edits_at_that_moment_is_not_disturbed():
    profile = approved().profile
    lock = Profile.objects.get(pk=profile.pk).lock
    accepted(power_bi(), name="POWER BI")
    assert Profile.objects.get(pk=profile.pk).lock == lock


def test_submitted_again_it_passes_the_gate():
    first = approved()
    accepted(power_bi(), name="POWER BI")
    again = in_review(first.profile)
    assert workflow.approve(again, by=approver(), seal=again.seal).number == 2
    assert [use["name"] for use in payloads.read(again.payload, again.schema)["skills"]][1] == "POWER BI"
