"""From the desk to a payload: reads the working rows as a record and lays the basis beside it (schema 1).

A payload is everything that a page shows of a profile, but for figures of pay, which have a part and a seal
of their own. Old schemas stay readable for good: `read` brings any of them to today's shape.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import Any

from django.db.models import Q
from django.forms.models import model_to_dict

from profiles import sealing
from profiles.models import Objection, PanelScore, Profile, Revision
from profiles.people import name_of
from profiles.records import ProfileRecord, ReviewRecord
from profiles.scoring import DIMENSIONS
from taxonomy.codes import GLOBAL
from taxonomy.models import ClassificationSystem, Guideline, Level, PayBaseline, PayFigures
from taxonomy.models.guideline import COLUMNS
from taxonomy.models.levels import ATTRIBUTES
from taxonomy.occupations.offering import base_of

SCHEMA = 1
OUTSIDE = "occupation"
FROM_A_FILE = {"origin": "file", "recorded_by": ""}
FIGURES = ("currency", "median", "low", "high", "basis", "region", "source", "as_of")


class Content:
    """A record with what is reckoned from it, each once: files bring thousands."""

    def __init__(self, record: ProfileRecord) -> None:
        self.record = record

    @cached_property
    def plain(self) -> dict[str, Any]:
        """What the desk holds, pay apart; not to be changed in place."""
        return self.record.content()

    @cached_property
    def spelled(self) -> dict[str, str]:
        """Each member in its canonical spelling: digests and payload are joined of them."""
        return {name: sealing.canonical(value) for name, value in self.plain.items()}

    @cached_property
    def digest(self) -> str:
        """Equal content has an equal digest; figures of pay have no part in it."""
        return sealing.digest(sealing.joined(self.spelled))

    @cached_property
    def judged(self) -> str:
        """What panel scores are kept with."""
        return sealing.judged_digest_of(self.spelled)

    @cached_property
    def pay(self) -> dict[str, Any] | None:
        return self.record.pay.model_dump() if self.record.pay else None


@dataclass(frozen=True)
class Marks:
    """What the desk knows beyond the content: confirmed mappings, stale reviews, objections with their answers."""

    confirmed: Mapping[tuple[str, str], str] = None  # (system, code) → who
    stale: frozenset[str] = frozenset()  # panellists
    given: Mapping[str, dict[str, str]] = None  # panellist → how the review came here
    objections: Mapping[str, list[dict[str, str]]] = None  # panellist → objections


@dataclass(frozen=True)
class Draft:
    """One profile ready to be sealed: its payload, its pay part and the salt that seals it; and how it is spelled."""

    payload: dict[str, Any]
    pay: dict[str, Any]
    salt: str
    digest: str
    text: str


def read(text: str, schema: int) -> dict[str, Any]:
    """A sealed payload in today's shape. An unknown schema was written by a newer release."""
    if schema != SCHEMA:
        raise ValueError(f"payload schema 1 to {SCHEMA} expected, found {schema}")
    return json.loads(text)


def record_of(profile: Profile) -> ProfileRecord:
    """What stands on the desk, as a record. Fetch with `on_desk()` where there are many."""
    pay = getattr(profile, "pay", None)
    key = profile.key.partition("@")[0]
    return ProfileRecord.model_validate(
        {
            "code": key,
            "scope": profile.scope.code,
            "title": profile.title,
            "summary": profile.summary,
            "responsibilities": [row.text for row in profile.responsibilities.all()],
            "skills": [
                {"name": use.skill.name, "type": use.skill.type, "summary": use.summary}
                for use in profile.skill_uses.all()
            ],
            "pay": figures(pay),
            "aliases": [model_to_dict(row, ["title", "locale", "source"]) for row in profile.aliases.all()],
            "mappings": [
                model_to_dict(row, ["system", "edition", "code", "label", "relation", "source"])
                for row in profile.mappings.all()
            ],
            "sources": [
                model_to_dict(row, ["title", "url", "publisher", "retrieved", "licence", "layers"])
                for row in profile.sources.all()
            ],
            "panel": [review_of(row) for row in profile.panel_scores.all()],
            "confidence": None if profile.stated_confidence is None else float(profile.stated_confidence),
            "produced_by": profile.produced_by,
        }
    )


def figures(row: PayFigures | None) -> dict[str, Any] | None:
    return None if row is None else {name: getattr(row, name) for name in FIGURES}


def review_of(row: PanelScore) -> dict[str, Any]:
    scores = {name: None if (score := getattr(row, name)) is None else float(score) for name in DIMENSIONS}
    return {"panelist": row.panelist, "scores": scores, "comment": row.comment, "at": row.at}


