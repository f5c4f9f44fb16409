"""What a text measures beside the other levels of its focus: how distinct it is, and how it is worded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from profiles import differentiation, payloads, wording
from profiles.differentiation import Measure, Rung
from profiles.gate import Finding
from profiles.models import Profile, Revision
from profiles.scoring import DIMENSIONS
from profiles.wording import Hint

LABEL = DIMENSIONS[differentiation.DIMENSION]


@dataclass(frozen=True)
class Measuring:
    """A payload against the other levels of its focus and scope, whatever their track."""

    payload: Mapping[str, Any]
    beside: tuple[tuple[str, Rung], ...]  # (code of the track, the level)

    @cached_property
    def measure(self) -> Measure:
        track = self.payload["basis"]["track"]["code"]
        return differentiation.measured(
            differentiation.rung_of(self.payload), [rung for code, rung in self.beside if code == track]
        )

    @property
    def findings(self) -> list[Finding]:
        return list(differentiation.findings_of(self.measure))

    @cached_property
    def hints(self) -> list[Hint]:
        return wording.hints(self.payload, [wording.length_of(rung.lines) for _, rung in self.beside])


def beside_sealed(payload: Mapping[str, Any]) -> Measuring:
    """Against the texts that stand approved: for whoever decides. One query."""
    rows = Revision.objects.approved().filter(focus_code=payload["basis"]["focus"]["code"], scope_code=payload["scope"])
    rows = rows.exclude(level_code=payload["basis"]["level"]["code"]).only("payload", "schema", "track_code")
    rows = rows.order_by("rank", "track_code")
    found = ((row.track_code, differentiation.rung_of(payloads.read(row.payload, row.schema))) for row in rows)
    return Measuring(payload, tuple(found))


def beside_desks(payload: Mapping[str, Any], siblings: Iterable[Profile]) -> Measuring:
    """Against the desks of the other levels, for whoever writes; they are fetched with their responsibilities."""
    return Measuring(payload, tuple((row.level.track.code, _rung(row)) for row in siblings))


def _rung(row: Profile) -> Rung:
    lines = tuple(text.text for text in row.responsibilities.all())[: differentiation.MOST_LINES]
    return Rung(row.key, row.level.code, row.title, row.level.rank, lines)
