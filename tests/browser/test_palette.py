"""What scripts do beside the desk form: the palette fills fields while it is ticked, and codes complete themselves."""

import pytest

from profiles.models import Profile
from profiles.people import CURATORS
from taxonomy.importers.sources import load
from tests.browser.desk import enter, people, said_by
from tests.factories import curator, on_desk
from tests.reference import onet_zip

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MAPPED = [{"system": "O*NET/SOC", "code": "11-3051", "label": "", "relation": "exact", "source": ""}]


@pytest.fixture
def open_desk(live_server, page, tmp_path):
    """Opens the desk of a profile with these mappings, beside a small release of O*NET."""

    def opened(mappings: list[dict]) -> Profile:
        cora = people(CURATORS)
        load("onet", [onet_zip(tmp_path)])
        profile = on_desk(by=curator(), mappings=mappings, skills=[], sources=[], responsibilities=["Keeps the plant."])
        enter(page.context, live_server, cora)
        page.goto(f"{live_server.url}/admin/profiles/profile/{profile.pk}/change/")
        return profile

    return opened


def save(page) -> None:
    with page.expect_navigation():
        page.click("input[name=_continue]")
    page.wait_for_selector("li.success")


def tick(page, tray: str, *names: str) -> None:
    fold = page.locator(".palette details", has=page.locator("summary", has_text=tray))
    fold.locator("summary").click()
    for name in names:
        fold.get_by_label(name).click()


def test_what_is_ticked_stands_in_its_field_to_be_worked_on_and_goes_when_unticked(page, open_desk):
    profile, said = open_desk(MAPPED), said_by(page)
    tick(page, "Tasks", "Direct production of the plant.", "Negotiate prices of materials.")
    field = page.locator("#id_responsibilities_text")
    assert field.input_value().split("\n") == [
        "Keeps the plant.",
        "Direct production of the plant.",
        "Negotiate prices of materials.",
    ]
    page.wait_for_selector("text=Not saved yet")
    page.get_by_label("Direct production of the plant.").click()
    field.fill(field.input_value().replace("Negotiate prices of materials.", "Buys steel on yearly terms."))
    tick(page, "Skills", "Judgment")
    assert page.input_value("#id_skill_uses-many") == "Judgment | skill"
    assert page.is_visible("#id_skill_uses-many")  # its fold opens, so that what was put there is seen
    save(page)
    assert list(profile.responsibilities.values_list("text", flat=True)) == [
        "Keeps the plant.",
        "Buys steel on yearly terms.",
    ]
    assert list(profile.skill_uses.values_list("skill__name", flat=True)) == ["Judgment"]
    [source] = profile.sources.all()
    assert (source.title[:9], sorted(source.layers)) == ("O*NET 30.", ["responsibilities", "skills"])
    assert said == []


def test_a_code_is_offered_while_it_is_typed_and_brings_its_title_along(page, open_desk):
    profile, said = open_desk([]), said_by(page)
    page.click("text=Add another Mapping")
    page.locator("#id_mappings-0-code").press_sequentially("plant man")
    offered = page.locator("#mappings datalist option")
    offered.first.wait_for(state="attached")
    assert offered.evaluate_all("all => all.map(one => [one.value, one.label])") == [
        ["11-3051.00", "11-3051.00 Industrial Production Managers (Plant Manager)"]
    ]
    page.fill("#id_mappings-0-code", "11-3051.00")  # as the browser does when an offer is chosen
    assert page.input_value("#id_mappings-0-label") == "Industrial Production Managers"
    assert page.input_value("#id_mappings-0-system") == "O*NET/SOC"
    page.fill("#id_mappings-0-label", "Those who run plants")
    page.fill("#id_mappings-0-code", "11-3051.0")
    page.fill("#id_mappings-0-code", "11-3051.00")
    assert page.input_value("#id_mappings-0-label") == "Those who run plants"  # what somebody wrote stays
    save(page)
    [mapping] = profile.mappings.all()
    assert (mapping.code, mapping.label, mapping.edition) == ("11-3051.00", "Those who run plants", "30.1")
    assert said == []
