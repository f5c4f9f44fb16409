"""Records of what knows profiles: what reads, what is refused, what is written again."""

import datetime
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from profiles import records
from profiles.records import KINDS, DeskRecord, ProfileRecord, bundle_schema, plural, written_instant
from taxonomy.records import faults
from tests.factories import KEY_M4, record, record_data, review


def told(change, kind="profile", base=None):
    """(path, sentence) of each fault."""
    value = (record_data() if base is None else base) | change
    with pytest.raises(ValidationError) as refused:
        KINDS[kind].model_validate(value)
    return list(faults(refused.value))


# -- in and out ------------------------------------------------------------------------------------


def test_a_whole_record_is_written_as_it_was_read():
    told = {
        "scope": "US",
        "version": 3,
        "status": "retired",
        "successor": "PLANTO.OTHER1.M4",
        "confidence": 0.9,
        "decision": {"by": "axel", "at": "2026-05-31T10:00:00Z", "note": "good"},
    }
    data = record_data(**told)
    for skill in data["skills"]:
        if skill.get("type") == "skill":
            del skill["type"]
    assert ProfileRecord.model_validate(data).written() == data


def test_keys_are_written_in_the_order_of_the_format():
    order = [
        *("kind", "code", "scope", "version", "status", "successor", "title", "summary", "responsibilities"),
        *("skills", "pay", "aliases", "mappings", "sources", "panel", "confidence", "produced_by", "decision"),
    ]
    assert list(ProfileRecord.model_fields) == order


def test_what_is_empty_is_not_written():
    bare = {"kind": "profile", "code": KEY_M4, "title": "Bare"}
    assert record(KEY_M4).model_validate(bare | {"summary": "", "skills": [], "pay": None}).written() == bare


def test_an_alias_is_a_text_or_more():
    text = record(aliases=["Boss", {"title": "Chef", "locale": "de"}, {"title": "Head"}])
    assert text.written()["aliases"] == ["Boss", {"title": "Chef", "locale": "de"}, "Head"]


@pytest.mark.parametrize(
    ("code", "scope", "key"),
    [
        ("planto.x1.m4", "GLOBAL", "PLANTO.X1.M4"),
        ("PLANTO.X1.M4", "us", "PLANTO.X1.M4@US"),
        (" PLANTO.X1.M4 ", "de-by", "PLANTO.X1.M4@DE-BY"),
    ],
)
def test_codes_are_read_in_any_case_and_kept_in_one(code, scope, key):
    assert record(code, title="x", scope=scope).key == key


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2026-05-31T10:00:00Z", "2026-05-31T10:00:00Z"),
        ("2026-05-31T12:00:00+02:00", "2026-05-31T10:00:00Z"),
        ("2026-05-31T10:00:00", "2026-05-31T10:00:00Z"),
        ("2026-05-31", "2026-05-31T00:00:00Z"),
        ("2026-05-31T10:00:00.250Z", "2026-05-31T10:00:00.250000Z"),
    ],
)
def test_a_time_has_one_spelling(text, written):
    [said] = record(panel=[review("Rita", at=text)]).written()["panel"]
    assert said["at"] == written


@given(st.datetimes(timezones=st.just(datetime.UTC)))
def test_a_written_time_reads_back(moment):
    assert datetime.datetime.fromisoformat(written_instant(moment)) == moment


def test_scores_are_written_without_a_needless_fraction():
    [said] = record(panel=[review("Rita", 4, concreteness=4.5)]).written()["panel"]
    assert json.dumps(said["scores"]).count(".") == json.dumps(said["scores"]).count("4.5") + 4


def test_confidence_has_as_many_places_as_its_column():
    """Otherwise the desk would hold another number than the file, and look edited for good."""
    assert record(confidence=0.83333).confidence == 0.833


