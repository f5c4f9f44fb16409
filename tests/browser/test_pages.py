"""The public pages as readers meet them: on any screen, in both schemes, with a keyboard, on paper, without scripts.

They only read, so one canon and one server serve all tests of this module.
"""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import TransactionTestCase
from playwright.sync_api import Browser, BrowserContext, Page

from taxonomy.models import PayBaseline
from tests.browser import pdf
from tests.factories import (
    FOCUS,
    FOCUS_CODE,
    FUNCTION,
    FUNCTION_CODE,
    KEY_M4,
    SIBLING_CODE,
    approved,
    focus,
    function,
    guidelines,
    ladder,
    next_version,
    record_data,
    retired,
    review,
)
from tests.pages import addresses
from tests.pages.canon import in_scope, key, path, publish

pytestmark = pytest.mark.browser

WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
LONE = "LONEFOCUS1234"
# Each is looked at by the rules of accessibility on three screens in both schemes ...
PAGES = addresses.PAGES | {
    "profile in long words": path(key("P4", LONE)),
    "compare": f"/compare/?keys={KEY_M4},{key('M3')},{key('P4', LONE)},{key('P3')}",
    "move": f"/move/?from={KEY_M4}&to={key('P4', LONE)}",
    "not found": f"/canon/{FUNCTION_CODE}.{FOCUS_CODE[:-1]}.M4/",
    "gallery": "/gallery/",
}
# ... and these, which are of the same parts, on a phone in the dark.
VARIANTS = {
    "nine responsibilities": path(key("M5")),
    "older revision, bare": path(key("M6"), "v=1"),
    "retired": path(key("M1")),
    "region": path(key("M4", scope="DE")),
    "stand-in": path(key("M4", scope="AT")),
    "focus of one level": f"/canon/{FUNCTION_CODE}.{LONE}/",
    "compare with faults": f"/compare/?keys={KEY_M4},{WORD},{'x' * 90},a,b",
    "compare, empty": "/compare/",
    "nothing near": f"/canon/{'X' * 16}.{'Y' * 24}.M4/",
    "history of two": f"{path(key('M6'))}history/",
    "coordinates of two": f"/coordinates/?a={KEY_M4}&b={key('P4', LONE)}",
    "compare, nothing folded": f"/compare/?keys={key('M3')},{KEY_M4},{key('M2')}~1&all=1",
    "difference": f"{path(key('M6'))}differences/",
    "move with faults": f"/move/?from={WORD}&to={key('M1')}",
    "search in vain": f"/search/?q={WORD}",
    "coordinates of nothing": f"/coordinates/?key={WORD}",
}
MAIN = pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
EVERY = pytest.mark.parametrize("address", [*PAGES.values(), *VARIANTS.values()], ids=[*PAGES, *VARIANTS])
# 320 is a small phone, and also 1280 at 400 per cent; 720 is 1440 at 200 per cent.
WIDTHS = (320, 390, 720, 768, 1440)
# Width and scheme → the rules that are asked there; all where none is named. The schemes differ in colours alone (the
# tokens say them by `light-dark()`, which takes nothing else), so that in the dark only contrast can be another.
CONTRAST = ("color-contrast",)
LOOKED_AT = {(w, "light"): () for w in (390, 768, 1440)} | {(w, "dark"): CONTRAST for w in (390, 1440)}


# -- one canon, one server -------------------------------------------------------------------------


