"""Words that stand elsewhere as well: in a source, at another level, in three profiles."""

from profiles.contradictions import Around, Places, contradictions, folded
from profiles.contradictions.texts import BULLET, SUMMARY, USE
from tests.factories import payload
from tests.profiles.contradictions.telling import told


def test_a_bullet_that_equals_its_source_word_for_word_is_told():
    text = "Direct  production of the Plant"
    around = Around(worded={folded("Direct production of the plant."): "a task of O*NET 11-3051.00"})
    found = told(around, responsibilities=[text, "Own words."])
    assert [code for code, _ in found] == ["responsibilities.copied"]
    assert found[0][1].startswith("word for word from a task of O*NET 11-3051.00: “Direct  production of the Plant”")


def test_a_bullet_of_another_level_is_told_with_its_places():
    around = Around(elsewhere={(BULLET, "plans shifts in the mes"): Places(("A.B.M3", "A.C.M4", "A.D.M4"), 5)})
    found = contradictions(payload(responsibilities=["Plans shifts in the MES.", "Own."]), around)
    assert [(one.code, one.where, one.message, one.of) for one in found] == [
        (
            "responsibilities.elsewhere",
            "responsibilities",
            "word for word as in A.B.M3, A.C.M4, A.D.M4 and 2 more: “Plans shifts in the MES.”",
            "Plans shifts in the MES.",
        )
    ]


def test_a_definition_of_another_profile_is_told():
    around = Around(elsewhere={(SUMMARY, "runs one plant"): Places(("A.B.M3",), 1)})
    assert told(around, summary="Runs one plant.") == [
        ("summary.elsewhere", "the definition is word for word that of A.B.M3")
    ]


def test_uses_of_skills_in_three_places_are_one_finding_and_those_in_two_are_none():
    skills = [{"name": name, "type": "skill", "summary": f"Does {name} well."} for name in ("A", "B", "C")]
    many = {(USE, "does a well"): Places(("K.L.M3",), 2), (USE, "does c well"): Places(("K.L.M3",), 7)}
    around = Around(elsewhere=many | {(USE, "does b well"): Places(("K.L.M3",), 1)})
    [found] = contradictions(payload(skills=skills), around)
    assert (found.code, found.of) == ("skills.elsewhere", "Does A well.\nDoes C well.")
    assert found.message == (
        "the use of 2 of 3 skills is told in words that stand in 3 profiles or more, that of C in 8"
    )
