"""One sealed text as other machines read it: the record that was sealed, with version, seal and licence."""

from typing import Any, Literal

from pydantic import Field

from profiles.records import Instant, ProfileRecord
from taxonomy.records import PayPart, Record


class VersionRecord(Record):
    """A revision that was approved once."""

    key: str
    version: int
    citation: str
    state: Literal["approved", "superseded", "retired"]
    seal: str
    approved_at: Instant
    approved_by: str
    origin: str
    superseded_at: Instant | None
    retired_at: Instant | None


class ResolvedPayRecord(Record):
    """The figures that hold, and whose they are: own, function or level."""

    owner: Literal["own", "function", "level"]
    figures: PayPart


class SealedRecord(Record):
    """One approved text: the record that was sealed, and what it rests on."""

    key: str
    version: int
    citation: str = Field(description="KEY#version")
    state: Literal["approved", "superseded", "retired"]
    stands_in_for: str | None = Field(description="the key that was asked for, where its region has no text of its own")
    seal: str = Field(description="SHA-256 of the sealed text")
    url: str
    licence: str = Field(description="under which the text may be used, as this site says")
    attribution: str = Field(description="who is to be named in any use")
    approved_at: Instant
    approved_by: str
    origin: str
    superseded_at: Instant | None
    retired_at: Instant | None
    successor: str | None
    confidence: float | None
    rank: int
    pay_shown: bool = Field(description="whether figures of pay are told to who asks")
    pay: ResolvedPayRecord | None
    profile: ProfileRecord
    basis: dict[str, Any] = Field(description="function, focus, track, level and guidelines as they were sealed")
