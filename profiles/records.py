"""Record types of what knows profiles: the profile, and in a full bundle its revisions, events and desk."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import reduce
from operator import or_
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainSerializer,
    TypeAdapter,
    model_validator,
)

from profiles.scoring import LAYERS
from profiles.states import SETTLED, Outcome
from taxonomy.codes import GLOBAL, KEY, SCOPE_CODE, make_key
from taxonomy.records import (
    SKELETON,
    CanonRecord,
    Line,
    Name,
    PartialDate,
    PayPart,
    Record,
    SkillName,
    Text,
    Url,
)
from taxonomy.systems import SHAPES
from taxonomy.texts import fold_name


def _halves(value: float) -> float:
    if value * 2 != int(value * 2):
        raise ValueError(f"a score from 1 to 5 in halves expected, found {value}")
    return int(value) if value == int(value) else value


def _thousandths(value: float) -> float:
    return round(value, 3)


def _instant(value: Any) -> Any:
    """ISO 8601 with its zone; a bare date or time is UTC."""
    if not isinstance(value, str):
        return value
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise ValueError(f"a time such as 2026-05-31T10:00:00Z expected, found “{value[:40]}”") from None
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)


def _day(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"a day such as 2026-05-31 expected, found “{value[:40]}”") from None


def written_instant(moment: datetime) -> str:
    """The one spelling of a time: UTC, Z, no fraction unless there is one."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _key(value: str) -> str:
    value = value.strip().upper()
    if not KEY.fullmatch(value):
        raise ValueError(f"a key like MANUFA.MANUFACTF950.M4 expected, found “{value[:60]}”")
    return value


def _bare_key(value: str) -> str:
    key = _key(value)
    if "@" in key:
        raise ValueError("a code without a scope expected: the scope has a key of its own")
    return key


