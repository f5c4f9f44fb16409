"""A published text as a line of a bundle, straight from its sealed payload.

A record says the same (`checked`), at ten times the cost. So of a payload whose content has the digest that was
sealed with it, and is therefore spelled as a record spells it, the line is made without one.
"""

import json
from collections.abc import Mapping
from typing import Any

from profiles import payloads, sealing
from profiles.models.revision import Revision
from profiles.records import (
    AliasRecord,
    DecisionRecord,
    MappingRecord,
    ProfileRecord,
    ReviewRecord,
    ScoresRecord,
    SkillUseRecord,
    SourceRecord,
)
from profiles.states import State
from taxonomy.records import PayPart, Record

# What the line is made of.
READ = (
    *("key", "payload", "schema", "digest", "number", "state", "successor_key"),
    *("decided_by_name", "decided_at", "decision_note"),
    "pay__part",
)
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)
_PLAIN = ("scope", "title", "summary", "responsibilities", "confidence", "produced_by")
_LISTS = {"skills": SkillUseRecord, "aliases": AliasRecord, "mappings": MappingRecord, "sources": SourceRecord}
_CONTENT = ("code", *_PLAIN, *_LISTS, "panel")
_ORDER = tuple(ProfileRecord.model_fields)


def _defaults(shape: type[Record]) -> list[tuple[str, Any]]:
    """Fields in the order of the format, each with what is not written."""
    return [(name, ... if field.is_required() else field.default) for name, field in shape.model_fields.items()]


_FIELDS = {name: _defaults(shape) for name, shape in (_LISTS | {"panel": ReviewRecord, "scores": ScoresRecord}).items()}
_DEFAULTS = dict(_defaults(ProfileRecord))


def line(revision: Revision) -> str:
    """The record of a published revision as it is exchanged."""
    payload = payloads.read(revision.payload, revision.schema)
    try:
        content = _content(payload)
        is_plain = sealing.digest(sealing.canonical(content)) == revision.digest
    except (KeyError, TypeError, AttributeError):
        is_plain = False  # a payload that was restored from a file, and is told as a record or not at all
    return _ENCODER.encode(_written(revision, content) if is_plain else checked(revision, payload).written()) + "\n"


def checked(revision: Revision, payload: Mapping[str, Any]) -> ProfileRecord:
    """The same as a record."""
    content = payloads.record_from(payload, payloads.own_pay(revision)).model_dump()
    return ProfileRecord.model_validate(content | _told(revision))


def _told(revision: Revision) -> dict[str, Any]:
    """What the shelf knows of a text: its number, state and decision."""
    retired = revision.stood == State.RETIRED
    return {
        "version": revision.number,
        "status": "retired" if retired else "approved",
        "successor": revision.successor_key or None if retired else None,
        "decision": {
            "by": revision.decided_by_name,
            "at": revision.decided_at,
            "note": revision.decision_note,
        },
    }


def _content(payload: Mapping[str, Any]) -> dict[str, Any]:
    """What the desk held, as `ProfileRecord.content` has it: without what people marked on it."""
    names = {name for name, _ in _FIELDS["panel"]}
    return {name: payload[name] for name in _CONTENT} | {
        "mappings": [{k: v for k, v in mapping.items() if k != "confirmed"} for mapping in payload["mappings"]],
        "panel": [{k: v for k, v in review.items() if k in names} for review in payload["panel"]],
    }


def _written(revision: Revision, content: Mapping[str, Any]) -> dict[str, Any]:
    own, told = payloads.own_pay(revision), _told(revision)
    told["decision"] = _record(DecisionRecord, told["decision"])
    told["pay"] = _record(PayPart, own) if own else None
    parts = {name: [_filled(name, item) for item in content[name]] for name in _LISTS}
    parts["aliases"] = [alias["title"] if len(alias) == 1 else alias for alias in parts["aliases"]]
    parts["panel"] = [_filled("panel", r | {"scores": _filled("scores", r["scores"])}) for r in content["panel"]]
    all_of_it = {"kind": "profile", **content, **told, **parts}
    kept = {name: value for name in _ORDER if (value := all_of_it[name]) != _DEFAULTS[name]}
    return {"kind": "profile"} | kept


def _filled(name: str, item: Mapping[str, Any]) -> dict[str, Any]:
    """What of an item is not at its default, in the order of the format."""
    return {field: value for field, default in _FIELDS[name] if (value := item.get(field, default)) != default}


def _record(shape: type[Record], values: Mapping[str, Any]) -> dict[str, Any]:
    return shape.model_validate(values).model_dump(mode="json", exclude_defaults=True)
