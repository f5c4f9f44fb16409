"""What a payload disagrees with beside it: codes, habits of its function, pay of its ladder, texts of its sources."""

import datetime

import pytest

from profiles.contradictions import Around, Beside, contradictions, folded
from tests.factories import payload

TODAY = datetime.date(2026, 11, 26)
FIGURES = {"currency": "USD", "median": 164_000, "low": None, "high": None, "basis": "", "as_of": "2026-05"}
INHERITED = {"own": None, "function": FIGURES, "level": None}
OWN = {"own": FIGURES, "function": None, "level": None}
MAPPED = [{"system": "O*NET/SOC", "code": "11-3051.00", "label": "", "relation": "exact", "source": ""}]

pytestmark = pytest.mark.django_db  # the payload is made by the desk


def told(around: Around, **changes) -> list[tuple[str, str]]:
    return [(one.code, one.message) for one in contradictions(payload(mappings=MAPPED, **changes), around)]


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


def test_pay_does_not_fall_as_rank_rises():
    beside = (Beside("M3", 6, 170_000, "USD"), Beside("M5", 8, 150_000, "USD"), Beside("M6", 9, 1, "EUR"))
    assert told(Around(pay=OWN, beside=beside)) == [
        ("pay.ladder", "M4 is paid less than M3 below it"),
        ("pay.ladder", "M4 is paid more than M5 above it"),
    ]
    assert told(Around(pay=OWN, beside=(Beside("M3", 6, 164_000, "USD"),))) == []


def test_a_material_differential_is_claimed_over_own_figures_alone():
    claim = {"summary": "There is a Material differential to other plants."}
    message = "a material differential is claimed, and pay is inherited from the function baseline"
    assert told(Around(pay=INHERITED), **claim) == [("pay.claim", message)]
    assert told(Around(pay=OWN), **claim) == told(Around(pay=INHERITED)) == []


def test_figures_of_pay_grow_old():
    old = {"own": FIGURES | {"as_of": "2024-05-01"}, "function": None, "level": None}
    around = Around(pay=old, today=TODAY, ages_after=24)
    message = "figures of at most 24 months expected, these are 30 months old (2024-05-01)"
    assert told(around) == [("pay.old", message)]
    undated = {"own": FIGURES | {"as_of": ""}, "function": None, "level": None}
    assert told(Around(pay=undated, today=TODAY)) == [("pay.undated", "the figures of pay name no date")]
    assert told(Around(pay=OWN, today=TODAY)) == []


def test_a_bullet_that_equals_its_source_word_for_word_is_told():
    text = "Direct  production of the Plant"
    around = Around(worded={folded("Direct production of the plant."): "a task of O*NET 11-3051.00"})
    found = told(around, responsibilities=[text, "Own words."])
    assert [code for code, _ in found] == ["responsibilities.copied"]
    assert found[0][1].startswith("word for word from a task of O*NET 11-3051.00: “Direct  production of the Plant”")
