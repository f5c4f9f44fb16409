"""The seed's page, told as a bundle, imported and approved: every element is there, in its order."""

import pytest

from profiles import workflow
from profiles.importers.bundle import import_bundle
from profiles.models import Profile
from tests.factories import approver, curator
from tests.pages import seed
from tests.pages.reading import main, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(client, tmp_path):
    import_bundle(seed.write(tmp_path), by=curator())
    for profile in Profile.objects.with_places():
        revision = workflow.submit(profile, by=curator(), note="from the seed")
        workflow.approve(revision, by=approver(), seal=revision.seal)
    return read(client, f"/canon/{seed.KEY}/")


@pytest.fixture
def page(whole):
    return whole.one("main")


def section(page, name: str):
    return page.one("section", aria_labelledby=name)


def test_its_parts_stand_in_the_order_of_the_seed(page):
    head = page.one("div", class_="head")
    assert [child.tag for child in head.children if not isinstance(child, str)] == [
        *("nav", "p", "h1", "ul", "div", "p", "div"),
    ]
    parts = [e.attrs.get("id") or e.attrs.get("aria-label") for e in page.walk() if e.tag in ("aside", "h2", "details")]
    assert [part for part in parts if part] == [
        "At a glance",
        "focus",
        "responsibilities",
        "guidelines",
        "skills",
        "provenance",
        "level",
        "adjacent",
        "aliases",
        "mappings",
    ]
    assert page.texts("h2") == [
        f"Focus — {seed.FOCUS_NAME}",
        "Responsibilities by level",
        "Level guidelines",
        "Skills",
        "Provenance",
        "Level — M4 — Director",
        "Adjacent roles",
        "Title aliases",
        "Classification mappings",
    ]


def test_back_link_code_title_and_chips(page):
    head = page.one("div", class_="head")
    back = head.one("nav").all("a")[0]
    assert (back.text, back.attrs["href"]) == ("← Canon taxonomy", "/")
    assert head.texts("p", class_="code") == [seed.KEY]
    assert page.texts("h1") == [seed.TITLE]
    assert head.one("ul").texts("li") == ["M4 Director", "◆ high 0.90", "✓ approved", "global", "v1"]


def test_the_definition_is_the_focuses_and_told_once(page):
    assert page.one("div", class_="lead").text == seed.DEFINITION
    assert page.text.count(seed.DEFINITION) == 1
    assert page.one("div", class_="head").texts("p")[-1] == "Definition from the focus"


def test_the_facts(page):
    assert page.one("dl", class_="facts").pairs() == {
        "Level": "M4 · Director",
        "Typical experience": "10–15 years",
        "Function · Focus": f"{seed.FUNCTION_NAME} · {seed.FOCUS_NAME}",
        "Market pay, median a year": "$164k $129k to $209k, P25–P75 USD · US",
        "Evidence": "9 sources, 2 reviewers, weakest dimension 4.5",
    }


def test_the_pay_differential_of_the_focus_is_computed_and_material(page):
    told = "+10.8 % pay against the function baseline at this level: a material differential."
    assert section(page, "focus").texts("p")[-1] == told


def test_the_ladder_shows_every_level_of_the_track_with_its_pay(page):
    assert page.one("nav", aria_label="Ladder").texts("li") == [
        "M6 Vice President not defined",
        "M5 Senior Director $199k",
        "M4 Director (this profile) $164k",
        "M3 Senior Manager $131k",
        "M2 Manager $112k",
        "M1 Supervisor $88k",
    ]


def test_the_responsibilities_of_every_level_with_its_own_marked_and_others_linked(page):
    rungs = section(page, "responsibilities").all("div", class_="rung")
    assert [rung.texts("h3")[0] for rung in rungs] == [
        "M1 Supervisor",
        "M2 Manager",
        "M3 Senior Manager",
        "M4 Director this profile",
        "M5 Senior Director",
        "M6 Vice President",
    ]
    assert [rung.texts("li") for rung in rungs] == [*seed.RESPONSIBILITIES.values(), []]
    assert [[link.attrs["href"] for link in rung.all("a")] for rung in rungs] == [
        *([f"/canon/{seed.FUNCTION}.{seed.FOCUS}.{level}/"] for level in ("M1", "M2", "M3")),
        [],
        [f"/canon/{seed.FUNCTION}.{seed.FOCUS}.M5/"],
        [],
    ]
    assert rungs[-1].texts("p") == ["not defined"]


