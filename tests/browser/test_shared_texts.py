"""A shared text changes in a real browser: proposed, accepted, what rests on it submitted again, approved."""

import pytest
from playwright.sync_api import Page

from profiles.models import Revision
from profiles.people import APPROVERS, CURATORS, make_groups
from taxonomy.models import Focus
from tests.browser.desk import enter, people, said_by
from tests.factories import FOCUS_CODE, KEY_M4, approved

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CANARY = "Answers for what it costs."


@pytest.fixture
def said(page: Page) -> list[str]:
    return said_by(page)


@pytest.fixture
def revision() -> Revision:
    make_groups()  # the table of groups is emptied after every test of this kind
    return approved()


def act(page: Page, action: str, button: str = "Go") -> None:
    page.check("#action-toggle")
    page.select_option("select[name=action]", action)
    page.click(f"button:text-is('{button}')")


def test_the_public_page_changes_when_it_is_approved_and_not_before(live_server, page, said, revision):
    public = f"{live_server.url}/canon/{KEY_M4}/"
    opened = page.context.new_page()

    def published() -> bool:
        opened.goto(public)
        return CANARY in opened.content()

    cora, axel = people(CURATORS), people(APPROVERS)
    home = f"{live_server.url}/admin/"
    enter(page.context, live_server, cora)
    page.goto(f"{live_server.url}/admin/taxonomy/focus/{Focus.objects.get().pk}/change/")
    page.fill("#id_summary", f"What sets {FOCUS_CODE} apart. {CANARY}")
    page.fill("#id_note", "cost belongs to it")
    page.click("text=Propose this change")
    assert "1 approved profile rests on it" in page.inner_text(".messagelist")
    assert page.locator(".sides ins").all_inner_texts() == [f" {CANARY}"]
    assert page.locator("text=Accept this change").count() == 0
    assert not published()

    enter(page.context, live_server, axel)
    page.goto(home)
    page.click(f"text=focus {FOCUS_CODE}")
    page.click("text=Accept this change")
    assert "1 approved profile is basis changed by it" in page.inner_text(".messagelist")
    assert not published()

    enter(page.context, live_server, cora)
    page.goto(home)
    page.click("text=Re-submit them together")
    act(page, "submit_each_again")
    page.fill("#again-note", "on the new text")
    page.click("text=Re-submit 1 text")
    assert f"In review now, on today's shared texts (1): {KEY_M4}." in page.inner_text(".messagelist")
    assert not published()

    enter(page.context, live_server, axel)
    page.goto(f"{home}profiles/revision/")
    act(page, "approve_each")
    assert page.inner_text(".messagelist") == f"{KEY_M4} is approved now."
    assert published()
    assert said == []
    opened.goto(f"{public}?v=1")
    assert CANARY not in opened.content()
