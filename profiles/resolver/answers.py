"""What is answered to a title: candidates with score, band and evidence; none where nothing is near enough."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from profiles.resolver import blend, titles
from profiles.resolver.index import Index
from profiles.resolver.standing import Name

MOST = 5
# Below this a candidate is not worth a line, whatever stands above it.
WORTH_TELLING = 0.02
# Where none of its words is known, only letters speak; never enough for more than a hint.
OF_LETTERS = 0.9 * blend.REVIEW
# What people here call a profile means its occupations first; the rest is left to what is known outside.
CONFIRMED = 0.8


@dataclass(frozen=True)
class Candidate:
    """One thing that a title may mean. `score` is the share of such titles that mean it; `why` is the evidence."""

    code: str
    label: str
    score: float
    band: str
    why: str


@dataclass(frozen=True)
class Answer:
    """`band` is that of the best candidate: with "none" the resolver abstains, and candidates are only hints."""

    title: str
    level_hint: str
    candidates: tuple[Candidate, ...] = ()

    @property
    def band(self) -> str:
        return self.candidates[0].band if self.candidates else "none"

    @property
    def abstains(self) -> bool:
        return self.band == "none"

    def plain(self) -> dict:
        return {
            "title": self.title,
            "level_hint": self.level_hint,
            "candidates": [asdict(candidate) for candidate in self.candidates],
        }


def of_occupations(raw: str, index: Index, *, here: Sequence[Name] = (), most: int = MOST) -> Answer:
    """Occupations that a title may mean, the likeliest first; `here` are profiles that stand under this very name."""
    title = titles.read(raw)
    if not title.words:
        return Answer(raw, title.level_hint)
    odds, confirmed, near = chances(title, index, here)
    best = np.argsort(-odds, kind="stable")[:most]
    best = [int(place) for place in best if odds[place] >= WORTH_TELLING]
    nearest = index.nearest_titles(near, best)
    return Answer(
        raw,
        title.level_hint,
        tuple(
            candidate(index.codes[place], index.labels[place], odds[place], _why(confirmed.get(place), *one))
            for place, one in zip(best, nearest, strict=True)
        ),
    )


def chances(
    title: titles.Title, index: Index, here: Sequence[Name] = ()
) -> tuple[np.ndarray, dict[int, Name], np.ndarray]:
    """The probability of each occupation, the places of those that names here speak for, how near each title is."""
    features, near = index.shared(title)
    odds = blend.probabilities(features)
    if not index.knows(title):
        odds = odds * min(1.0, OF_LETTERS / odds.max())
    places = {code: place for place, code in enumerate(index.codes)} if here else {}
    confirmed = {places[code]: name for name in reversed(here) for code in name.occupations if code in places}
    if confirmed:
        odds = odds * (1 - CONFIRMED)
        odds[list(confirmed)] += CONFIRMED / len(confirmed)
    return odds, confirmed, near


def candidate(code: str, label: str, score: float, why: str) -> Candidate:
    score = round(float(score), 3)
    return Candidate(code, label, score, blend.band(score), why)


def _why(confirmed: Name | None, nearest: str, near: float) -> str:
    if confirmed:
        return f"“{confirmed.shown}” is what {confirmed.key} is called here, and that is mapped to it"
    if near > 0.999:
        return f"its title “{nearest}”"
    if near > 0:
        return f"nearest of its titles: “{nearest}”"
    return "words of its tasks, and runs of letters in its titles"