def marks_of(profile: Profile, content: Content) -> Marks:
    reviews = list(profile.panel_scores.all())
    return Marks(
        confirmed={
            (row.system, row.code): row.confirmed_by.get_username()
            for row in profile.mappings.all()
            if row.confirmed_by_id
        },
        stale=frozenset(row.panelist for row in reviews if row.judged_digest != content.judged),
        given={row.panelist: {"origin": str(row.origin), "recorded_by": name_of(row.recorded_by)} for row in reviews},
        objections={row.panelist: [_objection(objection) for objection in row.objections.all()] for row in reviews},
    )


def _objection(row: Objection) -> dict[str, str]:
    return {
        "text": row.text,
        "answer": row.answer,
        "outcome": str(row.outcome),
        "answered_by": name_of(row.answered_by),
        "ruled_by": name_of(row.ruled_by),
    }


def draft(profile: Profile, content: Content, marks: Marks, basis: "BasisBook") -> Draft:
    """Everything that a seal covers, for a profile and the record of its desk (or of a file)."""
    part = {"own": content.pay} | basis.baselines(profile)
    salt = sealing.new_salt()
    pay_seal = sealing.pay_seal(part, salt) if any(part.values()) else None
    payload = unsealed(profile, content, marks, basis) | {"pay_seal": pay_seal}
    # Of what the desk holds and of the shared texts each piece is spelled once, however often it is sealed.
    spelled = content.spelled | {"basis": basis.spelled(profile, payload["basis"])}
    anew = {name: sealing.canonical(payload[name]) for name in ("schema", "key", "mappings", "panel", "pay_seal")}
    return Draft(payload, part, salt, content.digest, sealing.joined(spelled | anew))


def unsealed(profile: Profile, content: Content, marks: Marks, basis: "BasisBook") -> dict[str, Any]:
    """A payload without the seal of its pay: for whoever looks at the text alone."""
    plain = content.plain
    confirmed, given, objections = marks.confirmed or {}, marks.given or {}, marks.objections or {}
    return plain | {
        "schema": SCHEMA,
        "key": profile.key,
        "mappings": [m | {"confirmed": confirmed.get((m["system"], m["code"]), "")} for m in plain["mappings"]],
        "panel": [
            review
            | given.get(review["panelist"], FROM_A_FILE)
            | {
                "stale": review["panelist"] in marks.stale,
                "objections": objections.get(review["panelist"], []),
            }
            for review in plain["panel"]
        ],
        "basis": basis.of(profile) | basis.outside(plain["mappings"]),
    }


def record_from(payload: Mapping[str, Any], pay: Mapping[str, Any] | None = None) -> ProfileRecord:
    """The exchangeable content of a sealed text; own figures of pay where they are given."""
    content = {name: payload[name] for name in ProfileRecord.model_fields if name in payload and name != "kind"}
    content["mappings"] = [{k: v for k, v in m.items() if k != "confirmed"} for m in payload["mappings"]]
    content["panel"] = [{k: v for k, v in r.items() if k in ReviewRecord.model_fields} for r in payload["panel"]]
    return ProfileRecord.model_validate(content | {"code": payload["key"].partition("@")[0], "pay": pay})


def pay_of(revision: Revision) -> dict[str, Any] | None:
    """The pay part of a revision: own, function, level → figures or None; None where there is no pay at all."""
    return json.loads(revision.pay.part) if hasattr(revision, "pay") else None


def own_pay(revision: Revision) -> dict[str, Any] | None:
    """A revision's own figures, or None where it inherits."""
    return (pay_of(revision) or {}).get("own")


