"""Which profiles a title means: by their titles and aliases, and by the occupations that they are mapped to.

No list of titles with their right profiles exists to calibrate on: the figures here are set by hand and keep the order
of evidence (the very name, a name like it, an occupation), where those of occupations were fitted.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from profiles.models.revision import Revision
from profiles.resolver import answers, blend, grams, titles
from profiles.resolver.index import Index
from profiles.resolver.standing import Name, like, mapped

# The very name of one profile; of several, they share it.
SAME_NAME = 0.97
# A name that is like it, at the most; and how unlike it may be.
LIKE_NAME, LEAST_LIKE = 0.85, 0.6
OCCUPATIONS = 5
# For each rank between the level that a title tells and the profile's; what is mapped to an occupation at all is a
# guess at a level, so even the right rank is no certainty.
STEP, MAPPED = 0.85, 0.6


@dataclass
class _Evidence:
    name: float = 0.0
    occupation: float = 0.0
    why: list[str] = field(default_factory=list)


def of_profiles(
    raw: str, index: Index | None, *, here: Sequence[Name] = (), level: str = "", function: str = "", most: int = 5
) -> answers.Answer:
    """Profiles that a title may mean, the likeliest first. `level` and `function` are hints, of codes."""
    title = titles.read(raw)
    hint = level or title.level_hint
    if not title.words and not here:
        return answers.Answer(raw, hint)
    found = _by_name(title, here)
    _by_occupation(found, title, index, here)
    rows = Revision.objects.approved().listed().in_bulk(list(found))
    rank = Revision.objects.approved().filter(level_code=hint).values_list("rank", flat=True).first() if hint else None
    # A name of one profile alone says its level better than its words do; a level that was asked for counts always.
    named = {name.revision for name in here} if len(here) == 1 and not level else set()
    scores = {pk: _score(found[pk], row, None if pk in named else rank, function) for pk, row in rows.items()}
    best = sorted(scores, key=lambda pk: (-scores[pk], rows[pk].key))[:most]
    return answers.Answer(
        raw,
        hint,
        tuple(
            answers.candidate(rows[pk].key, _label(rows[pk]), scores[pk], "; ".join(found[pk].why))
            for pk in best
            if scores[pk] >= answers.WORTH_TELLING
        ),
    )


def _label(row: Revision) -> str:
    return f"{row.title} ({row.level_code})"


def _by_name(title: titles.Title, here: Sequence[Name]) -> dict[int, _Evidence]:
    found: dict[int, _Evidence] = defaultdict(_Evidence)
    for name in here:
        found[name.revision] = _Evidence(SAME_NAME / len(here), 0.0, [f"its {name.kind} “{name.shown}”"])
    if not title.words:
        return found
    asked, same = " ".join(grams.stems(title.words)), set(found)
    for name in like(title):
        if name.revision in same:
            continue
        alike = fuzz.token_sort_ratio(asked, " ".join(grams.stems(titles.read(name.shown).words))) / 100
        score = LIKE_NAME * alike**2
        if alike >= LEAST_LIKE and score > found[name.revision].name:
            told = "reads the same" if alike == 1 else f"{alike:.0%} alike"
            found[name.revision] = _Evidence(score, 0.0, [f"its {name.kind} “{name.shown}”, {told}"])
    return found


def _by_occupation(found: dict[int, _Evidence], title: titles.Title, index: Index | None, here: Sequence[Name]) -> None:
    """An occupation's probability goes to all profiles under it; rank tells them apart later."""
    if index is None or not title.words:
        return
    odds = next(answers.chances([(title, here)], index)).odds
    places = blend.best(odds, OCCUPATIONS)
    under = mapped([index.codes[place] for place in places if odds[place] >= answers.WORTH_TELLING])
    for place in places:
        code = index.codes[place]
        for revision in under.get(code, ()):
            evidence = found[revision]
            evidence.occupation = min(1.0, evidence.occupation + MAPPED * float(odds[place]))
            evidence.why.append(f"mapped to {code} {index.labels[place]}, which such titles mean at {odds[place]:.0%}")


def _score(evidence: _Evidence, row: Revision, rank: int | None, function: str) -> float:
    """Either evidence may be enough; what the title or the asker hints at prefers the ranks and the function."""
    score = 1 - (1 - evidence.name) * (1 - evidence.occupation)
    if rank is not None:
        score *= STEP ** min(abs(row.rank - rank), 4)
    return score * (0.5 if function and row.function_code != function.upper() else 1.0)
