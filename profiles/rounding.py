"""From numbers as they are written to exact fractions, and back to what people read."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache


@lru_cache(maxsize=4096, typed=True)
def exact(value: float | int | str | Decimal | Fraction) -> Fraction:
    """The number as it is written: 4.35 is 435/100 and not its nearest binary neighbour."""
    return Fraction(str(value)) if isinstance(value, float) else Fraction(value)


def shown(value: Fraction, places: int) -> str:
    """Rounded half up, as people do it ("3.95" to one place is "4.0")."""
    decimal = Decimal(value.numerator) / Decimal(value.denominator)
    return str(decimal.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))
