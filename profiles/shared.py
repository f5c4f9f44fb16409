"""The shared texts as approved texts sealed them, the newest of each: what may leave with what is published.

A function, a rubric or a baseline at the desk may hold what nobody has accepted yet; what a payload sealed was
accepted with it. A file made of this and read into an empty site gives the same file again.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from typing import Any

from profiles import payloads
from profiles.models.revision import Revision
from taxonomy.codes import GLOBAL
from taxonomy.models.guideline import COLUMNS
from taxonomy.records import SKELETON, Record
from taxonomy.texts import fold_name

# What shared texts are collected from.
READ = ("payload", "schema", "pay__part", "function_code", "level_code", "scope_code")
Row = Mapping[str, Any]
Ladder = tuple[str, str]  # a function or focus, and a track


class SharedTexts:
    """Collects from payloads, in the order of their approval: what a later one sealed stands in the earlier's place."""

    def __init__(self) -> None:
        self._tracks: dict[str, Row] = {}
        self._levels: dict[str, dict[str, Any]] = {}
        self._functions: dict[str, Row] = {}
        self._focuses: dict[str, Row] = {}
        self._rubrics: dict[Ladder, dict[str, Row]] = {}  # of functions: level → row
        self._own_rubrics: dict[Ladder, dict[str, Row]] = {}  # of focuses
        self._skills: dict[str, Row] = {}
        # (function or None, level) → scope → the baseline that was shown there
        self._pay: dict[tuple[str | None, str], dict[str, Row | None]] = {}

    def add(self, row: Any) -> None:
        """A published text, by the fields that are named in READ."""
        self.add_texts(payloads.read(row.payload, row.schema))
        self._add_baselines(row, json.loads(row.pay__part) if row.pay__part else {})

    def add_texts(self, payload: Mapping[str, Any]) -> None:
        """What a payload sealed; of pay it knows nothing."""
        basis = payload["basis"]
        function, track = basis["function"]["code"], basis["track"]["code"]
        self._tracks[track] = basis["track"]
        self._functions[function] = basis["function"]
        self._focuses[basis["focus"]["code"]] = basis["focus"] | {"function": function}
        self._add_levels(track, basis)
        self._add_rubrics(function, track, basis)
        for use in payload["skills"]:
            self._skills[fold_name(use["name"])] = {"name": use["name"], "type": use["type"]}

    def add_pay(self, revision: Revision) -> None:
        """The baselines that stood beside a payload, which itself is not needed."""
        self._add_baselines(revision, payloads.pay_of(revision) or {})

    def _add_baselines(self, row: Any, part: Mapping[str, Any]) -> None:
        for owner, name in ((row.function_code, "function"), (None, "level")):
            shown = self._pay.setdefault((owner, row.level_code), {})
            shown[row.scope_code] = part.get(name)

    def _add_levels(self, track: str, basis: Row) -> None:
        """Steps of the whole ladder; of the other levels' own texts the payload knows nothing."""
        for step in (*basis["levels"], basis["level"]):
            self._levels.setdefault(step["code"], {}).update(step, track=track)

    def _add_rubrics(self, function: str, track: str, basis: Row) -> None:
        shown = {row["level"]: row for row in basis["guidelines"]}
        shared = self._rubrics.setdefault((function, track), {})
        for step in basis["levels"]:
            row = shown.get(step["code"])
            if row is None:
                shared.pop(step["code"], None)
            elif row["from"] == "function":
                shared[step["code"]] = row
        own = {level: row for level, row in shown.items() if row["from"] == "focus"}
        self._own_rubrics[basis["focus"]["code"], track] = own

    # -- as records, in the order in which a reader needs them -------------------------------------

    def records(self) -> Iterator[Record]:
        yield from self.texts()
        yield from self.baselines()

    def texts(self) -> Iterator[Record]:
        """All but the baselines of pay."""
        tracks = sorted(self._tracks.values(), key=itemgetter("order", "code"))
        yield from _records("track", tracks)
        yield from _records("level", self._ladder())
        yield from _records("function", _by_key(self._functions))
        yield from _records("focus", _by_key(self._focuses))
        yield from _records("guideline", self._guidelines(self._places()))
        yield from _records("skill", _by_key(self._skills))

    def baselines(self, place: Mapping[str, int] | None = None) -> Iterator[Record]:
        """`place` of each level on the ladder, where no texts were added that tell it."""
        yield from _records("pay", self._baselines(self._places() if place is None else place))

    def _ladder(self) -> list[Row]:
        tracks = sorted(self._tracks.values(), key=itemgetter("order", "code"))
        order = {track["code"]: position for position, track in enumerate(tracks)}
        return sorted(self._levels.values(), key=lambda level: (order[level["track"]], level["step"]))

    def _places(self) -> dict[str, int]:
        return {level["code"]: position for position, level in enumerate(self._ladder())}

    def _guidelines(self, place: Mapping[str, int]) -> Iterator[Row]:
        for owner, ladders in (("function", self._shown_rubrics()), ("focus", self._own_rubrics)):
            rows = [(code, level, row) for (code, _), rubric in ladders.items() for level, row in rubric.items()]
            for code, level, row in sorted(rows, key=lambda found: (found[0], place[found[1]])):
                yield {owner: code, "level": level} | {name: row[name] for name in COLUMNS}

    def _shown_rubrics(self) -> dict[Ladder, dict[str, Row]]:
        """Rows of functions but for those in whose place every focus by now has a row of its own."""
        focuses: dict[Ladder, list[Mapping[str, Row]]] = {}
        for (focus, track), own in self._own_rubrics.items():
            focuses.setdefault((self._focuses[focus]["function"], track), []).append(own)
        return {
            ladder: {level: row for level, row in rubric.items() if any(level not in own for own in focuses[ladder])}
            for ladder, rubric in self._rubrics.items()
        }

    def _baselines(self, place: Mapping[str, int]) -> Iterator[Row]:
        """Shared ones first, then those of functions; of each level those that somebody will be shown."""
        for owner, level in sorted(self._pay, key=lambda found: (found[0] or "", place[found[1]])):
            shown = self._pay[owner, level]
            rows = {(row["region"], row["currency"]): row for row in shown.values() if row}
            for identity in sorted(_asked_for(rows, shown)):
                yield {"function": owner, "level": level} | rows[identity]


def _asked_for(rows: Mapping[tuple[str, str], Row], scopes: Iterable[str]) -> set[tuple[str, str]]:
    """Region and currency of those that these scopes are shown where all the rows stand together."""
    found = set()
    for scope in scopes:
        own = [identity for identity in sorted(rows) if identity[0].upper() == scope.upper()]
        found.update((own or (sorted(rows) if scope == GLOBAL else []))[:1])
    return found


def _by_key(rows: Mapping[str, Row]) -> Iterator[Row]:
    return (rows[key] for key in sorted(rows))


def _records(kind: str, rows: Iterable[Row]) -> Iterator[Record]:
    shape = SKELETON[kind]
    names = shape.model_fields.keys() - {"kind"}
    for row in rows:
        yield shape(**{name: row[name] for name in names if name in row})