# -- faults ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "path", "sentence"),
    [
        ({"code": "PLANTO.M4"}, "code", "a key like MANUFA.MANUFACTF950.M4 expected, found “PLANTO.M4”"),
        ({"code": f"{KEY_M4}@US"}, "code", "a code without a scope expected: the scope has a key of its own"),
        ({"scope": "d"}, "scope", "a code of the shape (global|[A-Z0-9][A-Z0-9-]{1,15}) expected, found 'D'"),
        ({"version": 0}, "version", "greater than or equal to 1 expected, found 0"),
        ({"status": "Approved"}, "status", "'draft', 'approved' or 'retired' expected, found 'Approved'"),
        (
            {"status": "retired", "successor": KEY_M4},
            "",
            "another profile expected as successor, found the profile itself",
        ),
        ({"title": " "}, "title", "a text that is not blank expected"),
        ({"responsibilities": ["Plans", " "]}, "responsibilities[1]", "at least 1 characters expected, found 0"),
        ({"responsibilities": "Plans"}, "responsibilities", "a valid list expected, found 'Plans'"),
        ({"responsibilities": ["x"] * 501}, "responsibilities", "at most 500 items expected, found 501"),
        ({"skills": [{"name": "a"}, {"name": "A"}]}, "", "each skill once expected, found “A” twice"),
        ({"skills": [{"name": "a"}, {"summary": "b"}]}, "skills[1] → name", "required key missing"),
        ({"aliases": ["a", "A"]}, "", "each alias once expected, found “A” twice"),
        ({"panel": [review("R"), review("r")]}, "", "each panellist once expected, found “r” twice"),
        (
            {"panel": [review("R", concreteness=4.2)]},
            "panel[0] → scores → concreteness",
            "a score from 1 to 5 in halves expected, found 4.2",
        ),
        (
            {"panel": [review("R", concreteness=5.5)]},
            "panel[0] → scores → concreteness",
            "less than or equal to 5 expected, found 5.5",
        ),
        (
            {"panel": [review("R", at="yesterday")]},
            "panel[0] → at",
            "a time such as 2026-05-31T10:00:00Z expected, found “yesterday”",
        ),
        ({"confidence": 1.1}, "confidence", "less than or equal to 1 expected, found 1.1"),
        ({"decision": {"by": "x"}}, "decision → at", "required key missing"),
        ({"pay": {"currency": "USD", "median": 5, "low": 6}}, "pay", "low ≤ median ≤ high expected, found 6, 5, 5"),
    ],
)
def test_a_fault_names_its_path_and_what_was_expected(change, path, sentence):
    assert told(change) == [(path, sentence)]


@pytest.mark.parametrize("code", ["11-305", "113051", "11-3051.0", "11-3051.000", "XX-YYYY"])
def test_a_soc_code_has_its_shape(code):
    [(path, sentence)] = told({"mappings": [{"system": "O*NET/SOC", "code": code}]})
    assert (path, sentence) == ("mappings[0]", f"a code like 11-3051 or 11-3051.00 expected, found “{code}”")


def test_two_mappings_of_one_code_are_told_by_system_and_code():
    again = [{"system": "ISCO", "code": "1321"}] * 2
    assert told({"mappings": again}) == [("", "each mapping once expected, found “ISCO 1321” twice")]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "https://", "//example.org"])
def test_an_address_that_could_run_is_refused(url):
    [(path, sentence)] = told({"sources": [{"title": "x", "url": url}]})
    assert path == "sources[0] → url"
    assert sentence == f"an address that begins with https:// or http:// expected, found “{url}”"


def test_a_layer_is_one_of_the_seven():
    [(path, _)] = told({"sources": [{"title": "x", "layers": ["pay", "salary"]}]})
    assert path == "sources[0] → layers[1]"


@pytest.mark.parametrize("value", [float("inf"), float("nan"), 10**400])
@pytest.mark.parametrize("key", ["confidence", "version"])
def test_what_is_no_number_is_a_fault_and_no_error(key, value):
    [(path, _)] = told({key: value})
    assert path == key


# -- all kinds -------------------------------------------------------------------------------------


def test_the_kinds_of_a_bundle():
    assert list(KINDS) == [
        *("canon", "track", "level", "function", "focus", "guideline", "skill", "pay"),
        *("profile", "revision", "event", "desk", "waiver", "release_text", "release_seals", "release"),
    ]


