"""The calibrator: seven questions in the words of the levels, what the answers point to, and what the rubric says."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Max

from profiles import calibration
from profiles.calibration import ABOVE, BELOW, QUESTIONS, Pointed, Step
from profiles.models.revision import Heading, Revision
from profiles.rendering import words
from profiles.rendering.finding import Ladder
from profiles.rendering.profile import ATTRIBUTES, GUIDELINES
from profiles.rendering.shelf import Sealed

FOCUSES_ASKED = 3
LABELS = dict(ATTRIBUTES) | {"experience": "Typical experience"}
ASKS = {
    "scope": "What does the work cover?",
    "autonomy": "How much is it guided and checked?",
    "complexity": "What kind of problems have to be solved?",
    "impact": "What does it change when it is done well or badly?",
    "decision_rights": "What is decided in it?",
    "leadership": "Whom does it lead, and how?",
    "experience": "How much experience does it usually take?",
}


@dataclass(frozen=True)
class Option:
    """A level's own words for one attribute."""

    level: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class Question:
    name: str
    label: str
    ask: str
    options: list[Option]
    elsewhere: str = ""  # an answer on another track that has no like on this one: kept until another is given

    @property
    def answered(self) -> bool:
        return bool(self.elsewhere) or any(option.chosen for option in self.options)


@dataclass(frozen=True)
class Rubric:
    """The rows of a function for one level, with whose they are."""

    owner: str
    columns: list[tuple[str, str]]


@dataclass(frozen=True)
class Answered:
    """One track with the level that its answers point to."""

    pointed: Pointed
    name: str
    step: Mapping[str, Any] | None
    definition: Mapping[str, Any]
    rubric: Rubric | None
    order: Sequence[str]  # codes of the track's levels, lowest first

    @property
    def told(self) -> str:
        of = len(self.pointed.answers)
        return f"{self.pointed.votes} of {words.count(of, 'answer')}"

    @property
    def attributes(self) -> list[tuple[str, str, str]]:
        """Label, what the level says, and where the answer points if elsewhere."""
        elsewhere = dict(self.pointed.disagreeing)
        texts = [(name, LABELS[name], self.text_of(name)) for name in QUESTIONS]
        return [(label, text, self._aside(elsewhere.get(name, ""))) for name, label, text in texts if text]

    def text_of(self, name: str) -> str:
        return words.years(self.step) if name == "experience" else self.definition.get(name) or ""

    @property
    def disagreeing(self) -> list[tuple[str, str]]:
        return [(LABELS[name], self._aside(level)) for name, level in self.pointed.disagreeing]

    def _aside(self, level: str) -> str:
        """ "M2, one step lower"."""
        if level in ("", BELOW, ABOVE):
            return {BELOW: "below this track", ABOVE: "above this track"}.get(level, "")
        steps = self.order.index(level) - self.order.index(self.pointed.level)
        return f"{level}, {words.count(abs(steps), 'step')} {'higher' if steps > 0 else 'lower'}"


