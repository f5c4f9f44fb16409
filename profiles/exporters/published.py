"""A published text as a line of a bundle, straight from its sealed payload.

A record says the same (`checked`), at ten times the cost. So where the content as it is spelled has the digest that was
sealed with it, which is the digest of a record's spelling, the line is made of that text and without a record.
"""

import datetime
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from profiles import payloads, sealing
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
    *("key", "payload", "schema", "digest", "number", "stood", "successor_key"),
    *("decided_by_name", "decided_at", "decision_note"),
    "pay__part",
)
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)
_LISTS = {"skills": SkillUseRecord, "aliases": AliasRecord, "mappings": MappingRecord, "sources": SourceRecord}
_PLAIN = ("code", "scope", "title", "summary", "responsibilities", "confidence", "produced_by")
_CONTENT = (*_PLAIN, *_LISTS, "panel")
_REVIEW = frozenset(ReviewRecord.model_fields)
_MEMBERS = sorted({*_CONTENT, "basis", "key", "schema", "pay_seal"})
_ORDER = tuple(name for name in ProfileRecord.model_fields if name != "kind")


def _defaults(shape: type[Record]) -> list[tuple[str, Any]]:
    """Fields in the order of the format, each with what is not written."""
    return [(name, ... if field.is_required() else field.default) for name, field in shape.model_fields.items()]


_FIELDS = {name: _defaults(shape) for name, shape in (_LISTS | {"panel": ReviewRecord, "scores": ScoresRecord}).items()}
_READ_ANEW = ("aliases", "mappings", "sources", "panel")
_UNWRITTEN = {name: "" if default is ... else _ENCODER.encode(default) for name, default in _defaults(ProfileRecord)}


def line(row: Any) -> str:
    """The record of a published revision as it is exchanged, from the fields that are named in READ."""
    content = _content(row) if row.schema == payloads.SCHEMA else None
    if content is None:
        written = _ENCODER.encode(checked(row, payloads.read(row.payload, row.schema)).written())
    else:
        written = _written(row, content)
    return written + "\n"


def checked(row: Any, payload: Mapping[str, Any]) -> ProfileRecord:
    """The same as a record."""
    content = payloads.record_from(payload, _own_pay(row)).model_dump()
    return ProfileRecord.model_validate(content | _told(row))


def _told(row: Any) -> dict[str, Any]:
    """What the shelf knows of a text: its number, state and decision."""
    retired = row.stood == State.RETIRED
    return {
        "version": row.number,
        "status": "retired" if retired else "approved",
        "successor": row.successor_key or None if retired else None,
        "decision": {
            "by": row.decided_by_name,
            "at": row.decided_at,
            "note": row.decision_note,
        },
    }


def _own_pay(row: Any) -> dict[str, Any] | None:
    return json.loads(row.pay__part)["own"] if row.pay__part else None


def _content(row: Any) -> dict[str, str] | None:
    """What the desk held, as `ProfileRecord.content` has it and each member spelled; without what people marked on it.

    None where its digest is not the one that was sealed: a payload that was restored from a file, with spellings of
    its own, and is told as a record or not at all.
    """
    members = sealing.cut(row.payload, _MEMBERS)
    if members is None:
        return None
    try:
        mappings = [{k: v for k, v in m.items() if k != "confirmed"} for m in json.loads(members["mappings"])]
        panel = [{k: v for k, v in r.items() if k in _REVIEW} for r in json.loads(members["panel"])]
    except (ValueError, TypeError, AttributeError):
        return None
    spelled = {name: members[name] for name in _CONTENT}
    spelled |= {"mappings": sealing.canonical(mappings), "panel": sealing.canonical(panel)}
    return spelled if sealing.digest(sealing.joined(spelled)) == row.digest else None


def _written(row: Any, content: Mapping[str, str]) -> str:
    """The line: what is spelled alike in payload and bundle is carried over, the rest put into the bundle's order."""
    told, own = _told(row), _own_pay(row)
    told["pay"] = _record(PayPart, own) if own else None
    told["decision"] = _decision(**told["decision"])
    anew = {name: [_filled(name, item) for item in json.loads(content[name])] for name in _READ_ANEW}
    anew["aliases"] = [alias["title"] if len(alias) == 1 else alias for alias in anew["aliases"]]
    anew["panel"] = [review | {"scores": _filled("scores", review["scores"])} for review in anew["panel"]]
    members = content | {"skills": _skills(content["skills"])}
    members |= {name: _ENCODER.encode(value) for name, value in (told | anew).items() if value is not None}
    kept = [f'"{name}":{members[name]}' for name in _ORDER if members.get(name, "null") != _UNWRITTEN[name]]
    return f'{{"kind":"profile",{",".join(kept)}}}'


def _skills(spelled: str) -> str:
    """Most are of the type that is not written, and then payload and bundle have them in one order.

    In a text no quotation mark follows a comma without a backslash between: these are members and nothing else.
    """
    plain = spelled.replace(',"type":"skill"}', "}").replace(',"summary":""', "")
    if ',"type":"' not in plain:
        return plain
    return _ENCODER.encode([_filled("skills", item) for item in json.loads(spelled)])


@lru_cache(maxsize=256)  # many are approved at once
def _decision(by: str, at: datetime.datetime, note: str) -> dict[str, Any]:
    return _record(DecisionRecord, {"by": by, "at": at, "note": note})


def _filled(name: str, item: Mapping[str, Any]) -> dict[str, Any]:
    """What of an item is not at its default, in the order of the format."""
    return {field: value for field, default in _FIELDS[name] if (value := item.get(field, default)) != default}


def _record(shape: type[Record], values: Mapping[str, Any]) -> dict[str, Any]:
    return shape.model_validate(values).model_dump(mode="json", exclude_defaults=True)
