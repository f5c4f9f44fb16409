"""A level as its last approval sealed it, and all tracks side by side by aligned rank."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from profiles.models.revision import Heading
from profiles.rendering import words
from profiles.rendering.finding import Ladder
from profiles.rendering.profile import ATTRIBUTES


@dataclass(frozen=True)
class Step:
    """A level in the table of ranks."""

    code: str
    title: str
    years: str
    own: bool
    number: int | None

    @property
    def told(self) -> str:
        return "" if self.number is None else words.count(self.number, "profile")


@dataclass(frozen=True)
class Ranks:
    """Ranks from the highest down; for each the level of every track, or None."""

    tracks: list[tuple[str, str]]  # (code, name)
    rows: list[tuple[int, list[Step | None]]]


def aligned(ladder: Ladder, *, own: str = "", numbers: Mapping[str, int] | None = None) -> Ranks:
    columns = [{step["rank"]: step for step in text["levels"]} for _, _, text in ladder.tracks]
    ranks = sorted({rank for column in columns for rank in column}, reverse=True)
    return Ranks(
        [(code, name) for code, name, _ in ladder.tracks],
        [(rank, [_step(column.get(rank), own, numbers) for column in columns]) for rank in ranks],
    )


def _step(step: Mapping[str, Any] | None, own: str, numbers: Mapping[str, int] | None) -> Step | None:
    if step is None:
        return None
    number = None if numbers is None else numbers.get(step["code"], 0)
    return Step(step["code"], step["title"], words.years(step), step["code"] == own, number)


@dataclass(frozen=True)
class LevelPage:
    """A level: its place on the ladder, and its definition where a profile stands or stood at it."""

    step: Mapping[str, Any]
    track: str
    heading: Heading | None

    @property
    def text(self) -> dict[str, Any]:
        return json.loads(self.heading.text) if self.heading else {}

    @property
    def summary(self) -> str:
        return self.text.get("summary", "")

    @property
    def years(self) -> str:
        return words.years(self.step)

    @property
    def attributes(self) -> list[tuple[str, str]]:
        text = self.text
        return [(label, text.get(name) or "not defined") for name, label in ATTRIBUTES] if text else []
