"""Seven questions in the words of the levels: what is asked, where answers point, what the rubric says."""

import pytest

from tests.factories import FUNCTION, FUNCTION_CODE, SIBLING_CODE, focus, function, guidelines
from tests.pages.canon import publish
from tests.pages.reading import main

pytestmark = pytest.mark.django_db

PATH = "/calibrator/"


def test_it_asks_in_the_words_of_one_track_and_keeps_answers_when_the_track_changes(client):
    publish("M3", "M4", "P6")
    page = main(client, f"{PATH}?track=M&scope=P6&experience=m3")
    assert page.one("nav", aria_label="Breadcrumb").texts("a") == ["← Levels"]
    # The factory's levels say something of their scope alone; years are known of each.
    scope, experience = page.all("fieldset")
    assert scope.texts("label") == ["The scope of M3.", "The scope of M4.", "Cannot say"]
    assert experience.texts("label")[:3] == ["3–6 years", "5–8 years", "8–12 years"]
    chosen = [(i.attrs["name"], i.attrs["value"]) for i in page.all("input", type="radio") if "checked" in i.attrs]
    assert chosen == [("scope", "M4"), ("experience", "M3")]
    ways = [a.attrs["href"] for a in page.one("section", aria_labelledby="questions").all("p")[0].all("a")]
    assert ways == ["?track=P&scope=P6&experience=M3"]


def test_answers_point_to_a_level_on_each_track_and_disagreement_is_told(client):
    publish("M3", "M4", "P6", "S2")
    query = "track=M&scope=M4&autonomy=M4&complexity=M3&impact=P6&leadership=M5"
    page = main(client, f"{PATH}?{query}")
    assert page.one("table").rows() == [
        ["Track", "Level", "Rank", "Points there", "Points elsewhere"],
        [
            "Management",
            "M4 Management 4",
            "7",
            "3 of 5 answers",
            "Complexity: M3, 1 step lower; Leadership: M5, 1 step higher",
        ],
        ["Support", "no level: every answer lies beyond this track"],
        [
            "Professional",
            "P6 Professional 6",
            "7",
            "3 of 5 answers",
            "Complexity: P5, 1 step lower; Leadership: P7, 1 step higher",
        ],
    ]
    assert page.one("section", aria_labelledby="says").pairs() == {
        "Scope": "The scope of M4.",
        "Typical experience": "10–15 years",
    }


def test_an_answer_beyond_the_track_is_kept_until_another_is_given(client):
    publish("M3", "S2")
    scope = main(client, f"{PATH}?track=M&scope=S2").all("fieldset")[0]
    assert scope.texts("label") == ["The scope of M3.", "As answered before: S2, beyond this track", "Cannot say"]


def test_the_rubric_is_the_functions_own_before_a_focus(client, django_assert_num_queries):
    guidelines(function())
    publish("M4")
    guidelines(focus(SIBLING_CODE))
    publish("M4", focus=SIBLING_CODE)
    address = f"{PATH}?track=M&scope=M4&function={FUNCTION_CODE}"
    with django_assert_num_queries(3):
        rubric = main(client, address).one("section", aria_labelledby="rubric")
    assert rubric.texts("h3") == ["M4 Management 4"]
    assert rubric.texts("p") == [f"Rubric of {FUNCTION}"]
    assert rubric.pairs()["Knowledge and application"] == f"{FUNCTION_CODE} knowledge at M4"


def test_what_nobody_knows_is_left_out_and_told(client):
    publish("M4")
    page = main(client, f"{PATH}?track=X&scope=Q9&impact=M44&function=NOBODY&leadership=" + "M" * 900)
    assert page.one(role="note").text == "Left out, for no level is called so: Scope, Impact, Leadership."
    assert page.texts("h2") == ["The questions"]


def test_an_empty_canon_asks_nothing(client):
    assert main(client, PATH).texts("h2") == ["No level is published yet"]
