"""Pay as pages show it: the figures that hold, and ranges as bars on one scale.

Who sees them is settled where a text is taken from the shelf (`shelf.Sealed`): here are none for anybody else.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from profiles import pay
from profiles.rendering import words
from profiles.rendering.shelf import Sealed
from profiles.rounding import shown

STEPS = 5  # lines on a scale, about


def to_show(sealed: Sealed) -> pay.Resolved | None:
    """The figures of a text that hold; None where there are none, or none for this reader."""
    return pay.resolve(sealed.pay)


def told(resolved: pay.Resolved | None) -> str:
    """ "$164k ($129k to $209k)"."""
    if resolved is None:
        return ""
    figures = resolved.figures
    spread = words.pay_range(figures)
    return words.money(figures["median"], figures["currency"]) + (f" ({spread})" if spread else "")


def provenance(resolved: pay.Resolved) -> str:
    """What the figures are: basis, region, source, date."""
    figures = resolved.figures
    dated = f"as of {figures['as_of']}" if figures.get("as_of") else ""
    return " · ".join(
        filter(None, (figures.get("basis"), figures.get("region"), figures.get("source"), dated, figures["currency"]))
    )


# -- bars ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bar:
    """A range on a scale of 100: where it begins, how wide it is, where its median stands; and the figures."""

    label: str
    resolved: pay.Resolved
    x: str
    width: str
    median: str

    @property
    def told(self) -> str:
        return told(self.resolved)

    @property
    def owner(self) -> str:
        """Whose figures they are, where they are inherited."""
        return self.resolved.told if self.resolved.inherited else ""


@dataclass(frozen=True)
class Line:
    """A round amount and where it stands on the scale."""

    x: str
    told: str


@dataclass(frozen=True)
class Scale:
    """Bars of one currency on one scale, and who is left out with the reason."""

    currency: str
    lines: tuple[Line, ...]
    bars: tuple[Bar, ...]
    left_out: tuple[tuple[str, str], ...]


def scale(named: Sequence[tuple[str, pay.Resolved | None]]) -> Scale | None:
    """Bars in the currency of the first that has figures; None where nobody has any."""
    currency = next((resolved.figures["currency"] for _, resolved in named if resolved), None)
    if currency is None:
        return None
    drawn = [(label, found) for label, found in named if found and found.figures["currency"] == currency]
    amounts = [amount for _, found in drawn for amount in _ends(found.figures)]
    lines = round_lines(min(amounts), max(amounts))
    return Scale(
        currency,
        tuple(Line(_place(amount, lines), words.money(amount, currency)) for amount in lines),
        tuple(_bar(label, found, lines) for label, found in drawn),
        tuple(_left_out(named, currency)),
    )


def round_lines(least: int, most: int) -> list[int]:
    """Round amounts at equal steps of 1, 2 or 5 times a power of ten, from below the least to above the most."""
    rough = Fraction(max(most - least, most // 10, STEPS), STEPS)
    power = 10 ** (len(str(int(rough))) - 1)
    step = next(step * power for step in (1, 2, 5, 10) if step * power >= rough)
    alone = least == most  # one amount stands in the middle of its scale
    first, last = least // step - (alone and least >= step), -(-most // step) + alone
    return [step * number for number in range(first, last + 1)]


def _ends(figures: Mapping[str, Any]) -> tuple[int, int]:
    known = [figures[name] for name in ("low", "median", "high") if figures[name] is not None]
    return min(known), max(known)


def _bar(label: str, resolved: pay.Resolved, lines: Sequence[int]) -> Bar:
    low, high = _ends(resolved.figures)
    width = Fraction(100 * (high - low), lines[-1] - lines[0])
    return Bar(label, resolved, _place(low, lines), shown(width, 2), _place(resolved.figures["median"], lines))


def _place(amount: int, lines: Sequence[int]) -> str:
    return shown(Fraction(100 * (amount - lines[0]), lines[-1] - lines[0]), 2)


def _left_out(named: Iterable[tuple[str, pay.Resolved | None]], currency: str) -> Iterable[tuple[str, str]]:
    for label, resolved in named:
        if resolved is None:
            yield label, "no figure recorded"
        elif (other := resolved.figures["currency"]) != currency:
            yield label, f"{told(resolved)}, in {other} and so not on this scale"
