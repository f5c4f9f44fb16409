"""How profiles are reviewed: the anchors as the form has them, and the numbers that are in force."""

import pytest

from profiles import reviewing, scoring, workflow
from profiles.anchors import SCALES
from tests.factories import KEY_M4, approver, curator, external, in_review, on_desk, review, reviewer, scored
from tests.pages.canon import path
from tests.pages.reading import main

pytestmark = pytest.mark.django_db


def test_it_asks_the_database_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = main(client, "/panel/")
    assert page.texts("h1") == ["How profiles are reviewed"]
    assert page.texts("h2") == [
        "The panel",
        "What the scores mean",
        "The gate",
        "Objections",
        "Agreement",
        "Confidence",
    ]


def test_every_anchor_stands_under_its_dimension(client):
    page = main(client, "/panel/")
    found = {e.texts("h3")[0]: (e.texts("p")[0], e.one("dl").pairs()) for e in page.all("div", class_="anchors")}
    assert found == {
        label: (SCALES[name].question, {str(n): text for n, text in enumerate(SCALES[name].anchors, 1)})
        for name, label in scoring.DIMENSIONS.items()
    }


def test_the_numbers_are_those_of_the_gate(client):
    page = main(client, "/panel/")
    assert page.one("section", aria_labelledby="panel").texts("p")[0].startswith("At least 2 reviewers.")
    gate = page.one("section", aria_labelledby="gate").texts("li")
    assert gate[1] == (
        "the mean of each dimension is 4 or more, before any rounding: 3.95 is shown as 4.0 and does not pass;"
    )
    agreement = page.one("section", aria_labelledby="agreement").texts("p")[0]
    assert agreement.endswith(".70 is wanted. Three reviewers who give 4, 4.5, 5 agree at 0.88.")
    bands = page.one("section", aria_labelledby="confidence").one("dl").pairs()
    assert bands == {"high": "from 0.80", "medium": "from 0.60", "low": "below that"}


def test_a_profile_leads_to_it_and_says_how_each_review_came(client):
    profile = on_desk(panel=[review("Fay File")])
    scored(profile, reviewer("rita"), comment="Read twice.")
    row = external(profile, objections=["Six lines?"], comment="By letter.").objections.get()
    reviewing.answer(row, by=curator(), text="Six, see the plan.")
    reviewing.rule(row, by=curator("cora"), outcome="withdrawn")
    revision = in_review(profile)
    workflow.approve(revision, by=approver(), seal=revision.seal)
    provenance = main(client, path(KEY_M4)).one("section", aria_labelledby="provenance")
    assert [a.attrs["href"] for a in provenance.all("a") if a.text == "How profiles are reviewed"] == ["/panel/"]
    assert provenance.one("details").one("dl").pairs() == {
        "Fay File named in a file": "Fay File has read it.",
        "rita signed in to score": "Read twice.",
        "Ada Outside external panellist, recorded by carla": (
            "By letter. Objection, withdrawn: Six lines? Answer by carla: Six, see the plan. (ruled by cora)"
        ),
    }
