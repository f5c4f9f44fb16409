"""The desk: who saves first, what is laid down whole, what is told, and what a rewrite leaves standing."""

import datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import assume, given
from hypothesis import strategies as st

from profiles import desk, payloads, trail
from profiles.desk import Conflict, Write, close, ensure_skills, replace, take
from profiles.models import Mapping, Objection, PanelScore, Profile, Responsibility
from profiles.payloads import Content
from profiles.records import ProfileRecord, SkillUseRecord
from profiles.scoring import LAYERS
from taxonomy.models import Skill
from tests.factories import (
    KEY_M4,
    confirm,
    curator,
    everything,
    fresh,
    lay,
    on_desk,
    person,
    record,
    record_data,
    review,
)
from tests.plugins import FEW

pytestmark = pytest.mark.django_db


def stands(profile) -> ProfileRecord:
    return payloads.record_of(fresh(profile))


# -- take ------------------------------------------------------------------------------------------


def test_the_first_to_take_a_desk_has_it_and_the_second_is_told():
    first, second = on_desk(), Profile.objects.with_places().get()
    seen = first.lock
    take(first, seen=seen)
    with pytest.raises(Conflict, match=f"{KEY_M4} was saved by somebody else since you opened it"):
        take(second, seen=seen)
    assert Profile.objects.get().lock == first.lock == seen + 1


def test_who_has_taken_a_desk_may_take_it_again():
    profile = on_desk()
    take(profile, seen=profile.lock)
    take(profile, seen=profile.lock)
    assert Profile.objects.get().lock == profile.lock


def test_an_import_counts_as_a_save():
    profile = on_desk()
    seen = profile.lock
    lay(profile, record(summary="From a file."))
    with pytest.raises(Conflict):
        take(profile, seen=seen)


def test_a_desk_that_is_gone_is_not_taken():
    profile = on_desk()
    seen, gone = profile.lock, Profile.objects.filter(pk=profile.pk)
    gone.update(lock=seen + 5)
    with pytest.raises(Conflict):
        take(profile, seen=seen)


# -- close -----------------------------------------------------------------------------------------


def test_closing_after_a_change_renews_the_digest_and_tells_the_trail():
    profile = on_desk()
    before = profile.digest
    Responsibility.objects.filter(profile=profile, position=0).update(text="Changed by hand.")
    assert close(profile, by=curator("cora"), note="typo") is True
    row = Profile.objects.get()
    event = row.events.last()
    assert row.digest == Content(stands(profile)).digest != before
    assert (event.move, event.by_name, event.note, event.before, event.after) == (
        "edit",
        "cora",
        "typo",
        before,
        row.digest,
    )
    assert row.edited_by_name == "cora"
    assert timezone.now() - row.edited_at < datetime.timedelta(minutes=1)


def test_closing_without_a_change_says_so():
    profile = on_desk()
    assert close(profile, by=curator()) is False


def test_closing_tells_of_pay_though_no_digest_shows_it():
    profile = on_desk()
    profile.pay.median = 170_000
    profile.pay.save()
    assert close(profile, by=person("petra")) is False
    assert profile.events.last().by_name == "petra"


@pytest.mark.parametrize("write", [lambda p: close(p, by=None), lambda p: lay(p, record(summary="New."))])
def test_a_broken_event_saves_nothing(write, monkeypatch):
    profile = on_desk()
    before = everything()

    def broken(*args, **kwargs):
        raise RuntimeError("the pen is dry")

    monkeypatch.setattr(trail, "tell_many", broken)
    with pytest.raises(RuntimeError, match="the pen is dry"):
        write(profile)
    assert everything() == before


# -- replace ---------------------------------------------------------------------------------------


def test_what_is_laid_down_is_what_stands():
    assert stands(on_desk()) == record()


def test_a_bare_record_stands_too():
    bare = ProfileRecord(code=KEY_M4, title="Bare")
    assert stands(on_desk(bare)) == bare


def test_a_rewrite_leaves_nothing_of_what_stood():
    profile = on_desk()
    bare = ProfileRecord(code=KEY_M4, title="Bare")
    lay(profile, bare)
    assert stands(profile) == bare


def test_what_a_file_says_of_the_shelf_is_no_part_of_the_desk():
    told = {"status": "approved", "version": 7, "decision": {"by": "x", "at": "2026-01-01"}}
    assert stands(on_desk(record(**told))) == record()


def test_a_rewrite_tells_the_trail_digest_by_digest():
    profile = on_desk()
    first = profile.digest
    lay(profile, record(summary="Next."))
    assert list(profile.events.values_list("move", "before", "after")) == [
        ("edit", "", first),
        ("edit", first, Profile.objects.get().digest),
    ]


def test_a_silent_rewrite_tells_nothing():
    profile = on_desk()
    replace([Write(profile, Content(record(summary="Restored.")))], by=None, silent=True)
    assert profile.events.count() == 1


SECOND = record(summary="Another text.")


def judged(profile):
    content = Content(stands(profile))
    return {row.panelist: row.judged_digest == content.judged for row in PanelScore.objects.filter(profile=profile)}


def test_scores_that_come_with_a_text_are_of_that_text():
    assert judged(on_desk()) == {"Rita Sample": True, "Ravi Sample": True}


def test_the_same_scores_under_another_text_stay_those_of_the_former():
    profile = on_desk()
    lay(profile, SECOND)
    assert judged(profile) == {"Rita Sample": False, "Ravi Sample": False}
    lay(profile, SECOND)  # and a second reading does not freshen them
    assert judged(profile) == {"Rita Sample": False, "Ravi Sample": False}


def test_scores_that_come_back_to_their_text_count_again():
    profile = on_desk()
    lay(profile, SECOND)
    lay(profile, record())
    assert judged(profile) == {"Rita Sample": True, "Ravi Sample": True}


