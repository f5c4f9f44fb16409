"""How values are told: money, years, dates, bands and states, each with a sign beside its colour."""

from collections.abc import Mapping
from typing import Any

SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "CNY": "CN¥", "CHF": "CHF "}
BAND_SIGNS = {"high": "◆", "medium": "◇", "low": "△"}
MATCH_SIGNS = {"near": "●", "review": "◐", "none": "○"}
STATE_SIGNS = {"approved": "✓", "superseded": "↺", "retired": "✕", "in review": "…", "returned": "↩", "withdrawn": "–"}


def money(amount: int | None, currency: str) -> str:
    """In thousands: 164000 USD → "$164k"."""
    if amount is None:
        return ""
    symbol = SYMBOLS.get(currency, f"{currency} ")
    return f"{symbol}{amount:,}" if amount < 1_000 else f"{symbol}{round(amount / 1_000):,}k"


def pay_range(figures: Mapping[str, Any]) -> str:
    """ "$129k to $209k"; nothing where neither end is known."""
    low, high = (money(figures[end], figures["currency"]) for end in ("low", "high"))
    if low and high:
        return f"{low} to {high}"
    return f"from {low}" if low else f"up to {high}" if high else ""


def years(level: Mapping[str, Any]) -> str:
    """ "10–15 years", typical and never a requirement."""
    least, most = level.get("years_min"), level.get("years_max")
    if least is None and most is None:
        return "not defined"
    if most is None:
        return f"{least}+ years"
    return f"{least or 0}–{most} years"


def count(number: int, singular: str, plural: str = "") -> str:
    return f"{number} {singular if number == 1 else plural or singular + 's'}"
