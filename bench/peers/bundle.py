"""A bundle as the peers read it: shared rows by their codes, profiles one by one."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from profiles import scoring


@dataclass
class Canon:
    """What a bundle says beside its profiles, which are many and read as they are asked for."""

    path: Path
    tracks: dict[str, dict] = field(default_factory=dict)
    levels: dict[str, dict] = field(default_factory=dict)
    functions: dict[str, dict] = field(default_factory=dict)
    focuses: dict[str, dict] = field(default_factory=dict)
    guidelines: dict[tuple[str, str], dict] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> "Canon":
        canon = cls(path)
        kept = {"track": canon.tracks, "level": canon.levels, "function": canon.functions, "focus": canon.focuses}
        for record in canon._records():
            if record["kind"] in kept:
                kept[record["kind"]][record["code"]] = record
            elif record["kind"] == "guideline":
                canon.guidelines[record["function"], record["level"]] = record
        return canon

    def profiles(self) -> Iterator[dict]:
        return (record for record in self._records() if record["kind"] == "profile")

    def _records(self) -> Iterator[dict]:
        with self.path.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def confidence(record: dict) -> tuple[float, str]:
    """Confidence and its band, by the formula of the site."""
    sealed = scoring.confidence(scoring.panel(record["panel"]).minimum)
    return float(sealed), scoring.band(sealed)
