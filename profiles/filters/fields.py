"""What may be asked for in an address: short lists of codes, a range of pay, words. Nothing in them is an error.

Whatever does not have the shape of its field is kept apart, so that a page can say that it was not understood.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from django import forms

from taxonomy.texts import clean_line

MOST, LONGEST, LONGEST_TEXT = 20, 80, 200
MOST_PAY = 2_000_000_000
_CURRENCY, _AMOUNT = re.compile(r"[A-Z]{3}"), re.compile(r"[0-9]{1,10}")


class Asked(NamedTuple):
    """Values of one facet, each once and in one order; and what was not understood."""

    values: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()


class PayAsked(NamedTuple):
    """A range of medians in one currency, either end open; and what was not understood."""

    least: int | None = None
    most: int | None = None
    currency: str = ""
    odd: tuple[str, ...] = ()

    @property
    def values(self) -> tuple[str, ...]:
        """What restricts: nothing where no end is named."""
        ends = ("" if self.least is None else str(self.least), "" if self.most is None else str(self.most))
        return (self.currency, *ends) if any(ends) else ()


def told(value: str) -> str:
    """A value as it may stand on a page: on one line, short, without what no text should hold."""
    kept = "".join(c for c in value[: LONGEST * 2] if c.isprintable())
    return kept[:LONGEST] or "…"


class Listed(forms.Field):
    """Several values of one shape, in any case; each is brought to its one spelling."""

    widget = forms.MultipleHiddenInput

    def __init__(self, *, shape: str, spelled: Callable[[str], str] = str.upper, **options) -> None:
        super().__init__(**options)
        self.shape, self.spelled = re.compile(shape), spelled

    def clean(self, value: Iterable[str] | None) -> Asked:
        if not value:  # nearly every facet of nearly every page
            return Asked()
        asked = [one for one in value or () if one]
        spelled = {one: self.spelled(one.strip()) for one in asked if len(one) <= LONGEST}
        good = sorted({one for one in spelled.values() if self.shape.fullmatch(one)})
        odd = [told(one) for one in asked if one not in spelled or not self.shape.fullmatch(spelled[one])]
        beyond = [told(one) for one in good[MOST:]]
        return Asked(tuple(good[:MOST]), tuple(dict.fromkeys(odd + beyond))[:MOST])


class _PayInputs(forms.Widget):
    def value_from_datadict(self, data: Mapping[str, str], files, name: str) -> dict[str, str]:
        names = {"least": f"{name}_min", "most": f"{name}_max", "currency": "currency"}
        return {part: data.get(asked) or "" for part, asked in names.items()}


class PayRange(forms.Field):
    """`pay_min`, `pay_max` and `currency`; thousands may be parted by commas, points or spaces."""

    widget = _PayInputs

    def clean(self, value: Mapping[str, str]) -> PayAsked:
        if not any(value.values()):
            return PayAsked()
        odd = []
        ends = {}
        for name in ("least", "most"):
            text = re.sub(r"[,.\s'’]", "", value[name][:LONGEST])
            good = _AMOUNT.fullmatch(text) and text.isascii() and int(text) <= MOST_PAY
            ends[name] = int(text) if good else None
            odd += [told(value[name])] if value[name].strip() and not good else []
        currency = value["currency"].strip().upper()[:LONGEST]
        if currency and not _CURRENCY.fullmatch(currency):
            odd, currency = [*odd, told(value["currency"])], ""
        if any(end is not None for end in ends.values()) and not currency:
            return PayAsked(odd=(*odd, "a range of pay without its currency"))
        return PayAsked(**ends, currency=currency, odd=tuple(odd))


class Words(forms.CharField):
    """Words to look for: on one line, without control characters, of bounded length."""

    def clean(self, value: str | None) -> str:
        if not value:
            return ""
        text = "".join(c if c.isprintable() else " " for c in (value or "")[: LONGEST_TEXT * 2])
        try:
            return clean_line(text)[:LONGEST_TEXT].strip()
        except ValueError:
            return ""