def publish_canon() -> None:
    """Everything that a page can show: full and bare texts, long words, gaps, regions, ends."""
    guidelines(function(group="Operations"))
    guidelines(function(), track="P")
    us = {"level": ladder()["M4"], "currency": "USD", "region": "US"}
    PayBaseline.objects.create(function=function(), median=148_000, **us)
    publish("M3", "M4", "P3", "P5")
    next_version(publish("M2")[0])
    nine = [f"Does thing number {number} with a tool that has a name" for number in range(1, 10)]
    approved(code=key("M5"), responsibilities=nine, panel=[review("Rita"), review("Ravi", 4)])
    next_version(approved(code=key("M6"), pay=None, skills=[], aliases=[], mappings=[]))
    retired(code=key("M1"), successor=key("M3"))
    in_scope("M4", "DE", pay=record_data()["pay"] | {"currency": "EUR"})
    publish("M4", "P4", focus=SIBLING_CODE)
    focus(LONE, function(), name=WORD, summary=WORD)
    approved(
        code=key("P4", LONE),
        title=f"{WORD} {WORD}",
        summary=f"{WORD}\n\n- {WORD}",
        responsibilities=[WORD, *record_data()["responsibilities"]],
        skills=[{"name": WORD, "summary": WORD}, {"name": f"{WORD} 2", "type": "tool"}],
        aliases=[WORD],
        mappings=[{"system": WORD[:60], "code": WORD[:40], "label": WORD, "source": WORD}],
        sources=[{"title": WORD, "url": f"https://example.org/{WORD[:-10]}", "publisher": WORD, "layers": ["pay"]}],
        pay=record_data()["pay"] | {"basis": WORD, "source": WORD, "region": WORD[:80]},
        panel=[review(f"{WORD} {n}") for n in (1, 2)],
    )
    call_command("canon_check", "--quiet")


