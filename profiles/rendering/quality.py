"""The quality of the canon as everybody may see it: confidence, agreement of panels and coverage at the last check."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from profiles.models.checked import CanonCheck
from profiles.models.listing import UNSCORED
from profiles.rendering import words
from profiles.rendering.pictures.agreement import Agreement, agreement
from profiles.rendering.pictures.bars import Chart, Kind, Part, Row
from profiles.rounding import exact
from profiles.scoring import AGREEMENT_WANTED, band

BANDS = (*(Kind(name, f"{name} confidence", words.BAND_SIGNS[name]) for name in ("high", "medium", "low")),)
BANDS += (Kind(UNSCORED, "not scored", "○"),)


@dataclass(frozen=True)
class Quality:
    """What the page shows of a check."""

    check: CanonCheck

    @property
    def _told(self) -> Mapping[str, Any]:
        return self.check.public

    @property
    def approved(self) -> int:
        return self._told["approved"]

    @property
    def stale(self) -> int:
        return self._told["stale"]

    @property
    def high(self) -> int:
        return sum(function["bands"].get("high", 0) for function in self._told["functions"])

    @property
    def scored(self) -> int:
        return sum(self._told["bins"])

    @property
    def defined(self) -> tuple[int, int]:
        """(places that are defined, places on the tracks that focuses use)"""
        functions = self._told["functions"]
        return sum(f["defined"] for f in functions), sum(f["places"] for f in functions)

    # -- pictures --------------------------------------------------------------------------------------

    @cached_property
    def confidence(self) -> Chart:
        """By function, in bands."""
        return Chart("Function", BANDS, [self._bands(function) for function in self._told["functions"]])

    @staticmethod
    def _bands(function: Mapping[str, Any]) -> Row:
        code, found = function["code"], function["bands"]
        parts = [Part(found.get(kind.name, 0), browse(function=code, band=kind.name)) for kind in BANDS]
        return Row(function["name"], parts, browse(function=code))

    @cached_property
    def bins(self) -> Chart:
        """All scored profiles by steps of their confidence, from the highest down to the lowest that there is."""
        bins = self._told["bins"]
        step = exact(1) / len(bins)
        lowest = next((n for n, number in enumerate(bins) if number), len(bins) - 1)
        return Chart("Confidence", BANDS[:3], [self._bin(n, step) for n in range(len(bins) - 1, lowest - 1, -1)])

    def _bin(self, n: int, step) -> Row:
        within = band(n * step)
        number = self._told["bins"][n]
        parts = [Part(number, browse(band=within)) if kind.name == within else Part(0) for kind in BANDS[:3]]
        return Row(f"{float(n * step):.2f}–{float((n + 1) * step):.2f}", parts)

    @cached_property
    def coverage(self) -> Chart:
        kinds = (Kind("defined", "defined"), Kind("gap", "not defined"))
        return Chart("Function", kinds, [self._covered(function) for function in self._told["functions"]])

    @staticmethod
    def _covered(function: Mapping[str, Any]) -> Row:
        address = reverse("profiles:function", args=[function["code"]])
        parts = [Part(function["defined"], address), Part(function["places"] - function["defined"])]
        return Row(function["name"], parts, address, f"{function['defined']} of {function['places']}")

    # -- panels ----------------------------------------------------------------------------------------

    @property
    def panel(self) -> Mapping[str, Any]:
        return self._told["panel"]

    @cached_property
    def agreement(self) -> Agreement:
        return agreement(self.panel["alpha"])

    @property
    def wanted(self) -> str:
        return f"{float(AGREEMENT_WANTED):.2f}"


def browse(**chosen: str) -> str:
    return f"{reverse('profiles:browse')}?{urlencode(chosen)}"