class BasisBook:
    """The shared texts that profiles rest on, read once each: for one submission or for thousands.

    `outside=False` leaves out what is told of the mapped occupation: for whoever seals and shows nothing.
    """

    def __init__(self, *, outside: bool = True) -> None:
        self._asks_outside = outside
        self._levels: dict[int, list[Level]] = {}
        for level in Level.objects.select_related("track").order_by("track__order", "step"):
            self._levels.setdefault(level.track_id, []).append(level)
        # Files come focus by focus, so a few functions at a time are enough.
        self._guidelines = lru_cache(maxsize=64)(self._read_guidelines)
        self._pay = lru_cache(maxsize=64)(self._read_pay)
        # What many profiles share, as told and as spelled.
        self._standing = lru_cache(maxsize=256)(self._stand)
        self._rubric = lru_cache(maxsize=64)(self._tell_rubric)

    def of(self, profile: Profile) -> dict[str, Any]:
        """The basis of a profile. Profiles share parts of it: not to be changed in place."""
        return {name: told for name, (told, _) in self._parts(profile).items()}

    def spelled(self, profile: Profile, basis: Mapping[str, Any]) -> str:
        """The canonical spelling of a basis that `of` has told, with what came to it from outside."""
        known = {name: spelling for name, (_, spelling) in self._parts(profile).items()}
        return sealing.joined(known | {name: sealing.canonical(basis[name]) for name in basis if name not in known})

    def _parts(self, profile: Profile) -> dict[str, "Part"]:
        focus, level = profile.focus, profile.level
        function = focus.function
        return {
            "function": _named(_FUNCTION, attrgetter(*_FUNCTION)(function)),
            "focus": _named(_FOCUS, attrgetter(*_FOCUS)(focus)),
            **self._standing(level.track_id, level.pk),
            "guidelines": self._rubric(focus.function_id, focus.pk, level.track_id),
        }

    def _stand(self, track_id: int, level_id: int) -> dict[str, "Part"]:
        ladder = self._levels[track_id]
        own = next(row for row in ladder if row.pk == level_id)
        return {
            "track": _part({name: getattr(own.track, name) for name in ("code", "name", "summary", "order")}),
            "level": _part(_step(own) | {name: getattr(own, name) for name in ("summary", *ATTRIBUTES)}),
            "levels": _part([_step(row) for row in ladder]),
        }

    @cached_property
    def _base(self) -> Callable[[str], dict[str, Any] | None]:
        """Two queries an occupation, however many profiles are mapped to it; none where O*NET is not loaded."""
        loaded = self._asks_outside and ClassificationSystem.objects.filter(key="onet").exists()
        return lru_cache(maxsize=1024)(base_of) if loaded else lambda code: None

    def outside(self, mappings: Iterable[Mapping[str, str]]) -> dict[str, Any]:
        """`occupation`: the base of the first mapped occupation. No key where nothing is known, as in older texts."""
        code = next((m["code"] for m in mappings if m["system"] == "O*NET/SOC"), "")
        base = self._base(code) if code else None
        return {OUTSIDE: base} if base else {}

    def _tell_rubric(self, function_id: int, focus_id: int, track_id: int) -> "Part":
        rows = self._guidelines(function_id)
        found = []
        for level in self._levels[track_id]:
            row, owner = rows.get((focus_id, level.pk)), "focus"
            if row is None:
                row, owner = rows.get((None, level.pk)), "function"
            if row is not None:
                texts = {name: getattr(row, name) for name in COLUMNS}
                found.append({"level": level.code, "from": owner} | texts)
        return _part(found)

    @staticmethod
    def _read_guidelines(function_id: int) -> dict[tuple[int | None, int], Guideline]:
        rows = Guideline.objects.filter(Q(function=function_id) | Q(focus__function=function_id))
        return {(row.focus_id, row.level_id): row for row in rows}

    def baselines(self, profile: Profile) -> dict[str, dict[str, Any] | None]:
        """The function's and the level's baseline at the profile's level and scope."""
        scope, level = profile.scope.code, profile.level_id
        return {
            "function": _of_scope(self._pay(profile.focus.function_id).get(level, ()), scope),
            "level": _of_scope(self._pay(None).get(level, ()), scope),
        }

    @staticmethod
    def _read_pay(function_id: int | None) -> dict[int, list[PayBaseline]]:
        rows: dict[int, list[PayBaseline]] = {}
        # Sorted here and not by the database, whose order depends on its language: what is sealed must not.
        for row in sorted(PayBaseline.objects.filter(function=function_id), key=attrgetter("region", "currency")):
            rows.setdefault(row.level_id, []).append(row)
        return rows


def _of_scope(rows: Iterable[PayBaseline], scope: str) -> dict[str, Any] | None:
    """The baseline of this scope's region; the global profile takes the first there is."""
    rows = list(rows)
    own = [row for row in rows if row.region.upper() == scope.upper()]
    return figures(next(iter(own or (rows if scope == GLOBAL else [])), None))


Part = tuple[Any, str]  # told, and in its canonical spelling


_FUNCTION, _FOCUS = ("code", "name", "summary", "group"), ("code", "name", "summary")


def _part(told: Any) -> Part:
    return told, sealing.canonical(told)


@lru_cache(maxsize=64)
def _named(names: tuple[str, ...], values: tuple[str, ...]) -> Part:
    return _part(dict(zip(names, values, strict=True)))


def _step(level: Level) -> dict[str, Any]:
    return {name: getattr(level, name) for name in ("code", "title", "step", "rank", "years_min", "years_max")}
