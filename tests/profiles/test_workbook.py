"""Sheets of a workbook hold a whole profile, and a stamp tells what they were made of."""

import pytest

from profiles.records import ProfileRecord
from profiles.workbook import LAYOUTS, LISTS, PAY, PROFILES, stamp


def test_every_key_of_a_profile_has_a_column_or_is_named_as_left_out():
    held = {column.field for column in PROFILES.filled if column not in PAY} | {layout.part for layout in LISTS}
    # Where it stands is its key; reviews are given in the product; the rest belongs to the shelf.
    left_out = {"kind", "code", "scope", "version", "status", "successor", "decision", "panel"}
    assert held | {"pay"} | left_out == set(ProfileRecord.model_fields)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.title)
def test_headings_of_a_sheet_are_told_apart_whatever_their_case(layout):
    assert len({name.casefold() for name in layout.names}) == len(layout.names)
    assert layout.title[:31] == layout.title  # a spreadsheet cuts longer ones


def test_a_stamp_tells_texts_apart_and_is_never_a_number():
    assert stamp("a", "b") != stamp("ab", "")
    assert stamp("a", "b") == stamp("a", "b")
    assert [stamp(str(n))[0] for n in range(50)] == ["t"] * 50
