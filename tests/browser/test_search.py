"""Search by keyboard in a real browser under the strict policy: suggestions are read, chosen, left alone, filled in."""

import pytest
from playwright.sync_api import Page, expect

from tests.pages.canon import key, path
from tests.profiles.search.canon import plant_heads

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLES = [
    "Plant Head",
    "Plant Head of the Region",
    "Plant Head → Director of Operations",
    "Head of a plant → Operations Lead",
]


@pytest.fixture
def complaints(page: Page) -> list[str]:
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def test_suggestions_by_keyboard(live_server, page: Page, axe, complaints):
    plant_heads()
    page.goto(f"{live_server.url}/panel/")
    field, options = page.get_by_role("combobox"), page.get_by_role("option")
    field.press_sequentially("plant h")
    expect(options.locator(".suggestions__name")).to_have_text(TITLES)
    expect(page.get_by_role("status")).to_have_text("4 suggestions")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    field.press("ArrowUp")  # from the field to the last
    expect(options.nth(3)).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", options.nth(3).get_attribute("id"))
    assert axe(page) == []
    field.press("ArrowDown")  # past the end back into the field
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    field.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")

    field.press("Enter")  # nothing is chosen: a plain search
    expect(page.get_by_role("heading", level=1)).to_have_text("6 profiles for “plant h”")
    field.fill("plant hea")
    expect(options).to_have_count(4)
    for step in ("ArrowDown", "ArrowDown", "ArrowDown", "Enter"):
        field.press(step)
    page.wait_for_url(f"**{path(key('M4'))}")

    # As other pages use it: a choice fills its key in and stays.
    page.evaluate("document.querySelector('#search').dataset.suggestFill = 'key'")
    field.fill("region")
    options.click()
    expect(field).to_have_value(key("M5"))
    expect(options).to_have_count(0)
    assert (page.url, complaints) == (f"{live_server.url}{path(key('M4'))}", [])
