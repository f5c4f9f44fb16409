"""The skeleton as records: everything that was read in, in the order in which a reader needs it."""

import pytest

from taxonomy import exporters, importers
from taxonomy.records import SKELETON
from tests.factories import focus, function, guidelines
from tests.taxonomy.importers.test_skeleton import examples, write

pytestmark = pytest.mark.django_db


def written():
    return [record.written() for record in exporters.records()]


def test_what_was_read_in_is_written_again():
    values = examples()
    for value in values:
        write(value)
    assert [value for value in values if value not in written()] == []


def test_kinds_come_in_the_order_that_a_reader_needs():
    for value in examples():
        write(value)
    kinds = [record["kind"] for record in written()]
    assert list(dict.fromkeys(kinds)) == list(SKELETON)


def test_what_is_written_reads_in_as_the_same():
    for value in examples():
        write(value)
    changes = [change for record in exporters.records() for change in importers.write(record.kind, [record])]
    assert {change.what for change in changes} == {"same"}


def test_rubrics_of_functions_stand_before_those_of_focuses():
    """NULLs sort differently on the two databases."""
    guidelines(focus())
    guidelines(function())
    owners = [
        "function" if record.get("function") else "focus" for record in written() if record["kind"] == "guideline"
    ]
    assert owners == ["function"] * 6 + ["focus"] * 6
