"""Faults of a file, told."""

from profiles.importers.faults import Fault, FileRefused


def test_a_fault_is_told_with_its_line_and_path():
    assert str(Fault(3, "profiles → title", "required key missing")) == (
        "line 3: profiles → title: required key missing"
    )


def test_a_fault_of_a_whole_line_or_file_leaves_out_what_it_has_not():
    assert str(Fault(3, "", "one JSON object expected")) == "line 3: one JSON object expected"
    assert str(Fault(0, "", "the file is empty")) == "the file is empty"


def test_a_refusal_tells_how_many_and_the_first():
    refused = FileRefused([Fault(3, "", "bad"), Fault(4, "", "worse")], more=5)
    assert str(refused) == "7 faults; the first: line 3: bad"
