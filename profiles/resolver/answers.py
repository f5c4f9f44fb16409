"""What is answered to a title: candidates with score, band and evidence; none where nothing is near enough."""

from dataclasses import asdict, dataclass

import numpy as np

from profiles.resolver import blend, titles
from profiles.resolver.index import Index

MOST = 5
# Below this a candidate is not worth a line, whatever stands above it.
WORTH_TELLING = 0.02


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
    candidates: tuple[Candidate, ...]

    @property
    def band(self) -> str:
        return self.candidates[0].band if self.candidates else "none"

    @property
    def abstains(self) -> bool:
        return self.band == "none"

    def plain(self) -> dict:
        told = asdict(self)
        return told | {"candidates": [asdict(candidate) for candidate in self.candidates]}


def of_occupations(raw: str, index: Index, *, most: int = MOST) -> Answer:
    """Occupations that a title may mean, the likeliest first."""
    title = titles.read(raw)
    if not title.words:
        return Answer(raw, title.level_hint, ())
    odds = blend.probabilities(index.features(title))
    best = np.argsort(-odds, kind="stable")[:most]
    found = tuple(
        _candidate(index, title, int(place), float(odds[place])) for place in best if odds[place] >= WORTH_TELLING
    )
    return Answer(raw, title.level_hint, found)


def _candidate(index: Index, title: titles.Title, place: int, score: float) -> Candidate:
    nearest, near = index.nearest_title(title, place)
    if near > 0.999:
        why = f"its title “{nearest}”"
    elif near > 0:
        why = f"nearest of its titles: “{nearest}”"
    else:
        why = "words of its titles and tasks"
    return Candidate(index.codes[place], index.labels[place], round(score, 3), blend.band(score), why)
