"""Compares a run with the targets in targets.toml: a ratio may fall below its target by no more than its noise."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import figures

FILE = Path(__file__).with_name("targets.toml")
MET, NOISY, MISSED, UNMEASURED = "met", "met within noise", "MISSED", "not measured"


@dataclass(frozen=True)
class Target:
    """One bound: of a ratio between two contestants, or of a figure of the site."""

    what: str
    found: float | None
    least: float | None = None
    most: float | None = None
    noise: float = 0.0

    @property
    def verdict(self) -> str:
        if self.found is None:
            return UNMEASURED
        if self._holds(0.0):
            return MET
        return NOISY if self._holds(self.noise) else MISSED

    def _holds(self, noise: float) -> bool:
        return (self.least is None or self.found + noise >= self.least) and (
            self.most is None or self.found - noise <= self.most
        )

    def __str__(self) -> str:
        bound = f"at least {self.least:,g}" if self.least is not None else f"at most {self.most:,g}"
        found = (
            "" if self.found is None else f", found {self.found:,.4g}" + (f" ± {self.noise:.2g}" if self.noise else "")
        )
        return f"{self.verdict:16}  {self.what}: {bound}{found}"


def tell(run: dict, file: Path = FILE) -> int:
    """Prints all targets; 1 where one is missed."""
    found = list(targets(run, tomllib.loads(file.read_text(encoding="utf-8"))))
    print(*found, sep="\n")
    return int(any(target.verdict == MISSED for target in found))


def targets(run: dict, asked: dict) -> Iterator[Target]:
    for each in asked.get("ratio", []):
        yield from _ratios(run, each)
    for each in asked.get("page", []):
        value = figures.of(run, each["page"], each.get("of", "site"), each["figure"])
        found = None if value is None else figures.median(value)
        yield Target(f"{each['figure']} of {each['page']}", found, each.get("least"), each.get("most"))
    for each in asked.get("worker", []):
        told = run["memory"].get(each["server"], [])
        found = max((worker[each["figure"]] for worker in told), default=None)
        yield Target(f"{each['figure']} of a worker of {each['server']}", found, most=each["most"])
    for each in asked.get("command", []):
        yield _command(run, each)


def _ratios(run: dict, each: dict) -> Iterator[Target]:
    """Of one page, or of every page but some that has both."""
    pages = (
        [name for name in run["pages"] if name not in each.get("but", ())] if each["page"] == "*" else [each["page"]]
    )
    for page in pages:
        found = figures.ratio_of(run, page, each["of"], each["to"], each.get("to_page", ""))
        if found or each["page"] != "*":
            told = found or figures.Ratio(None, 0.0)
            to = each["to"] + (f" on {each['to_page']}" if "to_page" in each else "")
            yield Target(f"{page}, {each['of']} to {to}", told.times, least=each["least"], noise=told.noise)


def _command(run: dict, each: dict) -> Target:
    """Seconds of a command over a canon, or how many profiles it does in each."""
    size, figure = each["profiles"], each["figure"]
    told = run["commands"].get(f"{size:,}", {}).get(each["command"], {})
    value = told.get("seconds" if figure == "profiles_a_second" else figure)
    found = size / value if value and figure == "profiles_a_second" else value
    what = f"{figure} of {each['command']} with {size:,} profiles"
    return Target(what, found, each.get("least"), each.get("most"))
