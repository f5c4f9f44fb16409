"""The whole story of one change, in a real browser: edited, sent back, fixed, approved, and on the page from then on.

The curator's form is found by its labels and the approver's screen by its headings: the story outlasts their looks.
"""

import pytest
from playwright.sync_api import Page, expect

from profiles.models import Event, Revision
from profiles.people import APPROVERS, CURATORS, make_groups
from tests.factories import KEY_M4, SIBLING_CODE, approved, on_desk, person, record, record_data

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BULLETS = record_data()["responsibilities"]
OLD, NEW = BULLETS[3], "Runs the daily stand-up at the line in the MES and removes what stops it"
OLD_USE, NEW_USE = "Levels overtime over six lines", "Levels overtime over six lines and two shifts"
WORDS = f"{NEW[:-1]}"


def enter(page: Page, live_server, username: str, *groups: str) -> None:
    user = person(username, *groups, is_staff=True)
    user.set_password("a long password")
    user.save()
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/admin/login/?next=/admin/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill("a long password")
    page.get_by_role("button", name="Log in").click()


def as_reader(page: Page, live_server, query: str = "") -> str:
    """The text of the public page, with the session of nobody."""
    context = page.context.browser.new_context() if page.context.browser else None
    reader = context.new_page() if context else page
    reader.goto(f"{live_server.url}/canon/{KEY_M4}/{query}")
    text = reader.locator("main").inner_text()
    if context:
        context.close()
    return text


def replace(page: Page, old: str, new: str) -> None:
    """Writes over the field that holds this text, wherever the form has put it."""
    for field in page.locator("textarea, input[type=text]").all():
        if old in (value := field.input_value()):
            if not field.is_visible():
                page.evaluate("() => document.querySelectorAll('details').forEach(d => { d.open = true })")
            field.fill(value.replace(old, new))
            return
    raise AssertionError(f"no field holds “{old}”")


def save(page: Page) -> None:
    page.get_by_role("button", name="Save and continue editing").first.click()
    page.wait_for_load_state()


def submit(page: Page, note: str) -> None:
    form = page.locator("form[action$='/submit/']")
    form.locator("[name=note]").fill(note)
    form.get_by_role("button").last.click()
    page.wait_for_load_state()


def sections(page: Page, heading: str) -> str:
    return page.get_by_role("region", name=heading).inner_text()


def changes(page: Page) -> list[tuple[list[str], list[str]]]:
    """The words that the difference marks as gone and as come."""
    difference = page.locator("section[aria-labelledby=difference]")
    return difference.locator("del").all_inner_texts(), difference.locator("ins").all_inner_texts()


@pytest.fixture
def canon(live_server):
    """A profile that is approved, with a level above it and a sibling beside it."""
    make_groups()  # the table of groups is emptied after every test of this kind
    text = record(panel=[*record_data()["panel"]])
    first = approved(on_desk(text))
    approved(code=KEY_M4.replace(".M4", ".M5"), title="Plant Director M5")
    approved(code=KEY_M4.split(".")[0] + f".{SIBLING_CODE}.M4", title="Quality Manager M4")
    return first


def scored_anew(profile) -> None:
    """The panel reads the new text: two who are named in no group of the desk."""
    from tests.factories import reviewer, scored

    for name in ("rita", "rolf"):
        scored(profile, reviewer(name))


def test_from_an_edit_to_the_page_that_readers_see(live_server, page, canon):
    profile, desk = canon.profile, f"{live_server.url}/admin/profiles/profile/{canon.profile_id}/change/"
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))

    # A curator edits a bullet and a skill, and makes a slip that the gate finds.
    enter(page, live_server, "cleo", CURATORS)
    page.goto(desk)
    replace(page, OLD, f"{BULLETS[0]}")
    replace(page, OLD_USE, NEW_USE)
    save(page)
    expect(page.get_by_role("heading", name="Findings").first).to_be_visible()
    assert "twice" in page.content() or "same" in page.content()
