"""How one payload differs from another: field by field, item by item, word by word."""

from profiles.comparison.marks import Meter, Piece, words
from profiles.comparison.result import Change, Difference, Item, Section
from profiles.comparison.revisions import difference, pay_difference, same

__all__ = [
    "Change",
    "Difference",
    "Item",
    "Meter",
    "Piece",
    "Section",
    "difference",
    "pay_difference",
    "same",
    "words",
]
