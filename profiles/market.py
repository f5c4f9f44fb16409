"""Figures of pay that the market suggests for a profile: from the occupations that it is mapped to and its rank."""

from collections.abc import Iterable

from profiles import benchmark
from profiles.benchmark import Proposal
from taxonomy.models import PERCENTILES
from taxonomy.occupations import wages
from taxonomy.systems import SHAPES

MAPPED = "O*NET/SOC"
# The nearer a mapping, the earlier its occupation is asked.
NEARNESS = ("exact", "close", "narrow", "broad", "related", "")
MOST_CODES = 3


def proposals(mappings: Iterable[dict], rank: int) -> list[Proposal]:
    """For each mapped occupation, nearest first: from percentiles of wages, and from wages at four levels.

    `mappings` have system, code, relation; at most two queries a code.
    """
    return [proposal for code in codes_of(mappings) for proposal in _of_code(code, rank)]


def codes_of(mappings: Iterable[dict]) -> list[str]:
    """Six-digit codes of the mappings, the nearest relation first."""
    fit = [m for m in mappings if m["system"] == MAPPED and SHAPES[MAPPED][0].fullmatch(m["code"])]
    fit.sort(key=lambda m: NEARNESS.index(m.get("relation") or ""))
    return list(dict.fromkeys(m["code"][:7] for m in fit))[:MOST_CODES]


def nearest_of(mappings: Iterable[dict]) -> str:
    """The nearest mapped code as it is mapped, of six or eight digits; "" where there is none."""
    fit = [m for m in mappings if m["system"] == MAPPED and SHAPES[MAPPED][0].fullmatch(m["code"])]
    return min(fit, key=lambda m: NEARNESS.index(m.get("relation") or ""), default={"code": ""})["code"]


def _of_code(code: str, rank: int) -> Iterable[Proposal]:
    row = wages.newest(code)
    if row is not None and not row.hourly:
        figures = dict(zip(benchmark.PUBLISHED, (row.value(name) for name in PERCENTILES), strict=True))
        if proposal := benchmark.from_percentiles(code, rank, figures, edition=row.edition):
            yield proposal
    if levels := wages.levels_of(code):
        middles = {span.level: span.middle for span in levels.spans}
        if proposal := benchmark.from_levels(code, rank, middles, edition=levels.edition, areas=levels.areas):
            yield proposal
