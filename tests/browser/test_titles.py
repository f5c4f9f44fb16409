"""A list of titles in a real browser: it moves on by itself, and what is chosen is confirmed."""

import pytest

from profiles.models import Alias, TitleList
from profiles.people import CURATORS
from profiles.resolver import lists
from tests.browser.desk import enter, people, said_by
from tests.factories import KEY_M4, approved

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_list_moves_on_to_its_end_and_a_row_is_confirmed(live_server, page, axe, settings, tmp_path, monkeypatch):
    settings.VAR_DIR = tmp_path
    monkeypatch.setitem(lists.PIECE, "profiles", 2)
    monkeypatch.setattr("profiles.admin.titles.CALL", 0)
    cora, said = people(CURATORS), said_by(page)
    approved(title="Plant Manager", aliases=[], mappings=[])
    path = tmp_path / "staff.csv"
    path.write_text("job title\nPlant Mgr of Paper\n" + "".join(f"Spy {letter}\n" for letter in "abcde"))
    enter(page.context, live_server, cora)
    page.goto(f"{live_server.url}/admin/profiles/titlelist/add/")
    assert axe(page) == []
    page.set_input_files("#id_file", path)
    page.click("text=Resolve them")
    page.locator("form[data-moving]").wait_for(state="detached")
    found = TitleList.objects.get()
    assert (found.done, found.total, found.is_done) == (6, 6, True)
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert axe(page) == []
    page.get_by_label("“Plant Mgr of Paper”").select_option(f"alias {KEY_M4}")
    page.click("text=Confirm what is chosen")
    page.wait_for_selector("text=1 confirmed")
    assert Alias.objects.get().title == "Plant Mgr of Paper"
    assert said == []
