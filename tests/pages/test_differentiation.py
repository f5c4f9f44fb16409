"""How different the levels of a focus are: strip and table, near lines with marks, scopes, the same few queries."""

import pytest

from tests.factories import FOCUS, FOCUS_CODE, FUNCTION, FUNCTION_CODE, edit, in_review, retired
from tests.pages.canon import in_scope, key, publish
from tests.pages.reading import main

pytestmark = pytest.mark.django_db

PATH = f"/canon/{FUNCTION_CODE}.{FOCUS_CODE}/differentiation/"
LOW = ["Plans the shifts of one line", "Trains new operators", "Checks a shift's cards"]
HIGH = ["Plans the shifts of six lines", "Signs the yearly budget of the plant", "Opens the plant's talks"]


def test_levels_stand_in_a_strip_and_in_a_table_with_what_two_of_them_share(client):
    [low] = publish("M3", responsibilities=LOW)
    publish("M4", responsibilities=HIGH)
    publish("P5")
    retired(code=key("M5"), responsibilities=LOW)
    page = main(client, PATH)
    crumbs = page.one("nav", aria_label="Breadcrumb").texts("a")
    assert crumbs == ["← Canon taxonomy", FUNCTION, FOCUS]
    assert page.texts("h2") == ["Professional", "Management", "How it is measured"]
    assert "Only P5 is approved on this track: nothing stands beside it." in page.texts("p")
    # 4 of 7 of one line of three: 1 + 4 × (1 − 9/14 ÷ 3) = 4.14; the panel gives 4.5.
    assert page.one("table").rows() == [
        ["Level", "By text", "Panel", "Panel less text", "Near lines", "Held against", "Reach"],
        ["M3 Plant Manager M3", "◆ 4.1", "4.5", "+0.4", "1 of 3", "M4", "a shift"],
        ["M4 Plant Manager M4", "◆ 4.1", "4.5", "+0.4", "1 of 3", "M3", "a plant"],
    ]
    [svg] = page.all("svg")
    assert [a.attrs["aria-label"] for a in svg.all("a")] == [
        "M3: 4.1 by text, 4.5 by the panel",
        "M4: 4.1 by text, 4.5 by the panel",
    ]
    assert svg.all(class_="joint")[0].text == "21 %"  # 2 × 9/14 of six lines
    [near] = page.one(class_="near-lines").all("li")
    assert near.texts("p") == [f"M3 {LOW[0]}", f"M4 {HIGH[0]}"]
    assert near.texts("mark") == ["one line", "six lines"]
    edit(low.profile, responsibilities=HIGH)
    in_review(low.profile)
    assert main(client, PATH).one("table").rows()[1][1] == "◆ 4.1"  # what waits is nobody's business


def test_findings_of_a_ladder_are_told(client):
    publish("M3", responsibilities=HIGH)
    publish("M4", responsibilities=[*LOW[1:], "Hires for the shift"])
    told = main(client, PATH).one(class_="remarks").texts("li")
    assert told == ["△M4 its lines reach as far as a shift, those of M3 below it as far as a plant"]


def test_a_scope_with_texts_of_its_own_has_a_ladder_of_its_own(client):
    publish("M3", "M4")
    in_scope("M4", "DE")
    assert main(client, PATH).one(aria_current="true").text == "global"
    page = main(client, f"{PATH}?scope=de")
    assert page.one(aria_current="true").text == "DE"
    assert page.texts("h2") == ["Management", "How it is measured"]
    assert main(client, f"{PATH}?scope=nowhere").texts("h2")[0] == "No text of this focus is approved here"


def test_an_address_leads_to_its_one_spelling_or_to_nothing(client):
    publish("M4")
    assert client.get(PATH.lower()).headers["Location"] == PATH
    assert client.get(f"/canon/{FUNCTION_CODE}.NOWHERE/differentiation/").status_code == 404


def test_the_queries_are_the_same_with_one_level_and_with_three(client, django_assert_num_queries):
    publish("M3")
    with django_assert_num_queries(3):
        client.get(PATH)
    publish("M4", "M5")
    with django_assert_num_queries(3):
        client.get(PATH)
