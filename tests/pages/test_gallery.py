"""The gallery shows every component in every state, and to developers only."""

from pathlib import Path

import pytest
from django.conf import settings as configured
from jinja2 import Environment

from profiles.scoring import BANDS
from profiles.states import State
from tests.pages.reading import main, parse

pytestmark = pytest.mark.django_db

FOLDER = Path(configured.BASE_DIR) / "templates" / "readers"


@pytest.fixture
def debug(settings):
    settings.DEBUG = True


def test_without_debug_there_is_no_such_page(client):
    assert main(client, "/gallery/", 404).texts("h1") == ["There is no such page"]


def test_every_component_is_on_it(client, debug, monkeypatch):
    shown, get_template = set(), Environment.get_template
    monkeypatch.setattr(Environment, "get_template", lambda *args: shown.add(args[1]) or get_template(*args))
    client.get("/gallery/")
    components = {str(file.relative_to(FOLDER)) for file in (FOLDER / "components").glob("*.html")}
    assert components - shown == set()


def test_it_asks_the_database_nothing(client, debug, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/gallery/")


def test_every_state_of_every_component_is_on_it(client, debug):
    page = parse(client.get("/gallery/").content.decode()).one("main")
    bands = [name for name, _ in BANDS]
    # Cells of the grid
    cells = [e.text for e in page.one("div", class_="grid").all(class_="cell")][:6]
    assert [cell.partition(", ")[2] or cell for cell in cells] == [
        *(f"{band} confidence" for band in bands),
        "not scored",
        "retired",
        "S6 Level S6: not defined",
    ]
    # Chips
    chips = {name for e in page.all(class_="chip") for name in e.attrs["class"].split()} - {"chip"}
    states = {f"chip--{state.value.replace(' ', '-')}" for state in State}
    assert chips == {"chip--level", *(f"chip--{band}" for band in bands), *states}
    assert (len(page.all("a", class_="chip")), len(page.all("span", aria_current="true"))) == (1, 1)
    # Pictures: panels passed, failed, at the edges, empty; ladders; coverage; maps
    assert [len(panel.all("line", class_="strip__value")) for panel in page.all("div", class_="scores")] == [5, 4, 0]
    assert len(page.all("line", class_="strip__value--under")) == 4
    assert page.one("span", class_="tag").text == "▾ weakest"
    assert len(page.all("table", class_="steps-table")) == 4
    assert [len(f.all("rect", class_="range--inherited")) for f in page.all("figure")] == [2, 0, 0, 0, 0]
    heats = {name for e in page.one("svg", class_="picture--matrix").all("a") for name in e.attrs["class"].split()}
    assert heats == {"heat", "heat__name", "heat--ended", "heat--none", *(f"heat--{band}" for band in bands)}
    maps = [e for e in page.all("svg") if e.attrs.get("aria-label") in ("Map", "Far map")]
    assert [[len(m.all("circle", class_=band)) for band in ("near", "review", "none")] for m in maps] == [
        [7, 1, 1],
        [2, 0, 2],
    ]
    # Neighbours, pagers, notices, empty states
    assert [card.texts("span", class_="card__top")[0].split()[1] for card in page.all("a", class_="card")] == [
        "near",
        "review",
        "none",
    ]
    assert page.texts("nav", class_="pager") == [
        "Page 1 of 3 More →",
        "← Before Page 2 of 3 More →",
        "← Before Page 3 of 3",
    ]
    assert len(page.all("div", class_="notice")) == 2
    reviews = page.one("dl", class_="pairs")
    assert [dt.partition(" ")[2] for dt in reviews.texts("dt")] == [
        "signed in to score",
        "external panellist, recorded by cleo",
        "Sample named in a file stale: scored an earlier text",
    ]
    told = [text.partition(":")[0] for text in reviews.texts("p") if text.startswith("Objection")]
    assert told == [f"Objection, {outcome}" for outcome in ("open", "answered", "stands", "withdrawn", "fixed")]
    assert [e.texts("p")[0] for e in page.all("div", class_="difference")] == [
        "Title edited, 1 responsibility edited and moved, 1 added, 1 removed, 1 skill added, 1 removed.",
        "Title added, 3 responsibilities added, 2 skills added. This is the first revision: nothing stood before it.",
        "Nothing changed.",
    ]
    assert page.one("div", class_="lost").texts("h2") == ["Nothing is published yet"]
