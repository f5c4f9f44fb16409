"""The desk form in a real browser: rows move, many are pasted, and nothing that was written is lost."""

import pytest
from django.conf import settings

from profiles.models import Profile, Source
from profiles.people import CURATORS
from taxonomy.models import Skill
from tests.browser.desk import PASSWORD, enter, people, said_by
from tests.factories import curator, on_desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cora():
    return people(CURATORS)


@pytest.fixture
def profile(cora) -> Profile:
    return on_desk(by=curator())


@pytest.fixture
def address(live_server, page, cora, profile) -> str:
    enter(page.context, live_server, cora)
    address = f"{live_server.url}/admin/profiles/profile/{profile.pk}/change/"
    page.goto(address)
    return address


def skills(profile: Profile) -> list[str]:
    return list(profile.skill_uses.values_list("skill__name", flat=True))


def save(page) -> None:
    with page.expect_navigation():
        page.click("input[name=_continue]")
    page.wait_for_selector("li.success")


def test_rows_move_by_button_and_by_hand_and_many_are_pasted(page, address, profile):
    said = said_by(page)
    first, second, third = skills(profile)
    assert not page.is_visible("#skill_uses-0 .field-position")
    page.click("#skill_uses-0 [data-move='1']")
    page.wait_for_selector("text=Not saved yet")
    save(page)
    assert skills(profile) == [second, first, third]
    page.drag_and_drop("#skill_uses-0 .row__grip", "#skill_uses-2", target_position={"x": 200, "y": 40})
    page.click("#skill_uses-group ~ .paste summary")
    page.fill("#id_skill_uses-many", "Lean | knowledge | Halves set-up\nWelding")
    save(page)
    assert skills(profile) == [first, third, second, "Lean", "Welding"]
    page.click("#mappings .paste summary")
    page.fill("#id_mappings-many", "nothing much")
    page.click("input[name=_continue]")
    assert "pasted line 1" in page.inner_text("#mappings")
    assert "mistake" in page.inner_text(".jumps a[href='#mappings']")
    assert page.input_value("#id_mappings-many") == "nothing much"
    assert said == []


def test_leaving_with_unsaved_changes_warns(page, address):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.click("#id_title")
    page.fill("#id_title", "Not saved")
    page.click("#site-name a", no_wait_after=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert page.url == address
    assert page.input_value("#id_title") == "Not saved"
    page.uncheck("#id_sources-0-layers_0")  # a box alone counts too
    page.fill("#id_title", "Plant Manager M4")
    page.click("#site-name a", no_wait_after=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload", "beforeunload"]


def test_an_expired_login_keeps_what_was_written(page, address, profile, cora):
    Skill.objects.create(name="Lean", type="knowledge")
    page.fill("#id_title", "Written before")
    page.uncheck("#id_sources-0-layers_0")
    page.click("text=Add another Skill")
    page.click("#skill_uses-3 .select2-selection")
    page.fill(".select2-search__field", "Lean")
    page.click(".select2-results__option:text-is('Lean')")
    page.fill("#id_skill_uses-3-summary", "Halves set-up times")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.click("input[name=_continue]")
    page.fill("#id_username", cora.username)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.click("text=Put it back")
    save(page)
    profile = Profile.objects.get()
    assert profile.title == "Written before"
    assert [(use.skill.name, use.summary) for use in profile.skill_uses.all()][3:] == [("Lean", "Halves set-up times")]
    assert "summary" not in Source.objects.get().layers
    assert page.locator("text=Put it back").count() == 0