def test_paths_begin_with_the_plural_of_a_kind():
    assert [plural(kind) for kind in KINDS] == [
        *("canon", "tracks", "levels", "functions", "focuses", "guidelines", "skills", "pay"),
        *("profiles", "revisions", "events", "desks", "waivers"),
        *("texts of releases", "seals of releases", "releases"),
    ]


def test_every_record_names_its_kind():
    assert {kind: model.model_fields["kind"].default for kind, model in KINDS.items()} == {kind: kind for kind in KINDS}


def test_the_schema_tells_every_kind_and_forbids_unknown_keys():
    schema = bundle_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert set(schema["discriminator"]["mapping"]) == set(KINDS)
    objects = [d for d in schema["$defs"].values() if d.get("type") == "object"]
    assert {d["additionalProperties"] for d in objects} == {False}
    assert json.loads(json.dumps(schema)) == schema


def test_the_schema_tells_the_shape_of_codes_and_the_length_of_texts():
    told = bundle_schema()["$defs"]
    assert told["FocusRecord"]["properties"]["code"]["pattern"] == "^[A-Z0-9]{1,24}$"
    assert told["PayPart"]["properties"]["currency"]["pattern"] == "^[A-Z]{3}$"
    assert told["ProfileRecord"]["properties"]["scope"]["pattern"] == "^(global|[A-Z0-9][A-Z0-9-]{1,15})$"
    assert told["MappingRecord"]["properties"]["code"]["maxLength"] == 40


def test_a_record_cannot_be_changed_in_place():
    with pytest.raises(ValidationError):
        record().title = "Another"


def test_content_leaves_out_what_belongs_to_the_shelf_and_pay():
    left_out = set(ProfileRecord.model_fields) - set(record().content())
    assert left_out == {"kind", "version", "status", "successor", "decision", "pay"}


def test_layers_and_dimensions_are_those_of_the_scoring():
    assert set(records.ScoresRecord.model_fields) == set(review("x")["scores"])


# -- the panel of a full bundle ----------------------------------------------------------------------

AT = "2026-03-01T09:00:00Z"
SAID = {"panelist": "Rita", "text": "Six?"}


def told_of_a_desk(**marks):
    return DeskRecord.model_validate({"profile": record_data(panel=[review("Rita")])} | marks)


@pytest.mark.parametrize(
    ("marks", "why"),
    [
        ({"objections": [SAID | {"panelist": "Ravi"}]}, "a panellist of the profile expected, found “Ravi”"),
        ({"given": [{"panelist": "Ravi", "reviewer": "ravi"}]}, "a panellist of the profile expected, found “Ravi”"),
        ({"given": [{"panelist": "Rita", "recorded_by": "carla"}]}, "recorded_by and recorded_at together or neither"),
        (
            {"given": [{"panelist": "Rita", "reviewer": "rita", "recorded_by": "carla", "recorded_at": AT}]},
            "a review that somebody gave in person is recorded by nobody else",
        ),
        ({"objections": [SAID | {"answered_by": "carla", "answer": "Six.", "outcome": "answered"}]}, "answered_by and"),
        ({"objections": [SAID | {"ruled_at": AT, "outcome": "fixed"}]}, "ruled_by and ruled_at together or neither"),
        ({"objections": [SAID | {"answer": "Six."}]}, "an objection with an answer is not open"),
        ({"objections": [SAID | {"outcome": "stands"}]}, "an objection with an answer is not open"),
        ({"objections": [SAID | {"outcome": "forgotten"}]}, "Input should be 'open', 'answered', 'stands'"),
    ],
)
def test_a_panel_that_the_database_would_refuse_is_told_before(marks, why):
    with pytest.raises(ValueError, match=why):
        told_of_a_desk(**marks)


def test_the_panel_of_a_desk_is_written_as_it_is_read():
    marks = {
        "given": [{"panelist": "Rita", "recorded_by": "carla", "recorded_at": AT}],
        "objections": [
            SAID,
            SAID | {"answer": "Six.", "answered_by": "carla", "answered_at": AT, "outcome": "answered"},
            SAID | {"outcome": "fixed", "ruled_by": "rita", "ruled_at": AT},
        ],
    }
    written = told_of_a_desk(**marks).written()
    assert {name: written[name] for name in marks} == marks
