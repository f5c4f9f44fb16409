"""A mapping that says something wrong is refused in words that its writer understands."""

from pathlib import Path

import pytest

from profiles.importers.tables.faults import MappingRefused
from profiles.importers.tables.mapping import read_mapping

SHIPPED = sorted(Path("profiles/importers/mappings").glob("*.toml"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_mapping_can_be_read(path):
    assert read_mapping(path).format == "canon-table/1"


def test_some_mapping_is_shipped():
    assert [path.stem for path in SHIPPED] == ["uk_gdad"]


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ('title = "Jobs"', 'title = "Jobs"\ncolour = "red"', "colour: no such key: a key of the format expected"),
        (
            'title = "Jobs"',
            'title = "Jobs',
            "a mapping in TOML expected: Illegal character '\\n' (at line 3, column 14)",
        ),
        ('level = "Grade"', "", "columns → level: required key missing"),
        (
            'level = "Grade"',
            'level = { constant = "P1", column = "Grade" }',
            "columns → level: exactly one of column, columns and constant expected",
        ),
        (
            '"Duty"',
            '{ column = "Duty", separator = ";", prefixes = ["- "] }',
            "columns → responsibilities[0]: either prefixes or separator expected, found both",
        ),
        (
            '"Duty"',
            '{ column = "Duty", prefixes = ["- "] }\nsummary = "About"',
            "mapping: the summary from its own column, or from the text around the bullets expected (with text_before "
            "and text_after = “skip” the latter is left out), found both",
        ),
        (
            '"Junior" = "P1"',
            '"Junior" = "first"',
            "levels → exact → Junior: a code of the shape [A-Z]{1,3}[0-9]{1,2} expected, found 'FIRST'",
        ),
        (
            '"Junior" = "P1"',
            '"Junior" = "P1"\n"junior " = "P2"',
            "levels → exact: each name once expected: case and spaces do not tell names apart",
        ),
        (
            "[levels.exact]",
            '[[sources]]\ntitle = "S"\nurl = "javascript:alert(1)"\n[levels.exact]',
            "sources[0] → url: an address that begins with https:// or http:// expected, found “javascript:alert(1)”",
        ),
    ],
)
def test_what_is_wrong_with_a_mapping_is_told(mapped, before, after, message):
    from .conftest import MAPPING

    with pytest.raises(MappingRefused) as caught:
        mapped(MAPPING.replace(before, after))
    assert str(caught.value) == message


def test_a_mapping_that_is_not_there_is_told(tmp_path):
    with pytest.raises(MappingRefused, match="cannot be read: No such file or directory"):
        read_mapping(tmp_path / "none.toml")