@pytest.mark.parametrize(
    "again",
    [
        review("Rita Sample", 5),
        review("Rita Sample", concreteness=4),
        review("Rita Sample", at="2026-04-01T09:00:00Z"),
        review("Rita Sample") | {"comment": "Read it again."},
    ],
)
def test_a_review_that_is_new_in_any_way_is_of_the_new_text(again):
    profile = on_desk()
    lay(profile, record(summary="Another text.", panel=[again, review("Ravi Sample")]))
    assert judged(profile) == {"Rita Sample": True, "Ravi Sample": False}


def test_scores_stay_fresh_where_only_pay_panel_or_maker_changed():
    profile = on_desk()
    lay(profile, record(pay=None, produced_by="me", confidence=0.9))
    assert judged(profile) == {"Rita Sample": True, "Ravi Sample": True}


def test_an_objection_stands_however_often_the_file_is_read():
    """A file that changes a figure of pay must not talk a reviewer's objection away."""
    profile = on_desk()
    rita = PanelScore.objects.get(profile=profile, panelist="Rita Sample")
    Objection.objects.create(review=rita, text="Six lines?")
    lay(profile, record(pay=None))
    assert list(Objection.objects.values_list("review__panelist", "text", "answer")) == [
        ("Rita Sample", "Six lines?", "")
    ]


def test_a_mapping_that_comes_again_stays_confirmed_and_another_is_not():
    profile = on_desk()
    confirm(profile)
    again = record_data()["mappings"]
    lay(profile, record(summary="Next.", mappings=[*again, again[0] | {"code": "11-1021.00"}]))
    assert list(Mapping.objects.values_list("code", "confirmed_by__username")) == [
        ("11-3051.00", "carla"),
        ("11-1021.00", None),
    ]


def test_who_scored_stays_known():
    profile = on_desk()
    rita = person("rita", "Reviewers")
    PanelScore.objects.filter(profile=profile, panelist="Rita Sample").update(reviewer=rita)
    lay(profile, SECOND)
    assert dict(PanelScore.objects.values_list("panelist", "reviewer__username")) == {
        "Rita Sample": "rita",
        "Ravi Sample": None,
    }


def test_a_rewrite_costs_the_same_however_many_profiles():
    costs = []
    for count in (1, 3):
        profiles = [on_desk(code=f"PLANTO.MANY{count}{i}.M4") for i in range(count)]
        writes = [
            Write(profile, Content(record(f"PLANTO.MANY{count}{i}.M4", summary="Next.")))
            for i, profile in enumerate(profiles)
        ]
        by = curator()
        with CaptureQueriesContext(connection) as captured:
            replace(writes, by=by)
        costs.append(len(captured))
    assert costs[0] == costs[1]


# -- skills ----------------------------------------------------------------------------------------


def test_skills_are_made_once_and_found_in_any_case():
    Skill.objects.create(name="Power BI", type="tool")
    found = ensure_skills([SkillUseRecord(name="POWER BI"), SkillUseRecord(name="Excel"), SkillUseRecord(name="excel")])
    assert {folded: skill.type for folded, skill in found.items()} == {"power bi": "tool", "excel": "skill"}
    assert Skill.objects.count() == 2


def test_the_digest_is_of_what_stands_and_not_of_how_the_file_spelled_it():
    """Name and type of a skill are the canon's: a desk that spells them otherwise would look unfinished for good."""
    Skill.objects.create(name="Power BI", type="tool")
    profile = on_desk(skills=[{"name": "POWER bi", "summary": "Charts"}])
    assert profile.digest == Content(stands(profile)).digest
    assert close(profile, by=curator()) is False


# -- whatever a file may hold ----------------------------------------------------------------------

LINE = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12)
RECORDS = st.builds(
    record_data,
    title=LINE,
    summary=LINE | st.just(""),
    responsibilities=st.lists(LINE, max_size=3),
    skills=st.lists(
        st.fixed_dictionaries(
            {"name": LINE, "type": st.sampled_from(["skill", "tool", "knowledge"]), "summary": LINE | st.just("")}
        ),
        max_size=3,
    ),
    aliases=st.lists(st.fixed_dictionaries({"title": LINE, "locale": st.sampled_from(["", "de"])}), max_size=3),
    mappings=st.lists(st.fixed_dictionaries({"system": st.sampled_from(["ISCO", "ESCO"]), "code": LINE}), max_size=3),
    sources=st.lists(
        st.fixed_dictionaries({"title": LINE, "layers": st.lists(st.sampled_from(LAYERS), max_size=3)}), max_size=2
    ),
    panel=st.lists(st.builds(review, LINE, st.sampled_from([1, 2.5, 3, 4.5, 5])), max_size=2),
    confidence=st.none() | st.floats(0, 1),
    produced_by=LINE | st.just(""),
)


@FEW
@given(RECORDS)
def test_every_record_that_reads_stands_on_the_desk_as_it_is(data):
    """What the record type lets in, the constraints of both databases let in too, and it reads back alike."""
    try:
        text = ProfileRecord.model_validate(data)
    except ValueError:
        assume(False)
    with transaction.atomic():
        profile = on_desk(text)
        assert stands(profile) == text
        assert profile.digest == Content(text).digest
        transaction.set_rollback(True)


def test_names_that_one_of_the_databases_takes_for_one_are_one_to_the_record():
    """PostgreSQL lowers İ to i, Python to two letters: a file would pass and then break a constraint."""
    with pytest.raises(ValueError, match="each alias once expected, found “i” twice"):
        record(aliases=["İ", "i"])


def test_everything_that_the_module_offers_is_there():
    assert [name for name in desk.__all__ if not hasattr(desk, name)] == []
