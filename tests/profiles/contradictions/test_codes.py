"""Mappings against loaded editions and against the habits of their function."""

from profiles.contradictions import Around
from tests.profiles.contradictions.telling import told


def test_nothing_known_beside_it_contradicts_nothing():
    assert told(Around()) == []


def test_a_code_that_a_loaded_edition_does_not_have_is_told():
    pair = ("O*NET/SOC", "11-3051.00")
    message = "11-3051.00 is no code of O*NET 30.1"
    assert told(Around(loaded={pair: "O*NET 30.1"})) == [("mappings.unknown", message)]
    assert told(Around(loaded={pair: "O*NET 30.1"}, codes={pair: "Industrial Production Managers"})) == []


def test_a_major_group_that_no_other_mapping_of_the_function_has_is_odd():
    message = "11-3051.00 is of major group 11, the function's other mappings are of 51, 53"
    assert told(Around(majors={"51": 2, "53": 1})) == [("mappings.odd", message)]
    assert told(Around(majors={"51": 2, "11": 1})) == told(Around(majors={"51": 2})) == []
