"""From the desk to a payload, and back: what is sealed, whose baseline holds, which schemas read."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from profiles import payloads, sealing
from profiles.models import Mapping, Objection, PanelScore
from profiles.payloads import OUTSIDE, BasisBook, Content, Marks
from profiles.workflow import resting
from taxonomy.importers.sources import load
from taxonomy.models import Guideline, Level, PayBaseline
from tests.factories import (
    FOCUS_CODE,
    FUNCTION_CODE,
    KEY_M4,
    approved,
    confirm,
    curator,
    focus,
    fresh,
    function,
    guidelines,
    in_review,
    ladder,
    on_desk,
    record,
)
from tests.reference import onet_zip

pytestmark = pytest.mark.django_db


def draft(profile, **changes):
    profile = fresh(profile)
    content = Content(payloads.record_of(profile))
    return payloads.draft(profile, content, payloads.marks_of(profile, content), BasisBook())


ASKED = {"answer": "", "outcome": "open", "answered_by": "", "ruled_by": ""}


# -- content ---------------------------------------------------------------------------------------


def test_the_payload_holds_the_content_the_key_the_schema_and_the_basis():
    payload = draft(on_desk()).payload
    content = record().content()
    added = {"schema", "key", "basis", "pay_seal"}
    assert set(payload) == set(content) | added
    assert {name: payload[name] for name in content if name not in ("mappings", "panel")} == {
        name: content[name] for name in content if name not in ("mappings", "panel")
    }
    assert (payload["schema"], payload["key"]) == (1, KEY_M4)


def test_the_key_names_the_scope():
    assert draft(on_desk(scope="US")).payload["key"] == f"{KEY_M4}@US"


def test_marks_of_people_are_sealed_with_what_they_mark():
    profile = on_desk()
    confirm(profile, by=curator("cora"))
    rita = PanelScore.objects.get(profile=profile, panelist="Rita Sample")
    Objection.objects.create(review=rita, text="Six?")
    PanelScore.objects.filter(panelist="Ravi Sample").update(judged_digest="0" * 64)
    payload = draft(profile).payload
    assert [mapping["confirmed"] for mapping in payload["mappings"]] == ["cora"]
    assert [(r["panelist"], r["stale"], r["objections"]) for r in payload["panel"]] == [
        ("Rita Sample", False, [ASKED | {"text": "Six?"}]),
        ("Ravi Sample", True, []),
    ]


def test_without_marks_nothing_is_confirmed_stale_or_objected_to():
    profile = on_desk()
    payload = payloads.draft(profile, Content(record()), Marks(), BasisBook()).payload
    assert [mapping["confirmed"] for mapping in payload["mappings"]] == [""]
    assert [(r["stale"], r["objections"]) for r in payload["panel"]] == [(False, []), (False, [])]


def test_a_confirmation_belongs_to_system_and_code():
    twins = [{"system": "ISCO", "code": "1321"}, {"system": "ESCO", "code": "1321"}]
    profile = on_desk(mappings=twins)
    Mapping.objects.filter(system="ESCO").update(confirmed_by=curator(), confirmed_at=profile.created_at)
    assert [(m["system"], m["confirmed"]) for m in draft(profile).payload["mappings"]] == [
        ("ISCO", ""),
        ("ESCO", "carla"),
    ]


def test_a_sealed_text_reads_back_as_the_record_it_was_made_from():
    sealed = draft(on_desk(scope="US", confidence=0.9))
    assert payloads.record_from(sealed.payload, sealed.pay["own"]) == record(scope="US", confidence=0.9)
    assert payloads.record_from(sealed.payload).pay is None


def test_equal_content_has_an_equal_digest_whatever_the_pay():
    assert Content(record()).digest == Content(record(pay=None)).digest
    assert Content(record()).digest != Content(record(summary="Other.")).digest


# -- basis -----------------------------------------------------------------------------------------


def test_the_basis_is_the_shared_texts_as_they_stand():
    profile = on_desk()
    Level.objects.filter(code="M4").update(autonomy="Alone.", decision_rights="Hires.")
    basis = draft(profile).payload["basis"]
    assert basis["function"] == {
        "code": FUNCTION_CODE,
        "name": "Plant Operations",
        "summary": f"The work of {FUNCTION_CODE}.",
        "group": "",
    }
    assert basis["focus"] == {
        "code": FOCUS_CODE,
        "name": "Line Leadership",
        "summary": f"What sets {FOCUS_CODE} apart.",
    }
    assert basis["track"] == {"code": "M", "name": "Management", "summary": "", "order": 3}
    assert basis["level"] == {
        "code": "M4",
        "title": "Management 4",
        "step": 4,
        "rank": 7,
        "years_min": 10,
        "years_max": 15,
        "summary": "What M4 is about.",
        "scope": "The scope of M4.",
        "autonomy": "Alone.",
        "complexity": "",
        "impact": "",
        "decision_rights": "Hires.",
        "leadership": "",
    }
    assert [(row["code"], row["rank"]) for row in basis["levels"]] == [
        ("M1", 4),
        ("M2", 5),
        ("M3", 6),
        ("M4", 7),
        ("M5", 8),
        ("M6", 9),
    ]


def test_guidelines_of_the_whole_track_are_sealed_and_the_narrower_row_wins_whole():
    profile = on_desk()
    guidelines(function())
    own = Guideline.objects.create(focus=focus(), level=ladder()["M3"], knowledge="Ours")
    Guideline.objects.create(focus=focus("OTHER1"), level=ladder()["M2"], knowledge="Theirs")
    guidelines(function(), track="P")
    rows = draft(profile).payload["basis"]["guidelines"]
    assert [(row["level"], row["from"]) for row in rows] == [
        ("M1", "function"),
        ("M2", "function"),
        ("M3", "focus"),
        ("M4", "function"),
        ("M5", "function"),
        ("M6", "function"),
    ]
    # Not column by column: what the narrower row leaves empty is empty.
    assert rows[2] == {
        "level": "M3",
        "from": "focus",
        "knowledge": own.knowledge,
        "complexity": "",
        "collaboration": "",
        "experience": "",
    }


def test_levels_without_a_guideline_have_no_row():
    Guideline.objects.create(function=function(), level=ladder()["M2"], knowledge="x")
    rows = draft(on_desk()).payload["basis"]["guidelines"]
    assert [row["level"] for row in rows] == ["M2"]


def test_a_book_reads_shared_texts_once_however_many_profiles():
    profiles = [fresh(on_desk(code=f"PLANTO.MANY{i}.M4")) for i in range(3)]
    contents = [Content(payloads.record_of(profile)) for profile in profiles]
    book = BasisBook()
    payloads.draft(profiles[0], contents[0], Marks(), book)
    with CaptureQueriesContext(connection) as captured:
        for profile, content in zip(profiles, contents, strict=True):
            payloads.draft(profile, content, Marks(), book)
    assert len(captured) == 0


# -- the mapped occupation ---------------------------------------------------------------------------

MAPPED = [{"system": "ESCO", "code": "1321.2"}, {"system": "O*NET/SOC", "code": "11-3051"}]
BASE = {
    "code": "11-3051.00",
    "title": "Industrial Production Managers",
    "system": "O*NET",
    "edition": "30.1",
    "publisher": "U.S. Department of Labor, Employment and Training Administration",
    "licence": "CC BY 4.0",
    "skills": ["Judgment", "Active Listening"],
    "knowledge": ["Processing"],
}


def test_the_base_of_the_first_mapped_occupation_is_sealed_where_it_is_known(tmp_path):
    profile, bare = on_desk(mappings=MAPPED), on_desk(code="PLANTO.OTHER1.M4", mappings=[])
    assert OUTSIDE not in draft(profile).payload["basis"]
    load("onet", [onet_zip(tmp_path)])
    assert draft(profile).payload["basis"][OUTSIDE] == BASE
    assert OUTSIDE not in draft(bare).payload["basis"]
    unknown = on_desk(code="PLANTO.OTHER2.M4", mappings=[{"system": "O*NET/SOC", "code": "99-9999"}])
    assert OUTSIDE not in draft(unknown).payload["basis"]


def test_a_book_asks_for_an_occupation_once_however_many_profiles(tmp_path):
    load("onet", [onet_zip(tmp_path)])
    profiles = [fresh(on_desk(code=f"PLANTO.MANY{i}.M4", mappings=MAPPED)) for i in range(3)]
    contents = [Content(payloads.record_of(profile)) for profile in profiles]
    for number in (1, 3):
        book = BasisBook()
        with CaptureQueriesContext(connection) as captured:
            for content in contents[:number]:
                book.outside(content.plain["mappings"])
        assert len(captured) == 3  # is it loaded, its entry, its elements


def test_a_later_release_of_outside_data_makes_no_text_stale(tmp_path):
    load("onet", [onet_zip(tmp_path, release="29.0")])
    revision = approved(mappings=MAPPED)
    load("onet", [onet_zip(tmp_path)])
    assert not resting.stands_on_another(revision, BasisBook())
    sealed = payloads.read(revision.payload, revision.schema)
    assert sealed["basis"][OUTSIDE] == BASE | {"edition": "29.0"}


# -- pay -------------------------------------------------------------------------------------------


def baseline(median, **changes):
    values = {"level": ladder()["M4"], "currency": "USD", "region": "US"} | changes
    return PayBaseline.objects.create(median=median, **values)


def medians(profile):
    return {owner: figures and figures["median"] for owner, figures in draft(profile).pay.items()}


def test_pay_is_own_function_and_level_side_by_side():
    profile = on_desk()
    baseline(2, function=function())
    baseline(3)
    baseline(4, level=ladder()["M3"])
    baseline(5, function=function("OTHER"))
    assert medians(profile) == {"own": 164_000, "function": 2, "level": 3}


def test_a_scope_takes_the_baseline_of_its_region_and_no_other():
    profile = on_desk(scope="DE", pay=None)
    baseline(2, region="US", function=function())
    assert medians(profile)["function"] is None
    baseline(3, region="de", currency="EUR", function=function())
    assert medians(profile)["function"] == 3


def test_the_global_profile_takes_its_own_region_first_and_then_any():
    profile = on_desk(pay=None)
    baseline(2, region="US", function=function())
    assert medians(profile)["function"] == 2
    baseline(3, region="global", function=function())
    assert medians(profile)["function"] == 3


def test_without_any_figures_there_is_no_seal_of_pay():
    assert draft(on_desk(pay=None)).payload["pay_seal"] is None


def test_two_seals_of_the_same_pay_differ():
    profile = on_desk()
    first, second = draft(profile), draft(profile)
    assert first.pay == second.pay
    assert first.payload["pay_seal"] != second.payload["pay_seal"]
    assert first.payload | {"pay_seal": None} == second.payload | {"pay_seal": None}


def test_pay_of_a_revision():
    revision = in_review()
    assert payloads.own_pay(revision)["median"] == 164_000
    assert set(payloads.pay_of(revision)) == {"own", "function", "level"}
    without = in_review(code="PLANTO.OTHER1.M4", pay=None)
    assert (payloads.pay_of(without), payloads.own_pay(without)) == (None, None)


# -- schemas ---------------------------------------------------------------------------------------


def test_a_payload_of_todays_schema_reads():
    revision = in_review()
    assert payloads.read(revision.payload, revision.schema) == json.loads(revision.payload)


@pytest.mark.parametrize("schema", [0, 2, None])
def test_a_schema_of_a_newer_release_is_refused(schema):
    with pytest.raises(ValueError, match="payload schema 1 to 1 expected, found"):
        payloads.read("{}", schema)


def test_whatever_is_sealed_can_be_spelled():
    sealed = draft(on_desk())
    assert json.loads(sealing.canonical(sealed.payload)) == sealed.payload