def _scope(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return GLOBAL if value.strip().casefold() == GLOBAL else value.strip().upper()


Score = Annotated[float, Field(ge=1, le=5), AfterValidator(_halves)]
Instant = Annotated[datetime, BeforeValidator(_instant), PlainSerializer(written_instant, when_used="json")]
Key = Annotated[str, AfterValidator(_key)]
Day = Annotated[date, BeforeValidator(_day)]
Scope = Annotated[str, Field(pattern=rf"^({GLOBAL}|{SCOPE_CODE})$"), BeforeValidator(_scope)]
Username = Annotated[Line, Field(max_length=150)]
Layer = Literal[LAYERS]
MOST_REVIEWS = 50
Bullet = Annotated[Text, Field(min_length=1, max_length=2_000)]


class SkillUseRecord(Record):
    name: SkillName
    type: Literal["skill", "tool", "knowledge"] = "skill"
    summary: Text = ""


class AliasRecord(Record):
    title: Name
    locale: Annotated[Line, Field(max_length=20)] = ""
    source: Line = ""


class MappingRecord(Record):
    system: Annotated[Name, Field(max_length=60)]
    edition: Annotated[Line, Field(max_length=40)] = ""
    code: Annotated[Name, Field(max_length=40)]
    label: Line = ""
    relation: Literal["", "exact", "close", "broad", "narrow", "related"] = ""
    source: Line = ""

    @model_validator(mode="after")
    def _shape(self) -> Self:
        if self.system == "O*NET/SOC" and not SHAPES[self.system][0].fullmatch(self.code):
            raise ValueError(f"a code like 11-3051 or 11-3051.00 expected, found “{self.code}”")
        return self


class SourceRecord(Record):
    title: Annotated[Name, Field(max_length=300)]
    url: Url = ""
    publisher: Line = ""
    retrieved: PartialDate = ""
    licence: Line = ""
    layers: list[Layer] = []


class ScoresRecord(Record):
    level_differentiation: Score | None = None
    focus_specificity: Score | None = None
    concreteness: Score | None = None
    factual_accuracy: Score | None = None
    real_world_coverage: Score | None = None


class ReviewRecord(Record):
    panelist: Annotated[Name, Field(max_length=150)]
    scores: ScoresRecord
    comment: Text = ""
    at: Instant | None = None


class DecisionRecord(Record):
    by: Line
    at: Instant
    note: Text = ""


def _alias(value: Any) -> Any:
    return {"title": value} if isinstance(value, str) else value


def _once(what: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if (folded := fold_name(name)) in seen:
            raise ValueError(f"each {what} once expected, found “{' '.join(name.split())}” twice")
        seen.add(folded)


class ProfileRecord(Record):
    """The content of one profile, for exchange."""

    kind: Literal["profile"] = "profile"
    code: Annotated[str, AfterValidator(_bare_key)]
    scope: Scope = GLOBAL
    version: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    status: Literal["draft", "approved", "retired"] = "draft"
    successor: Key | None = None
    title: Name
    summary: Text = ""
    responsibilities: Annotated[list[Bullet], Field(max_length=500)] = []
    skills: Annotated[list[SkillUseRecord], Field(max_length=500)] = []
    pay: PayPart | None = None
    aliases: Annotated[list[Annotated[AliasRecord, BeforeValidator(_alias)]], Field(max_length=500)] = []
    mappings: Annotated[list[MappingRecord], Field(max_length=100)] = []
    sources: Annotated[list[SourceRecord], Field(max_length=200)] = []
    panel: Annotated[list[ReviewRecord], Field(max_length=MOST_REVIEWS)] = []
    confidence: Annotated[float, Field(ge=0, le=1), AfterValidator(_thousandths)] | None = None
    produced_by: Annotated[Line, Field(max_length=200)] = ""
    decision: DecisionRecord | None = None

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        _once("skill", (skill.name for skill in self.skills))
        _once("alias", (f"{alias.title}\n{alias.locale}" for alias in self.aliases))
        _once("mapping", (f"{mapping.system}\n{mapping.code}" for mapping in self.mappings))
        _once("panellist", (review.panelist for review in self.panel))
        if self.status == "retired" and self.successor and self.successor == self.key:
            raise ValueError("another profile expected as successor, found the profile itself")
        return self

    @property
    def key(self) -> str:
        return make_key(*self.code.split("."), self.scope)

    def written(self) -> dict[str, Any]:
        record = super().written()
        if aliases := record.get("aliases"):
            record["aliases"] = [alias["title"] if list(alias) == ["title"] else alias for alias in aliases]
        return record

    def content(self) -> dict[str, Any]:
        """What the desk holds, as plain data and without what belongs to the shelf; pay apart."""
        shelf = {"kind", "version", "status", "successor", "decision", "pay"}
        content = self.model_dump(mode="json", exclude=shelf)
        for mapping in content["mappings"]:
            # Only where one is named: so texts that name none keep the digests and seals they have.
            if not mapping["edition"]:
                del mapping["edition"]
        return content


class ConfirmedRecord(Record):
    system: Name
    code: Name
    by: Username
    at: Instant | None = None


def _with_time(what: str, by: str, at: datetime | None) -> None:
    if bool(by) != bool(at):
        raise ValueError(f"{what}_by and {what}_at together or neither expected, found one of them")


class GivenRecord(Record):
    """Who signed in to give a review, or who recorded it for a panellist who does not."""

    panelist: Name
    reviewer: Username = ""
    recorded_by: Username = ""
    recorded_at: Instant | None = None

    @model_validator(mode="after")
    def _by_one(self) -> Self:
        _with_time("recorded", self.recorded_by, self.recorded_at)
        if self.reviewer and self.recorded_by:
            raise ValueError("a review that somebody gave in person is recorded by nobody else")
        return self


class ObjectionRecord(Record):
    panelist: Name
    text: Text
    answer: Text = ""
    answered_by: Username = ""
    answered_at: Instant | None = None
    outcome: Literal[tuple(outcome.value for outcome in Outcome)] = "open"
    ruled_by: Username = ""
    ruled_at: Instant | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        _with_time("answered", self.answered_by, self.answered_at)
        _with_time("ruled", self.ruled_by, self.ruled_at)
        if self.outcome not in SETTLED and bool(self.answer) == (self.outcome == Outcome.OPEN):
            raise ValueError(f"an objection with an answer is not open, one without is; found it {self.outcome}")
        return self


class DeskRecord(Record):
    """Unfinished work: what the desk holds where it differs from the approved revision."""

    kind: Literal["desk"] = "desk"
    profile: ProfileRecord
    confirmed: list[ConfirmedRecord] = []
    stale: list[Name] = []
    given: list[GivenRecord] = []
    objections: list[ObjectionRecord] = []
    kept_by: Username = ""
    kept_at: Instant | None = None

    @model_validator(mode="after")
    def _of_the_panel(self) -> Self:
        panel = {review.panelist for review in self.profile.panel}
        for mark in (*self.given, *self.objections):
            if mark.panelist not in panel:
                raise ValueError(f"a panellist of the profile expected, found “{mark.panelist}”")
        return self


class SealedPayRecord(Record):
    part: dict[str, Any]
    salt: Annotated[str, Field(max_length=64)]


class RevisionRecord(Record):
    """A revision as it stands on the shelf: payload, seal, pay part, people and times."""

    kind: Literal["revision"] = "revision"
    key: Key
    schema_: Annotated[int, Field(alias="schema", ge=1)]
    seal: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    number: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    state: Literal["in review", "withdrawn", "returned", "approved", "superseded", "retired"]
    origin: Literal["desk", "imported"]
    payload: dict[str, Any]
    pay: SealedPayRecord | None = None
    submitted_by: Username = ""
    submitted_at: Instant
    submit_note: Text = ""
    withdrawn_by: Username = ""
    withdrawn_at: Instant | None = None
    decided_by: Line = ""
    decided_at: Instant | None = None
    decision_note: Text = ""
    superseded_at: Instant | None = None
    retirement_proposed_by: Username = ""
    retirement_proposed_at: Instant | None = None
    retirement_reason: Text = ""
    successor: Annotated[Line, Field(max_length=80)] = ""
    retired_by: Username = ""
    retired_at: Instant | None = None
    contributors: list[Username] = []

    def written(self) -> dict[str, Any]:
        # Payload and pay part are sealed as they are: nothing in them is left out for being empty.
        record = {("schema" if name == "schema_" else name): value for name, value in super().written().items()}
        pay = {"pay": self.pay.model_dump()} if self.pay else {}
        return record | {"payload": self.payload} | pay


class EventRecord(Record):
    """One thing that happened, with its place in the profile's chain."""

    kind: Literal["event"] = "event"
    key: Key
    revision: Annotated[str, Field(max_length=64)] = ""
    move: Annotated[Line, Field(max_length=20)]
    source: Annotated[Line, Field(max_length=12)] = ""
    target: Annotated[Line, Field(max_length=12)] = ""
    by: Line = ""
    at: Instant
    note: Text = ""
    before: Annotated[str, Field(max_length=64)] = ""
    after: Annotated[str, Field(max_length=64)] = ""
    chain: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class WaiverRecord(Record):
    """A finding that was let stand for a while; those that ended or expired are kept too."""

    kind: Literal["waiver"] = "waiver"
    key: Key
    code: Annotated[Name, Field(max_length=40)]
    severity: Literal["warning", "note"]
    place: Annotated[Name, Field(max_length=40)]
    mark: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    message: Text
    reason: Annotated[Text, Field(min_length=1)]
    until: Day
    waived_by: Username
    waived_at: Instant
    ended_by: Username = ""
    ended_at: Instant | None = None

    @model_validator(mode="after")
    def _ended(self) -> Self:
        _with_time("ended", self.ended_by, self.ended_at)
        return self


ReleaseName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,39}$")]
SealLine = Annotated[str, Field(pattern=r"^[0-9a-f]{64} [ -~]{1,140}$")]
MOST_SEALS = 1_000


class ReleaseTextRecord(Record):
    """A shared text of a release in its place; its record is one of the skeleton's."""

    kind: Literal["release_text"] = "release_text"
    release: ReleaseName
    position: Annotated[int, Field(ge=1, le=10_000_000)]
    record: dict[str, Any]

    @property
    def text(self) -> Record:
        return SKELETON[self.record["kind"]].model_validate(self.record)

    @model_validator(mode="after")
    def _of_the_skeleton(self) -> Self:
        if self.record.get("kind") not in SKELETON.keys() - {"pay"}:
            raise ValueError("a shared text other than pay expected")
        SKELETON[self.record["kind"]].model_validate(self.record)
        return self


class ReleaseSealsRecord(Record):
    """Lines that the digest of a release is made of, each a seal with what it is the seal of (see `sealing`)."""

    kind: Literal["release_seals"] = "release_seals"
    release: ReleaseName
    lines: Annotated[list[SealLine], Field(min_length=1, max_length=MOST_SEALS)]


class ReleaseRecord(Record):
    """A release: comes after its texts and seals, and closes it."""

    kind: Literal["release"] = "release"
    name: ReleaseName
    notes: Text = ""
    made_by: Username = ""
    made_at: Instant
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    chain: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""


RELEASES: dict[str, type[Record]] = {
    "release_text": ReleaseTextRecord,
    "release_seals": ReleaseSealsRecord,
    "release": ReleaseRecord,
}

KINDS: dict[str, type[Record]] = {
    "canon": CanonRecord,
    **SKELETON,
    "profile": ProfileRecord,
    "revision": RevisionRecord,
    "event": EventRecord,
    "desk": DeskRecord,
    "waiver": WaiverRecord,
    **RELEASES,
}

# Plural names head the path of a fault: "profiles → skills[3] → name".
PLURALS = {
    "canon": "canon",
    "pay": "pay",
    "focus": "focuses",
    "desk": "desks",
    "release_text": "texts of releases",
    "release_seals": "seals of releases",
}


def plural(kind: str) -> str:
    return PLURALS.get(kind, f"{kind}s")


def bundle_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of one line of a bundle."""
    line = Annotated[reduce(or_, KINDS.values()), Field(discriminator="kind")]
    schema = TypeAdapter(line).json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A line of canon-bundle/1",
    } | schema
