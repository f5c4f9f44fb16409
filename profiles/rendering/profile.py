"""The profile page: one revision, its ladder, its neighbours and its evidence, as a template reads them."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.urls import reverse

from profiles import gate, scoring
from profiles import pay as pay_rules
from profiles.adjacency import Neighbour, nearest
from profiles.ageing import Facts
from profiles.models.revision import Origin, Revision
from profiles.moments import TODAY, Moment
from profiles.rendering import words
from profiles.rendering.pictures.panel import PanelScores, panel_scores
from profiles.rendering.pictures.surroundings import Map, map_of
from profiles.rendering.shelf import FocusShelf, Sealed
from profiles.rounding import exact, shown
from profiles.states import State
from taxonomy.codes import GLOBAL
from taxonomy.texts import fold_name

ATTRIBUTES = (
    ("scope", "Scope"),
    ("autonomy", "Autonomy"),
    ("complexity", "Complexity"),
    ("impact", "Impact"),
    ("decision_rights", "Decision rights"),
    ("leadership", "Leadership"),
)
GUIDELINES = (
    ("knowledge", "Knowledge and application"),
    ("complexity", "Complexity and problem solving"),
    ("collaboration", "Collaboration and interaction"),
    ("experience", "Typical degree and years"),
)


@dataclass(frozen=True)
class Rung:
    """A level of the track as it stands in this focus: defined, retired, or a gap."""

    step: dict[str, Any]
    own: bool
    sealed: Sealed | None

    @property
    def state(self) -> str:
        return "gap" if self.sealed is None else "retired" if self.sealed.retired else "defined"

    @property
    def responsibilities(self) -> list[str]:
        return self.sealed.payload["responsibilities"] if self.sealed else []

    @property
    def median(self) -> str:
        resolved = pay_rules.resolve(self.sealed.pay) if self.sealed else None
        return words.money(resolved.figures["median"], resolved.figures["currency"]) if resolved else ""


@dataclass
class ProfilePage:
    """Everything that the page of a profile shows. `today` is a parameter so that a page can be tested."""

    sealed: Sealed
    shelf: FocusShelf
    today: datetime.date
    asked_scope: str = GLOBAL
    is_current: bool = True
    moment: Moment = TODAY

    @property
    def revision(self) -> Revision:
        return self.sealed.revision

    @property
    def payload(self) -> dict[str, Any]:
        return self.sealed.payload

    @property
    def basis(self) -> dict[str, Any]:
        return self.payload["basis"]

    # -- head --------------------------------------------------------------------------------------

    @property
    def title_tail(self) -> str:
        """The level, where the title does not name it."""
        code = self.basis["level"]["code"]
        return "" if code in self.payload["title"].split() else code

    @property
    def definition(self) -> str:
        return self.payload["summary"] or self.basis["focus"]["summary"]

    @property
    def definition_is_inherited(self) -> bool:
        return not self.payload["summary"]

    @property
    def focus_text(self) -> str:
        """The focus's own definition, unless it stands at the top of the page already."""
        return "" if self.definition_is_inherited else self.basis["focus"]["summary"]

    @property
    def state(self) -> str:
        return self.revision.stood

    @property
    def state_sign(self) -> str:
        return words.STATE_SIGNS[self.state]

    @property
    def is_retired(self) -> bool:
        return self.state == State.RETIRED

    @property
    def path(self) -> str:
        """Where this very text has its page: a version that stands no more has its number in the address."""
        path = reverse("profiles:profile", args=[self.revision.key])
        return path if self.is_current else f"{path}?v={self.revision.number}"

    @property
    def is_indexed(self) -> bool:
        """Search engines are to find what stands, and not what has ended or is no version yet."""
        return self.is_current and self.state == State.APPROVED and not self.moment.is_past

    @property
    def is_imported(self) -> bool:
        return self.revision.origin == Origin.IMPORTED

    @property
    def stands_in(self) -> bool:
        """A regional text was asked for and the global one is shown."""
        return self.asked_scope != self.revision.scope_code

    @property
    def scopes(self) -> list[tuple[str, str]]:
        """(code, key) for the switcher; nothing to switch where there is one scope."""
        level = self.revision.level_code
        codes = self.shelf.scopes(level)
        return [(code, self.shelf.at(level, code).revision.key) for code in codes] if len(codes) > 1 else []

    @property
    def years(self) -> str:
        return words.years(self.basis["level"])

    # -- pay ---------------------------------------------------------------------------------------

    @cached_property
    def pay(self) -> pay_rules.Resolved | None:
        return pay_rules.resolve(self.sealed.pay)

    @property
    def pay_median(self) -> str:
        return words.money(self.pay.figures["median"], self.pay.figures["currency"])

    @property
    def pay_range(self) -> str:
        return words.pay_range(self.pay.figures)

    @cached_property
    def differential(self) -> pay_rules.Differential | None:
        return pay_rules.differential(self.sealed.pay, material_percent=settings.PAY_MATERIAL_PERCENT)

    # -- ladder ------------------------------------------------------------------------------------

    @cached_property
    def rungs(self) -> list[Rung]:
        """All levels of the track, lowest first; other levels as they stand today."""
        own = self.revision.level_code
        return [
            Rung(
                step,
                step["code"] == own,
                self.sealed if step["code"] == own else self.shelf.at(step["code"], self.revision.scope_code),
            )
            for step in self.basis["levels"]
        ]

    @property
    def ladder(self) -> list[Rung]:
        return self.rungs[::-1]

    @property
    def ladder_steps(self) -> list[tuple[Revision, Revision]]:
        """From the defined level below to this one, and from this one to the defined level above."""
        defined = [rung for rung in self.rungs if rung.own or rung.state == "defined"]
        pairs = [(a, b) for a, b in pairwise(defined) if a.own or b.own]
        return [(a.sealed.revision, b.sealed.revision) for a, b in pairs]

    @property
    def guidelines(self) -> list[dict[str, Any]]:
        own = self.revision.level_code
        return [
            row | {"own": row["level"] == own, "cells": [(label, row[name]) for name, label in GUIDELINES]}
            for row in self.basis["guidelines"]
        ]

    @property
    def guideline_heads(self) -> list[str]:
        return [label for _, label in GUIDELINES]

    @property
    def attributes(self) -> list[tuple[str, str]]:
        level = self.basis["level"]
        return [(label, level.get(name) or "not defined") for name, label in ATTRIBUTES]

    # -- skills ------------------------------------------------------------------------------------

    @cached_property
    def skill_groups(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """Skills first, knowledge and tools apart; groups that are empty are left out."""
        heads = (("skill", "Skills"), ("knowledge", "Knowledge"), ("tool", "Tools"))
        groups = [(head, [s for s in self.payload["skills"] if s["type"] == kind]) for kind, head in heads]
        return [(head, skills) for head, skills in groups if skills]

    @property
    def base(self) -> dict[str, Any] | None:
        """What the mapped occupation asks of anybody in it, as it was sealed; None in texts that know of none."""
        return self.basis.get("occupation")

    @property
    def base_layers(self) -> list[tuple[str, list[str]]]:
        return [(head, self.base[name]) for name, head in (("skills", "Skills"), ("knowledge", "Knowledge"))]

    # -- evidence ----------------------------------------------------------------------------------

    @cached_property
    def panel(self) -> scoring.Panel:
        return scoring.panel(self.payload["panel"])

    @cached_property
    def scores(self) -> PanelScores:
        return panel_scores(self.panel, self.payload["panel"])

    @property
    def minimum(self) -> str:
        return "not scored" if self.panel.minimum is None else shown(self.panel.minimum, 1)

    @property
    def agreement(self) -> str:
        return "" if self.panel.agreement is None else shown(self.panel.agreement, 2)

    @cached_property
    def gate_findings(self) -> list[gate.Finding]:
        return gate.blocking(self.payload)

    @property
    def confidence(self) -> str:
        return "" if self.revision.confidence is None else shown(exact(self.revision.confidence), 2)

    @property
    def band(self) -> str:
        value = self.revision.confidence
        return scoring.band(None if value is None else exact(value))

    @property
    def band_sign(self) -> str:
        return words.BAND_SIGNS.get(self.band, "○")

    @cached_property
    def unsourced(self) -> list[str]:
        return scoring.unsourced(self.payload["sources"])

    @cached_property
    def _facts(self) -> Facts:
        """What ages it; a preview counts from today."""
        confidence, decided = self.revision.confidence, self.revision.decided_at
        return Facts.of(
            self.payload, None if confidence is None else exact(confidence), decided.date() if decided else self.today
        )

    @cached_property
    def confidence_today(self) -> scoring.Today | None:
        return self._facts.today(self.today)

    @property
    def has_aged(self) -> bool:
        """Whether today's figure lies in another band than the sealed one: then the head says so too."""
        return self.confidence_today is not None and self.confidence_today.band != self.band

    @property
    def due_on(self) -> datetime.date | None:
        """When somebody looks at it again; only what stands is kept up."""
        return self._facts.due_on if self.revision.state == State.APPROVED else None

    @property
    def sources_by_layer(self) -> list[tuple[str, list[dict[str, Any]]]]:
        sources = self.payload["sources"]
        layers = [(layer, [s for s in sources if layer in s["layers"]]) for layer in scoring.LAYERS]
        rest = [s for s in sources if not s["layers"]]
        return [(layer, found) for layer, found in layers if found] + ([("no layer named", rest)] if rest else [])

    @property
    def source_count(self) -> str:
        return words.count(len(self.payload["sources"]), "source")

    @property
    def reviewer_count(self) -> str:
        return words.count(self.panel.reviewers, "reviewer")

    # -- surroundings ------------------------------------------------------------------------------

    @cached_property
    def neighbours(self) -> list["Near"]:
        own, scope = self.revision.level_code, self.revision.scope_code
        levels = {s.revision.level_code for s in self.shelf.by_key.values()} - {own}
        others = (self.shelf.at(level, scope) for level in sorted(levels))
        rows = [(s.revision, s.skills & self.sealed.skills) for s in others if s and not s.retired]
        return [Near(neighbour, self._skill_names) for neighbour in nearest(self.revision, rows, self.moment)]

    @property
    def map(self) -> Map | None:
        return map_of(self.revision, [near.neighbour for near in self.neighbours])

    @cached_property
    def _skill_names(self) -> dict[str, str]:
        """This profile's own spelling of its skills, by folded name: what it shares is told in sealed words."""
        return {fold_name(skill["name"]): skill["name"] for skill in self.payload["skills"]}

    @property
    def compare_keys(self) -> str:
        """This profile and its nearest, for the link to the comparison."""
        keys = [self.revision.key] + [near.neighbour.revision.key for near in self.neighbours[:1]]
        return ",".join(keys)

    @property
    def mappings_by_system(self) -> list[tuple[str, list[dict[str, Any]]]]:
        systems = dict.fromkeys(mapping["system"] for mapping in self.payload["mappings"])
        return [(name, [m for m in self.payload["mappings"] if m["system"] == name]) for name in systems]


@dataclass(frozen=True)
class Near:
    """A neighbour in words; `names` spells skills by their folded names."""

    neighbour: Neighbour
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def sign(self) -> str:
        return words.MATCH_SIGNS[self.neighbour.distance.band]

    @property
    def shared(self) -> str:
        return f"{words.count(self.neighbour.shared, 'skill')} shared" if self.neighbour.shared else "no shared skills"

    @property
    def shared_names(self) -> list[str]:
        return [name for folded, name in self.names.items() if folded in self.neighbour.skills]

    @property
    def parts(self) -> str:
        return " + ".join(f"{told} {value}" for told, value in self.neighbour.distance.told)
