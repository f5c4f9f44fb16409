"""From one role to another on one sheet: what stays, comes and goes, what is paid, and how far it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from profiles import comparison, distance
from profiles import pay as pay_rules
from profiles.adjacency import place_of
from profiles.comparison import Meter, Shift
from profiles.rendering import figures, words
from profiles.rendering.asked import Column, joined
from profiles.rendering.compare import label_of
from profiles.rendering.profile import ATTRIBUTES
from profiles.rounding import shown


@dataclass(frozen=True)
class Block:
    """One part of the sheet in three lists."""

    title: str
    shift: Shift


@dataclass(frozen=True)
class MoveSheet:
    """Two texts, as this reader may see them."""

    start: Column
    end: Column

    @property
    def columns(self) -> tuple[Column, Column]:
        return self.start, self.end

    @property
    def labels(self) -> list[str]:
        return [label_of(column) for column in self.columns]

    @property
    def compare_keys(self) -> str:
        return joined(column.asked for column in self.columns)

    @property
    def years(self) -> list[str]:
        return [words.years(level) for level in self._levels]

    @property
    def steps(self) -> list[tuple[str, str]]:
        """(what, from → to) of the places."""
        pairs = (("Level", "{code} {title}"), ("Aligned rank", "{rank}"))
        return [(name, " → ".join(form.format(**level) for level in self._levels)) for name, form in pairs]

    # -- what stays, comes and goes ----------------------------------------------------------------------

    @cached_property
    def blocks(self) -> list[Block]:
        meter = Meter()
        payloads = [column.sealed.payload for column in self.columns]
        before, after = (_attributes(level) for level in self._levels)
        return [
            Block("Responsibilities", comparison.shift_of(comparison.responsibilities(payloads, meter))),
            Block("Skills", comparison.shift_of(comparison.skills(payloads, meter))),
            Block("Level attributes", comparison.shift_of_fields(before, after, meter)),
        ]

    @property
    def _levels(self) -> list[dict[str, Any]]:
        return [column.sealed.payload["basis"]["level"] for column in self.columns]

    # -- pay -----------------------------------------------------------------------------------------------

    @cached_property
    def pay(self) -> list[pay_rules.Resolved | None]:
        return [figures.to_show(column.sealed) for column in self.columns]

    @cached_property
    def scale(self) -> figures.Scale | None:
        return figures.scale(list(zip(self.labels, self.pay, strict=True)))

    @property
    def sees_pay(self) -> bool:
        return all(column.sealed.sees_pay for column in self.columns)

    @property
    def pay_told(self) -> list[str]:
        """Sentences about both medians and both ranges; why there is none where figures cannot be compared."""
        if None in self.pay:
            return ["Pay cannot be compared: " + self._without_pay()]
        before, after = (found.figures for found in self.pay)
        if before["currency"] != after["currency"]:
            return [f"Pay cannot be compared: one is in {before['currency']}, the other in {after['currency']}."]
        return [_step_told(before, after), _overlap_told(before, after)]

    def _without_pay(self) -> str:
        missing = [label for label, found in zip(self.labels, self.pay, strict=True) if found is None]
        return f"no figure is recorded for {' and '.join(missing)}."

    # -- distance ------------------------------------------------------------------------------------------

    @cached_property
    def distance(self) -> distance.Distance:
        return distance.between(*(place_of(column.revision) for column in self.columns))

    @property
    def sign(self) -> str:
        return words.MATCH_SIGNS[self.distance.band]

    @property
    def band_told(self) -> str:
        """ "up to 0.30 is near"."""
        edition = self.distance.edition
        near, review = (shown(limit, 2) for limit in (edition.near, edition.review))
        told = {
            "near": f"up to {near}",
            "review": f"above {near}, up to {review}: somebody should look",
            "none": f"above {review}: no adjacent role",
        }
        return told[self.distance.band]


def _attributes(level: Mapping[str, Any]) -> dict[str, str]:
    return {label: level.get(name) or "" for name, label in ATTRIBUTES}


def _step_told(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    step, currency = pay_rules.step(before, after), before["currency"]
    if not step.amount:
        return f"The medians are equal: {words.money(before['median'], currency)} a year."
    share = f", {step.shown}" if step.shown else ""
    medians = " to ".join(words.money(found["median"], currency) for found in (before, after))
    return f"The median goes from {medians} a year: {step.sign}{words.money(abs(step.amount), currency)}{share}."


def _overlap_told(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    found = pay_rules.overlap(before, after)
    if found is None:
        return "Whether the ranges overlap is not known: one of them has no lower or no upper end."
    low, high = (words.money(amount, found.currency) for amount in (found.low, found.high))
    if found.is_apart:
        return f"The ranges do not overlap: {words.money(found.gap, found.currency)} lie between {high} and {low}."
    if found.low == found.high:
        return f"The ranges only touch, at {low}."
    first, second = (shown(share * 100, 0) for share in (found.share_of_first, found.share_of_second))
    return f"The ranges overlap from {low} to {high}: {first} % of the first range, {second} % of the second."
