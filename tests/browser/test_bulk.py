"""A workbook out, edited and in again, as a curator does it in a real browser under the strict policy."""

import pytest

from profiles.models import Profile
from profiles.people import make_groups
from tests.factories import KEY_M4, curator, edit, on_desk
from tests.workbooks import edited, put

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE = "/admin/profiles/profile/workbook/"


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def desk(live_server, page):
    """A curator who is signed in, and one desk."""
    make_groups()  # the table of groups is emptied after every test of this kind
    user = curator()
    user.is_staff = True
    user.set_password("password")
    user.save()
    profile = on_desk()
    page.goto(f"{live_server.url}/admin/")
    page.fill("#id_username", user.username)
    page.fill("#id_password", "password")
    page.press("#id_password", "Enter")
    return profile


def exported(page, url) -> bytes:
    page.goto(url)
    with page.expect_download() as begun:
        page.click("text=Export >> visible=true")
    with open(begun.value.path(), "rb") as stream:
        return stream.read()


def send(page, url, tmp_path, data: bytes) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(data)
    page.goto(url)
    page.set_input_files("#id_file", path)
    page.click("text=Show what would change")


def test_a_workbook_out_and_in_again(live_server, page, desk, axe, tmp_path):
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{live_server.url}/admin/profiles/profile/")
    page.click("text=Workbooks")
    assert axe(page) == []
    data = exported(page, live_server.url + PAGE)
    send(page, live_server.url + PAGE, tmp_path, edited(data, put("Profiles", 2, "title", "Plant Leader M4")))
    assert page.locator("del").all_inner_texts() == ["Manager"]
    assert page.locator("ins").all_inner_texts() == ["Leader"]
    assert axe(page) == []
    assert Profile.objects.get().title == "Plant Manager M4"
    page.fill("#id_note", "after the meeting")
    page.click("text=Apply all of it")
    assert page.locator(".messagelist").inner_text() == "Applied book.xlsx: 1 profile changed."
    assert Profile.objects.get().title == "Plant Leader M4"
    assert said == []


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_faults_fit_on_any_screen(live_server, page, desk, axe, tmp_path, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark")
    data = exported(page, live_server.url + PAGE)
    edit(desk, summary="Saved meanwhile.")
    data = edited(data, put("Profiles", 2, "title", "Mine"))
    send(page, live_server.url + PAGE, tmp_path, edited(data, put("Skills", 3, "type", "gadget" * 20)))
    assert "this file cannot be applied" in page.inner_text("[role=alert]")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert axe(page) == []
    assert Profile.objects.get().title == f"Plant Manager {KEY_M4[-2:]}"
