"""The panel in a real browser under the strict policy: read, score, see the others, object, answer, rule."""

import pytest
from playwright.sync_api import Page

from profiles.models import Objection, PanelScore
from profiles.people import CURATORS, REVIEWERS
from profiles.scoring import DIMENSIONS
from tests.factories import curator, external, on_desk, person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCREENS = [(width, scheme) for width in (390, 1440) for scheme in ("light", "dark")]


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """Violations of the policy, which the browser tells on its console, and scripts that broke."""
    said: list[str] = []
    page.on("console", lambda line: "Security Policy" in line.text and said.append(line.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


@pytest.fixture
def profile():
    profile = on_desk(by=curator())
    external(profile, "Wanda Whisper", comment="a canary", objections=["Is this one plant?"])
    return profile


def enter(page: Page, live_server, username: str, *groups: str) -> None:
    user = person(username, *groups, is_staff=True)
    user.set_password("a long password")
    user.save()
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/admin/login/?next=/admin/")
    page.fill("#id_username", username)
    page.fill("#id_password", "a long password")
    page.press("#id_password", "Enter")


def test_from_reading_to_a_settled_objection(live_server, page, complaints, profile):
    enter(page, live_server, "rita", REVIEWERS)
    page.click(f"text={profile.title}")
    assert "a canary" not in page.content()
    for name in DIMENSIONS:
        page.check(f"input[name={name}][value='4.5']")
    page.fill("#objections", "Six lines?")
    page.click("text=Give these scores")
    assert page.locator("text=a canary").is_visible()
    assert PanelScore.objects.filter(panelist="rita", concreteness="4.5").exists()

    enter(page, live_server, "cleo", CURATORS)
    page.click("text=Six lines? >> xpath=.. >> a")
    answer = page.locator("form:has(button:text-is('Answer'))").last
    answer.locator("textarea").fill("Six, see the plan.")
    answer.locator("button").click()
    page.wait_for_selector("text=The answer is written")

    enter(page, live_server, "rita", REVIEWERS)
    page.click("text=Answers to your objections >> xpath=../.. >> a >> nth=-1")
    page.click("text=I withdraw it")
    page.wait_for_selector("text=The ruling is written")
    row = Objection.objects.get(text="Six lines?")
    assert (row.answer, row.outcome) == ("Six, see the plan.", "withdrawn")
    assert complaints == []


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_it_can_be_read_and_used_on_every_screen(live_server, page, axe, profile, width, scheme):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    review = f"{live_server.url}/admin/profiles/profile/{profile.pk}/review/"
    seen = {}
    enter(page, live_server, "rita", REVIEWERS)
    for name, address in {"blind": review}.items():
        page.goto(address)
        seen[name] = axe(page), page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    enter(page, live_server, "cleo", CURATORS)
    for name, address in {"panel": f"{review}?panel=shown", "external": f"{review}external/"}.items():
        page.goto(address)
        seen[name] = axe(page), page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert seen == {name: ([], True) for name in ("blind", "panel", "external")}