@dataclass
class Calibrator:
    """`asked` is what the address says; what it says and nobody knows is left out and told in `unknown`."""

    asked: Mapping[str, str]

    @cached_property
    def _headings(self) -> dict[str, list[Heading]]:
        found: dict[str, list[Heading]] = {kind: [] for kind in Heading.Kind.values}
        kinds = (Heading.Kind.TRACK, Heading.Kind.LEVEL, Heading.Kind.FUNCTION)
        for heading in Heading.objects.filter(kind__in=kinds).order_by("name", "code"):
            found[heading.kind].append(heading)
        return found

    @cached_property
    def ladder(self) -> Ladder:
        return Ladder.of(self._headings[Heading.Kind.TRACK])

    @cached_property
    def definitions(self) -> dict[str, dict[str, Any]]:
        return {heading.code: json.loads(heading.text) for heading in self._headings[Heading.Kind.LEVEL]}

    @property
    def tracks(self) -> list[tuple[str, str]]:
        return [(code, name) for code, name, _ in self.ladder.tracks]

    @property
    def functions(self) -> list[tuple[str, str]]:
        return [(heading.code, heading.name) for heading in self._headings[Heading.Kind.FUNCTION]]

    @cached_property
    def track(self) -> str:
        """In whose words it is asked; the first track where none is named."""
        codes = [code for code, _ in self.tracks]
        asked = self.asked.get("track", "").upper()
        return asked if asked in codes else next(iter(codes), "")

    @cached_property
    def function(self) -> str:
        asked = self.asked.get("function", "").upper()
        return asked if asked in dict(self.functions) else ""

    @cached_property
    def _steps(self) -> dict[str, list[Step]]:
        return {
            code: [Step(step["code"], step["rank"]) for step in sorted(text["levels"], key=lambda s: s["rank"])]
            for code, _, text in self.ladder.tracks
        }

    @cached_property
    def answers(self) -> dict[str, int]:
        """Question → the rank that it was answered with."""
        ranks = {step.level: step.rank for steps in self._steps.values() for step in steps}
        given = {name: self.asked.get(name, "").upper() for name in QUESTIONS}
        return {name: ranks[level] for name, level in given.items() if level in ranks}

    @property
    def unknown(self) -> list[str]:
        """Labels of questions whose answer is no level."""
        return [LABELS[name] for name in QUESTIONS if self.asked.get(name) and name not in self.answers]

    @property
    def questions(self) -> list[Question]:
        return [self._question(name) for name in QUESTIONS]

    def _question(self, name: str) -> Question:
        options = self._options(name)
        given = self.asked[name].upper() if name in self.answers else ""
        elsewhere = "" if any(option.chosen for option in options) else given
        return Question(name, LABELS[name], ASKS[name], options, elsewhere)

    def _options(self, name: str) -> list[Option]:
        """Levels of this track that have a text; an answer that was given on another track is shown by its rank."""
        steps = self._steps.get(self.track, [])
        chosen = calibration.at(self.answers[name], steps) if name in self.answers else ""
        texts = [(step.level, self._text(step.level, name)) for step in steps]
        return [Option(level, text, level == chosen) for level, text in texts if text]

    def _text(self, level: str, name: str) -> str:
        if name == "experience":
            told = words.years(self.ladder.levels[level])
            return "" if told == "not defined" else told
        return self.definitions.get(level, {}).get(name) or ""

    @property
    def given(self) -> list[tuple[str, str]]:
        """What has been answered, as it stands in an address."""
        found = [(name, self.asked[name].upper()) for name in QUESTIONS if name in self.answers]
        return [*found, ("function", self.function)] if self.function else found

    @property
    def ways(self) -> list[tuple[str, str, str]]:
        """(code, name, what to ask for) of each track: the same answers in its words."""
        return [(code, name, urlencode([("track", code), *self.given])) for code, name in self.tracks]

    @cached_property
    def results(self) -> list[Answered]:
        """The chosen track first; nothing before a question is answered."""
        if not self.answers:
            return []
        found = calibration.pointed(self.answers, self._steps)
        found.sort(key=lambda one: one.track != self.track)
        return [self._answered(one) for one in found]

    def _answered(self, one: Pointed) -> Answered:
        order = [step.level for step in self._steps[one.track]]
        name = dict(self.tracks)[one.track]
        if not one.level:
            return Answered(one, name, None, {}, None, order)
        step, text = self.ladder.levels[one.level], self.definitions.get(one.level, {})
        return Answered(one, name, step, text, self._rubrics.get(one.level), order)

    @cached_property
    def _rubrics(self) -> dict[str, Rubric]:
        """Level → what the rubric says, as approved texts sealed it; two queries.

        A focus may have rows of its own, so a few focuses of each track are asked: the function's own row goes first.
        """
        if not self.function:
            return {}
        rows = Revision.objects.visible_to().approved().filter(function_code=self.function)
        newest: dict[str, list[int]] = {}
        each = rows.order_by().values("track_code", "focus_code").annotate(newest=Max("pk"))
        for track, pk in each.values_list("track_code", "newest").order_by("-newest"):
            newest.setdefault(track, []).append(pk)
        asked = [pk for found in newest.values() for pk in found[:FOCUSES_ASKED]]
        texts = Revision.objects.filter(pk__in=asked).order_by("-pk").only("payload", "schema")
        return _rubrics_of(Sealed(row).payload for row in texts)


def _rubrics_of(payloads: Iterable[Mapping[str, Any]]) -> dict[str, Rubric]:
    found: dict[str, Rubric] = {}
    rows = [(row, payload) for payload in payloads for row in payload["basis"]["guidelines"]]
    for row, payload in sorted(rows, key=lambda pair: pair[0]["from"] != "function"):
        found.setdefault(row["level"], _rubric(row, payload))
    return found


def _rubric(row: Mapping[str, str], payload: Mapping[str, Any]) -> Rubric:
    owner = payload["basis"][row["from"]]["name"]
    return Rubric(owner, [(label, row[name]) for name, label in GUIDELINES if row.get(name)])
