"""How one payload differs from another: field by field, item by item, word by word; and several side by side."""

from profiles.comparison.columns import Cell, Items, Row, items, texts, values
from profiles.comparison.marks import Meter, Piece, words
from profiles.comparison.moving import Shift, responsibilities, shift_of, shift_of_fields, skills
from profiles.comparison.result import Change, Difference, Item, Section
from profiles.comparison.revisions import difference, pay_difference, same

__all__ = [
    "Cell",
    "Change",
    "Difference",
    "Item",
    "Items",
    "Meter",
    "Piece",
    "Row",
    "Section",
    "Shift",
    "difference",
    "items",
    "pay_difference",
    "responsibilities",
    "same",
    "shift_of",
    "shift_of_fields",
    "skills",
    "texts",
    "values",
    "words",
]