@pytest.fixture(scope="module")
def transactional_db(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """What a live server asks for, here once for the whole module: its tables are emptied at the end of it."""
    with django_db_blocker.unblock():
        publish_canon()
        yield
        TransactionTestCase()._fixture_teardown()


@pytest.fixture
def opened(browser: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """Opens an address of the site in a context of its own; keeps what the console says in `page.said`."""
    contexts: list[BrowserContext] = []

    def open_(address: str = "", width: int = 1440, **options) -> Page:
        context = browser.new_context(base_url=live_server.url, viewport={"width": width, "height": 900}, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.said = []
        page.on("console", lambda line: page.said.append(line.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        if address:
            go(page, address)
        return page

    yield open_
    for context in contexts:
        context.close()


def go(page: Page, address: str) -> None:
    """The gallery is served with DEBUG alone."""
    settings.DEBUG = address == PAGES["gallery"]
    page.goto(address)
    settings.DEBUG = False


def too_wide(page: Page) -> list[str]:
    """Elements that stick out of a document which they widen; none where it fits."""
    return page.evaluate(
        """() => {
            const room = document.documentElement.clientWidth
            if (document.documentElement.scrollWidth <= room) return []
            return [...document.querySelectorAll('body *')]
                .filter(e => e.getBoundingClientRect().right > room + 1 && !e.closest('.scroll'))
                .map(e => e.outerHTML.slice(0, 120))
        }"""
    )


def clipped(page: Page) -> list[str]:
    """Cells of tables that reach beyond the frame they stand in, where nothing can be scrolled."""
    return page.evaluate(
        """() => [...document.querySelectorAll('th, td')].filter(e => {
            const frame = (e.closest('.scroll') || document.body).getBoundingClientRect()
            const own = e.getBoundingClientRect()
            return own.right > frame.right + 1 || e.scrollWidth > e.clientWidth + 1
        }).map(e => e.outerHTML.slice(0, 120))"""
    )


def texts(page: Page) -> list[str]:
    """What stands on a page for readers, paper's too; what only a screen reader says is no part of it."""
    return page.evaluate(
        """part => [...document.querySelectorAll(part)].filter(e => e.checkVisibility()).flatMap(e => {
            const nodes = document.createTreeWalker(e, NodeFilter.SHOW_TEXT), found = []
            while (nodes.nextNode())
                if (!nodes.currentNode.parentElement.closest('.hidden, .no-print')) found.push(nodes.currentNode.data)
            return found
        })""",
        PRINTED,
    )


def complaints(page: Page) -> list[str]:
    """What the console says, but for the browser's own word that a page was not found."""
    return [line for line in page.said if "status of 404" not in line]


# -- screens ---------------------------------------------------------------------------------------


@EVERY
def test_it_fits_every_screen_and_breaks_no_rule(opened, axe, address):
    page = opened(address)
    looked_at = LOOKED_AT if address in PAGES.values() else {(390, "dark"): ()}
    found = {"headings": page.locator("h1").count() - 1}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found[width, "too wide"] = too_wide(page)
        for scheme in ("light", "dark"):
            if (width, scheme) in looked_at:
                page.emulate_media(color_scheme=scheme)
                found[width, scheme] = axe(page, *looked_at[width, scheme])
    assert {where: what for where, what in found.items() if what} == {}
    assert complaints(page) == []


@pytest.mark.parametrize("name", ["profile", "profile in long words", "compare", "coordinates", "focus"])
def test_text_at_twice_its_size_still_fits(opened, name):
    """200 % of the text alone, as phones do it; the page as a whole at 200 % is a screen of half the width."""
    page = opened(PAGES[name], width=768)
    page.emulate_media(reduced_motion="reduce")
    page.evaluate("() => { document.styleSheets[0].insertRule('html { font-size: 200% !important }') }")
    assert page.evaluate("() => getComputedStyle(document.body).fontSize") == "32px"
    assert too_wide(page) == []


def test_the_schemes_differ_and_the_signs_stay(opened):
    page = opened(PAGES["profile"])
    papers, signs = set(), set()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        papers.add(page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor"))
        signs.add(tuple(" ".join(chip.split()) for chip in page.locator(".chip").all_text_contents()))
    assert len(papers) == 2
    assert signs == {("M4 Management 4", "◆ high 0.90", "✓ approved", "global", "DE", "v1")}


def test_columns_of_the_grid_stand_below_one_another(opened):
    """On a wide screen by aligned rank, over all focuses; on a phone each track keeps to one line."""
    page = opened(PAGES["index"])
    places = "rows => rows.map(r => [...r.children].map(c => [c.dataset.rank, c.offsetLeft, c.offsetTop]))"
    wide = [cell for row in page.locator(".grid ol").evaluate_all(places) for cell in row]
    columns = {(rank, x) for rank, x, _ in wide}
    assert len(columns) == len({rank for rank, _ in columns}) == len({x for _, x in columns}) > 5
    page.set_viewport_size({"width": 390, "height": 900})
    rows = page.locator(".grid ol").evaluate_all(places)
    assert [len({y for _, _, y in row}) for row in rows] == [1] * len(rows)


def test_on_a_phone_guidelines_are_labelled_lines(opened):
    page = opened(PAGES["profile"], width=390)
    labels = page.locator(".guidelines tr.own .label")
    assert labels.all_inner_texts()[0] == "Knowledge and application"
    cells = [cell.bounding_box() for cell in page.locator(".guidelines tr.own td").all()]
    assert len({round(cell["x"]) for cell in cells}) == 1
    assert min(cell["width"] for cell in cells) > 300
    page.set_viewport_size({"width": 1440, "height": 900})
    assert not labels.first.is_visible()


def test_a_wide_table_scrolls_in_its_frame_and_keeps_its_first_column(opened):
    page = opened(PAGES["compare"], width=390)
    frame, first, last = (
        page.locator(".scroll"),
        page.locator("tbody th[scope=row]").first,
        page.locator("thead th").last,
    )
    before = first.bounding_box()
    assert before["width"] < 130
    frame.focus()
    for _ in range(40):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("e => e.scrollLeft + e.clientWidth >= e.scrollWidth - 1", arg=frame.element_handle())
    assert round(first.bounding_box()["x"]) == round(before["x"])
    assert last.bounding_box()["x"] + last.bounding_box()["width"] <= 390
    assert too_wide(page) == []
    frame.evaluate("e => e.scrollTo(e.scrollLeft, 900)")
    # Both at one instant, since the page under the frame may still glide.
    below = frame.evaluate(
        "e => [...e.querySelectorAll('thead th')].at(-1).getBoundingClientRect().top - e.getBoundingClientRect().top"
    )
    assert 0 <= below <= 2  # the head of the table stays too


@pytest.mark.parametrize("name", ["profile in long words", "focus", "function", "coordinates"])
def test_on_a_phone_a_picture_scrolls_in_its_frame_and_stays_readable(opened, name):
    page = opened(PAGES[name], width=390)
    pictures = page.locator("svg.picture").all()
    assert pictures
    for picture in pictures:
        drawn, shown = picture.evaluate("e => [e.viewBox.baseVal.width, e.getBoundingClientRect().width]")
        assert shown / drawn > 0.9
        assert picture.locator("xpath=..").bounding_box()["width"] <= 390
    assert too_wide(page) == []


def test_on_a_phone_the_map_opens_at_the_role_in_its_middle(opened):
    page = opened(PAGES["profile"], width=390)
    own = page.locator(".map__own").bounding_box()
    assert 100 < own["x"] < 290


def test_every_mark_of_the_map_is_reached_by_keyboard_and_leads_on(opened):
    page = opened(PAGES["profile"])
    page.locator("svg.picture").get_by_role("link", name="M5").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/*.M5/")


# -- keyboard --------------------------------------------------------------------------------------


def active(page: Page) -> str:
    return page.evaluate("() => document.activeElement.innerText.trim()")


@pytest.mark.parametrize("name", ["index", "profile", "compare", "not found"])
def test_the_first_key_finds_the_way_past_the_bar(opened, name):
    page = opened(PAGES[name], width=390)
    page.keyboard.press("Tab")
    assert active(page) == "Skip to the content"
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => Boolean(document.activeElement.closest('main'))")
    assert page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_folded_parts_open_by_keyboard(opened):
    page = opened(PAGES["profile"], width=390)
    folds = page.locator("details")
    assert folds.count() > 3
    for fold in folds.all():
        inside = fold.locator(":scope > :not(summary)").first
        assert not inside.is_visible()
        fold.locator("summary").focus()
        page.keyboard.press("Enter")
        assert inside.is_visible()
        page.keyboard.press("Space")
        assert not inside.is_visible()


def test_the_ladder_leads_from_level_to_level(opened):
    page = opened(PAGES["profile"])
    page.get_by_role("navigation", name="Ladder").get_by_role("link", name="M5").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/*.M5/")
    assert page.locator("h1").inner_text() == "Plant Manager M5"
    assert page.locator(".rung--own li").count() == 9


def walk_to(page: Page, name: str, within: str = "body") -> None:
    """Tab after Tab until a link or field of this name has the focus and can be seen to have it."""
    for _ in range(300):
        page.keyboard.press("Tab")
        told = page.evaluate(
            """within => {
                const e = document.activeElement
                const told = e.labels && e.labels.length ? e.labels[0] : e
                if (!e.closest(within)) return null
                const name = (told.innerText || told.textContent).trim().replace(/\\s+/g, ' ')
                return [name, getComputedStyle(e).outlineStyle]
            }""",
            within,
        )
        if told and told[0].startswith(name):
            assert told[1] == "solid", f"{name} has the focus and does not show it"
            return
    raise AssertionError(f"no “{name}” is reached by keyboard")


def press(page: Page, name: str, within: str = "body") -> None:
    walk_to(page, name, within)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_the_whole_story_by_keyboard_alone(opened):
    """From the bar to a function, a focus, a profile, its next level, the comparison with it, and a correction."""
    page = opened(PAGES["panel"], java_script_enabled=True)
    press(page, "Functions", ".bar")
    press(page, FUNCTION, "main h2")
    press(page, FOCUS, "main h3")
    press(page, "Plant Manager M4", "main")
    assert page.locator("h1").inner_text() == "Plant Manager M4"
    press(page, "M5", ".ladder")
    assert page.locator("h1").inner_text() == "Plant Manager M5"
    press(page, "Compare side-by-side", "main")
    assert page.locator("thead th a").first.inner_text() == "Plant Manager M5"
    press(page, "Plant Manager M5", "thead")
    press(page, "Suggest a correction to the skills", "main")
    walk_to(page, "What is wrong")
    page.keyboard.type("Nobody uses Power BI here.")
    press(page, "Send to the curators")
    assert page.locator("h1").inner_text() == "Thank you"
    assert complaints(page) == []


# -- without scripts -------------------------------------------------------------------------------


@MAIN
def test_it_works_without_scripts(opened, address):
    page = opened(address, java_script_enabled=False)
    assert page.locator("h1").is_visible()
    # Filters fold on a phone alone; some of their facets are open from the first.
    folded = [fold for fold in page.locator("details:not(.filters)").all() if fold.get_attribute("open") is None]
    for fold in folded:
        inside = fold.locator(":scope > :not(summary)").first
        assert not inside.is_visible()
        fold.locator("summary").first.click()
        assert inside.is_visible()


def test_profiles_are_compared_without_scripts(opened):
    page = opened(PAGES["compare"].partition("?")[0], java_script_enabled=False)
    page.get_by_label("Profile 1").fill(KEY_M4)
    page.get_by_label("Profile 2").fill(key("M3").lower())
    page.get_by_role("button", name="Compare").click()
    page.wait_for_url("**/compare/?keys=*")
    assert page.locator("thead th a").all_inner_texts() == ["Plant Manager M4", "Plant Manager M3"]
    assert page.get_by_label("Profile 2").input_value() == key("M3")


def test_a_correction_is_sent_without_scripts_and_its_faults_break_no_rule(opened, axe):
    page = opened(PAGES["profile"], width=390)
    page.get_by_role("link", name="Suggest a correction to the skills").click()
    assert page.get_by_label("What it is about").input_value() == "skills"
    page.get_by_label("Your e-mail").fill("no address")
    page.get_by_role("button", name="Send to the curators").click()
    assert page.locator(".form__fault").count() == 2
    assert (axe(page), too_wide(page)) == ([], [])
    bare = opened(page.url, java_script_enabled=False)
    bare.get_by_label("What is wrong").fill("Nobody uses Power BI here.")
    bare.get_by_role("button", name="Send to the curators").click()
    assert bare.locator("h1").inner_text() == "Thank you"


# -- paper -----------------------------------------------------------------------------------------


# Texts that stand on a page for readers, and on paper too; a form is for the screen.
PRINTED = "h1, h2, h3, .pairs dd, .lead, .rung li, .uses dd, td, thead th, tbody th, .near, .versions .code"


@MAIN
def test_it_prints_with_all_its_text(opened, address):
    page = opened(address, width=700)  # A4 within its margins
    page.emulate_media(media="print", color_scheme="dark")
    assert too_wide(page) == []
    assert clipped(page) == []
    assert not page.locator(".bar").is_visible()
    assert page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"
    printed = pdf.text_of(page.pdf(format="A4", prefer_css_page_size=True))
    # A machine without a font for a script prints boxes, whatever the page does.
    words = [word for text in texts(page) for word in text.split() if max(map(ord, word)) < 0x2E80]
    assert len(words) > 0
    # Word by word: a cell that a new sheet divides is printed in two parts, with others between them.
    assert [word for word in words if pdf.solid(word) not in printed] == []


def test_on_paper_everything_is_unfolded_and_addresses_are_written_out(opened):
    page = opened(PAGES["profile"], width=700)

    def shown() -> set[bool]:
        # Not by height: asking for a box lays out what is folded, so that it has one.
        return {
            fold.locator(":scope > :not(summary)").first.evaluate(
                "e => e.checkVisibility({contentVisibilityAuto: false}) && e.getClientRects().length > 0"
            )
            for fold in page.locator("details").all()
        }

    assert shown() == {False}
    page.emulate_media(media="print")
    assert shown() == {True}
    link = page.locator(".sources a").first
    assert link.evaluate("e => getComputedStyle(e, '::after').content") == '" (https://www.bls.gov/ooh/)"'


def test_on_paper_every_column_of_a_comparison_is_there(opened):
    page = opened(PAGES["compare"], width=700)
    page.emulate_media(media="print")
    last = page.locator("thead th").last.bounding_box()
    assert last["x"] + last["width"] <= 700
