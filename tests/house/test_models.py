"""Models of the house: who did something also says when; records fit their columns; what is sealed is everything."""

import pytest
from django.apps import apps
from django.db import models
from pydantic import TypeAdapter

from profiles import models as shelf
from profiles import records
from taxonomy import models as ground
from taxonomy import records as ground_records
from tests.factories import payload

MODELS = [*apps.get_app_config("taxonomy").get_models(), *apps.get_app_config("profiles").get_models()]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_who_did_something_also_says_when(model):
    names = {field.name for field in model._meta.concrete_fields}
    people = {field.name for field in model._meta.concrete_fields if field.is_relation}
    deeds = {name.removesuffix("_by") for name in people if name.endswith("_by")}
    deeds |= {name.removesuffix("_by_name") for name in names if name.endswith("_by_name")}
    assert {deed for deed in deeds if f"{deed}_at" not in names} == set()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_relation_to_a_person_outlives_the_person_or_keeps_them(model):
    people = [f for f in model._meta.concrete_fields if f.is_relation and f.related_model._meta.label == "auth.User"]
    lost = [f.name for f in people if f.remote_field.on_delete not in (models.PROTECT, models.DO_NOTHING)]
    # Who looks after a desk is a task that falls free with its person, and no deed.
    assert [name for name in lost if name != "kept_by"] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_constraint_is_named_as_a_sentence(model):
    short = [c.name for c in model._meta.constraints if c.name.count("_") < 2]
    assert short == []


# -- records fit their columns -----------------------------------------------------------------------

FITS = [
    (ground_records.TrackRecord, ground.Track, {}),
    (ground_records.LevelRecord, ground.Level, {}),
    (ground_records.FunctionRecord, ground.Function, {}),
    (ground_records.FocusRecord, ground.Focus, {}),
    (ground_records.GuidelineRecord, ground.Guideline, {}),
    (ground_records.SkillRecord, ground.Skill, {}),
    (ground_records.PayRecord, ground.PayBaseline, {}),
    (ground_records.PayPart, shelf.DeskPay, {}),
    (records.ProfileRecord, shelf.Profile, {}),
    (records.SkillUseRecord, shelf.SkillUse, {}),
    (records.AliasRecord, shelf.Alias, {}),
    (records.MappingRecord, shelf.Mapping, {}),
    (records.SourceRecord, shelf.Source, {}),
    (records.ReviewRecord, shelf.PanelScore, {}),
    (records.RevisionRecord, shelf.Revision, {"submitted_by": "submitted_by_name", "decided_by": "decided_by_name"}),
    (records.RevisionRecord, shelf.Revision, {"successor": "successor_key"}),
    (records.EventRecord, shelf.Event, {"by": "by_name"}),
    (records.WaiverRecord, shelf.Waiver, {"waived_by": "waived_by_name", "ended_by": "ended_by_name"}),
    (records.DecisionRecord, shelf.Revision, {"by": "decided_by_name"}),
    (records.ReleaseRecord, shelf.Release, {"made_by": "made_by_name"}),
]


@pytest.mark.parametrize(("record", "model", "renamed"), FITS, ids=lambda value: getattr(value, "__name__", ""))
def test_what_a_record_lets_in_fits_its_column(record, model, renamed):
    """SQLite stores a text of any length; PostgreSQL breaks the import."""
    columns = {field.name: field.max_length for field in model._meta.concrete_fields if field.max_length}
    too_long = {}
    for name, field in record.model_fields.items():
        room = columns.get(renamed.get(name, name))
        schema = TypeAdapter(field.rebuild_annotation()).json_schema()
        kinds = [part for part in (schema, *schema.get("anyOf", ())) if part.get("type") == "string"]
        for kind in kinds:
            fits = "enum" in kind or "const" in kind or kind.get("format") == "date-time" or "pattern" in kind
            if room and not fits and kind.get("maxLength", 10**9) > room:
                too_long[name] = (kind.get("maxLength"), room)
    assert {name for name in too_long if name not in ("code", "key")} == set()


# -- what stands on the desk is sealed ---------------------------------------------------------------

# Desk column → where the payload has it. What is left out says why.
SEALED = {
    "Profile": {
        "title": "title",
        "summary": "summary",
        "stated_confidence": "confidence",
        "produced_by": "produced_by",
    },
    "Responsibility": {"text": "responsibilities"},
    "SkillUse": {"skill": "skills.name", "summary": "skills.summary"},
    "Alias": {name: f"aliases.{name}" for name in ("title", "locale", "source")},
    "Source": {name: f"sources.{name}" for name in ("title", "url", "publisher", "retrieved", "licence", "layers")},
    "Mapping": {
        **{name: f"mappings.{name}" for name in ("system", "code", "label", "relation", "source")},
        "edition": "mappings",  # a key of those that name one
        "confirmed_by": "mappings.confirmed",
    },
    "PanelScore": {
        "panelist": "panel.panelist",
        "comment": "panel.comment",
        "at": "panel.at",
        "recorded_by": "panel.recorded_by",
        **dict.fromkeys(records.ScoresRecord.model_fields, "panel.scores"),
    },
    "Objection": dict.fromkeys(("text", "answer", "outcome", "answered_by", "ruled_by"), "panel.objections"),
}
PLACE = {"focus": "basis.focus", "level": "basis.level", "scope": "scope"}
LEFT_OUT = {
    "id": "the row's own",
    "profile": "the row's own",
    "review": "the row's own",
    "position": "lists are in order",
    "lock": "bookkeeping of the desk",
    "digest": "bookkeeping of the desk",
    "created_at": "bookkeeping of the desk",
    "edited_at": "in the trail",
    "edited_by_name": "in the trail and among the contributors",
    "kept_by": "who looks after a desk says nothing of its text",
    "kept_at": "who looks after a desk says nothing of its text",
    "confirmed_at": "the name is shown, the trail has the time",
    "recorded_at": "the name is shown, the trail has the time",
    "answered_at": "the name is shown, the trail has the time",
    "ruled_at": "the name is shown, the trail has the time",
    "judged": "told as `stale`",
    "reviewer": "the panellist is named, `origin` tells that it was a person",
    "judged_digest": "told as `stale`",
}


@pytest.mark.parametrize("name", SEALED)
def test_every_field_of_the_desk_is_in_the_payload_or_named_as_left_out(name):
    fields = {field.name for field in getattr(shelf, name)._meta.concrete_fields}
    told = SEALED[name] | (PLACE if name == "Profile" else {})
    assert fields - set(told) - set(LEFT_OUT) == set()


@pytest.mark.parametrize("path", sorted({p for paths in (*SEALED.values(), PLACE) for p in paths.values()}))
def test_what_is_said_to_be_sealed_is_in_the_payload(path):
    value = payload()
    for part in path.split("."):
        value = value[0] if isinstance(value, list) else value
        assert part in value
        value = value[part]