def test_the_guidelines_of_every_level_with_its_own_row_marked(page):
    table = section(page, "guidelines").one("table")
    heads = [
        "Knowledge and application",
        "Complexity and problem solving",
        "Collaboration and interaction",
        "Typical degree and years",
    ]
    rows = {
        "M4 this profile" if level == "M4" else level: [
            f"{head} {text}" for head, text in zip(heads, texts, strict=True)
        ]
        for level, texts in seed.GUIDELINES.items()
    }
    assert table.rows() == [["Level", *heads], *([level, *cells] for level, cells in rows.items())]
    assert table.one("tr", class_="own").texts("th") == ["M4 this profile"]


def test_skills_with_their_use_and_tools_apart(page):
    skills = section(page, "skills")
    assert skills.texts("h3") == ["Tools"]
    assert [group.pairs() for group in skills.all("dl")] == [seed.SKILLS, seed.TOOLS]


def test_provenance_scores_verdict_reviewers_and_sources_by_layer(page):
    provenance = section(page, "provenance")
    assert provenance.texts("div", class_="score") == [
        "Level differentiation 5.0",
        "Focus specificity ▾ weakest 4.5",
        "Concreteness ▾ weakest 4.5",
        "Factual accuracy 5.0",
        "Real-world coverage ▾ weakest 4.5",
    ]
    ends = [bar.attrs["x2"] for bar in provenance.all("line", class_="strip__value")]
    assert ends == ["98%", "86%", "86%", "98%", "86%"]
    assert provenance.texts("p")[1].startswith("Passes the gate: the weakest dimension is 4.5, at least 4 is asked.")
    assert "Scored by 2 reviewers" in provenance.texts("p")[1]
    assert provenance.texts("h3") == ["9 sources", "Versions"]
    sources = provenance.one("dl", class_="sources")
    assert sources.texts("dt") == [
        "summary (2)",
        "responsibilities (3)",
        "guidelines (1)",
        "skills (2)",
        "pay (1)",
        "mappings (1)",
        "level (1)",
    ]
    shown = {link.text: link.attrs["href"] for link in sources.all("a")}
    assert shown == {title: f"https://example.org/{number}" for number, (title, _) in enumerate(seed.SOURCES)}


def test_the_level_with_its_six_attributes_and_typical_years(page):
    level = section(page, "level")
    assert level.texts("p") == [seed.SUMMARY]
    labels = ("Scope", "Autonomy", "Complexity", "Impact", "Decision rights", "Leadership")
    told = dict(zip(labels, seed.ATTRIBUTES.values(), strict=True))
    assert level.one("dl").pairs() == told | {"Typical experience": "10–15 years"}


def test_adjacent_roles_with_the_distances_that_the_field_guide_works_out(page):
    cards = section(page, "adjacent").all("a", class_="card")
    assert [card.attrs["href"].split(".")[2].strip("/") for card in cards] == ["M3", "M5", "M2", "M1"]
    assert [card.texts("span", class_="num")[0] for card in cards] == ["0.133", "0.133", "0.267", "0.400"]
    assert [card.texts("span", class_="card__top")[0].split(" 0.")[0] for card in cards] == [
        "● near",
        "● near",
        "● near",
        "◐ review",
    ]


def test_the_folded_parts_with_the_seeds_empty_state(page):
    assert [("open" in fold.attrs) for fold in page.all("details")] == [False] * 7
    assert page.one(id="aliases").texts("p") == ["No title aliases recorded for this profile yet."]
    assert page.one(id="mappings").texts("h3") == ["O*NET/SOC"]
    assert page.one(id="mappings").texts("li") == ["11-3051 · source factory.resolve · not confirmed by a person"]


def test_its_links_to_coordinates_and_comparison_answer(client, page):
    links = {link.text: link.attrs["href"] for link in section(page, "adjacent").all("a")}
    coordinates, compare = links["How coordinates work →"], links["Compare side-by-side →"]
    assert main(client, coordinates).texts("h1") == ["How coordinates work"]
    assert len(main(client, compare).one("thead").all("a")) == 2
