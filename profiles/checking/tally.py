"""What a walk over the approved canon adds up to: the figures that the dashboard draws, as plain data.

The public part is made of what stands on public pages; how often a text was found wanting is for the desk.
"""

import datetime
import math
from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Any

from profiles import scoring
from profiles.agreement import Alpha, Corpus
from profiles.checking.texts import Text
from profiles.checking.walking import Checked
from profiles.models.listing import UNSCORED
from profiles.rounding import exact, shown
from profiles.scoring import AGREEMENT_WANTED, DIMENSIONS, band, months_between, newest

BINS = 20  # confidence by steps of .05
STALE_AFTER = 12  # months since the newest source: from then on confidence falls (field.md)
# Days from submission to decision; the last is for all that took longer.
WAITED = (1, 3, 7, 14, 30)


@dataclass
class _Function:
    name: str
    bands: Counter[str] = field(default_factory=Counter)
    places: set[tuple[str, str]] = field(default_factory=set)  # focus, level
    tracks: dict[tuple[str, str], int] = field(default_factory=dict)  # focus, track → levels of it


class Tally:
    """Takes every approved text once, and what was found of it."""

    def __init__(self, today: datetime.date) -> None:
        self._today = today
        self._functions: dict[str, _Function] = {}
        self._bins: Counter[int] = Counter()
        self._texts = self._stale = self._panels = self._reviews = self._low = 0
        self._corpora = {name: Corpus() for name in ("", *DIMENSIONS)}
        self._rwg: list[Fraction] = []
        self._kinds: dict[tuple[str, str], list[int]] = {}

    # -- the canon -------------------------------------------------------------------------------------

    def note(self, text: Text) -> None:
        payload, basis = text.payload, text.payload["basis"]
        confidence = None if text.confidence is None else exact(text.confidence)
        code, focus = basis["function"]["code"], basis["focus"]["code"]
        function = self._functions.setdefault(code, _Function(basis["function"]["name"]))
        function.bands[band(confidence) or UNSCORED] += 1
        function.places.add((focus, basis["level"]["code"]))
        function.tracks[focus, basis["track"]["code"]] = len(basis["levels"])
        self._texts += 1
        if confidence is not None:
            self._bins[min(int(confidence * BINS), BINS - 1)] += 1
        latest = newest([source.get("retrieved") or "" for source in payload["sources"]])
        self._stale += latest is not None and months_between(latest, self._today) >= STALE_AFTER
        self._note_panel([review for review in payload["panel"] if not review.get("stale")])

    def _note_panel(self, reviews: list[dict[str, Any]]) -> None:
        if not reviews:
            return
        panel = scoring.panel(reviews)
        self._panels += 1
        self._reviews += panel.reviewers
        for dimension in panel.dimensions:
            self._corpora[dimension.name].add([dimension.scores])
        self._corpora[""].add([dimension.scores for dimension in panel.dimensions])
        if (agreement := panel.agreement) is not None:
            self._rwg.append(agreement)
            self._low += agreement < AGREEMENT_WANTED

    @property
    def public(self) -> dict[str, Any]:
        return {
            "approved": self._texts,
            "stale": self._stale,
            "bins": [self._bins[n] for n in range(BINS)],
            "functions": [_function(code, f) for code, f in sorted(self._functions.items(), key=lambda p: p[1].name)],
            "panel": {
                "profiles": self._panels,
                "reviews": self._reviews,
                "rwg": shown(sum(self._rwg) / len(self._rwg), 2) if self._rwg else None,
                "low": self._low,
                "alpha": [[name, _alpha(corpus.alpha())] for name, corpus in self._corpora.items()],
            },
        }

    # -- what was found of it --------------------------------------------------------------------------

    def count(self, checked: Checked) -> None:
        found = Counter((seen.finding.code, str(seen.finding.severity)) for seen in checked.findings)
        for kind, number in found.items():
            totals = self._kinds.setdefault(kind, [0, 0])
            totals[0] += number
            totals[1] += 1

    @property
    def kinds(self) -> list[list[Any]]:
        """[code, severity, findings, profiles that have any], in no order of its own."""
        return [[code, severity, *totals] for (code, severity), totals in sorted(self._kinds.items())]


def _function(code: str, function: _Function) -> dict[str, Any]:
    return {
        "code": code,
        "name": function.name,
        "bands": dict(sorted(function.bands.items())),
        "focuses": len({focus for focus, _ in function.tracks}),
        "defined": len(function.places),
        "places": sum(function.tracks.values()),
    }


def _alpha(alpha: Alpha | None) -> dict[str, Any] | None:
    if alpha is None:
        return None
    ends = {name: None if (end := getattr(alpha, name)) is None else round(end, 3) for name in ("low", "high")}
    return {"value": round(alpha.value, 3), **ends, "profiles": alpha.profiles, "scores": alpha.scores}


def waited(days: list[float]) -> dict[str, Any]:
    """How long decisions took: how many within each bound, the middle, and what nine in ten stay within."""
    days = sorted(days)
    bounds = [0.0, *WAITED, float("inf")]
    counts = [sum(low <= day < high for day in days) for low, high in pairwise(bounds)]
    return {
        "counts": counts,
        "number": len(days),
        "median": _quantile(days, 0.5),
        "most": _quantile(days, 0.9),
    }


def _quantile(days: list[float], share: float) -> float | None:
    """The smallest that so large a share stays within."""
    if not days:
        return None
    return round(days[max(0, math.ceil(share * len(days)) - 1)], 3)
