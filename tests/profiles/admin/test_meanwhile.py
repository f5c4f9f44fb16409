"""What somebody else did to a desk while a form of it was open: one's own rows are found again, or made anew."""

import json

import pytest
from django.urls import reverse

from profiles.importers.bundle import import_bundle
from profiles.models import Profile
from profiles.people import CURATORS
from tests.factories import curator, on_desk, person, record_data
from tests.profiles.admin.filled import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def profile() -> Profile:
    return on_desk(by=curator())


@pytest.fixture
def desk(client):
    client.force_login(person("desk.mine", CURATORS, is_staff=True))
    return client


def address(profile: Profile) -> str:
    return reverse("admin:profiles_profile_change", args=[profile.pk])


def opened(client, profile: Profile) -> dict:
    return filled(client.get(address(profile)), "profile_form")


def rows(profile: Profile) -> dict[str, list]:
    found = Profile.objects.get(pk=profile.pk)
    return {
        "skills": sorted(found.skill_uses.values_list("skill__name", "summary")),
        "sources": sorted(found.sources.values_list("title", "publisher")),
        "mappings": sorted(found.mappings.values_list("code", "label")),
        "pay": [found.pay.median] if hasattr(found, "pay") else [],
    }


def save_theirs(client, profile: Profile, **changes) -> None:
    assert client.post(address(profile), opened(client, profile) | changes).status_code == 302


def insist(client, profile: Profile, mine: dict) -> None:
    """Both texts come first, then one's own is sent again as the page has it."""
    response = client.post(address(profile), mine)
    assert response.status_code == 409
    assert "What you wrote has mistakes" not in response.content.decode()
    assert client.post(address(profile), filled(response, address(profile))).status_code == 302


def test_rows_that_somebody_took_away_are_there_again_with_ones_own_save(desk, profile):
    mine, before = opened(desk, profile), rows(profile)
    taken = {"skill_uses-1-DELETE": "on", "sources-0-DELETE": "on", "mappings-0-DELETE": "on", "pay-0-DELETE": "on"}
    save_theirs(desk, profile, **taken)
    assert {name: len(found) for name, found in rows(profile).items()} == {
        "skills": 2,
        "sources": 0,
        "mappings": 0,
        "pay": 0,
    }
    insist(desk, profile, mine | {"summary": "Mine."})
    assert rows(profile) == before
    assert Profile.objects.get().summary == "Mine."


def test_rows_that_a_file_laid_anew_are_the_same_rows(desk, profile, tmp_path):
    """Every number is another one by then; skill, code and title tell which is which."""
    mine = opened(desk, profile)
    record = record_data(skills=[{"name": "Labour law", "summary": "Theirs"}, {"name": "Power BI", "type": "tool"}])
    record["pay"] |= {"median": 170_000}
    path = tmp_path / "theirs.jsonl"
    path.write_text(json.dumps({"kind": "canon", "format": "canon-bundle/1"}) + "\n" + json.dumps(record))
    assert import_bundle(path, by=curator()).changed == 1
    insist(desk, profile, mine | {"skill_uses-0-summary": "Mine", "pay-0-median": "166000"})
    assert rows(profile) == {
        "skills": [
            ("Labour law", "Keeps rosters lawful"),
            ("Power BI", "Reads scrap by line and hour"),
            ("Shift planning", "Mine"),
        ],
        "sources": [("Occupational Outlook Handbook", "BLS")],
        "mappings": [("11-3051.00", "Industrial Production Managers")],
        "pay": [166_000],
    }


def test_a_row_that_one_took_away_oneself_stays_away_though_somebody_else_did_too(desk, profile):
    mine = opened(desk, profile) | {"skill_uses-1-DELETE": "on", "summary": "Mine."}
    save_theirs(desk, profile, **{"skill_uses-1-DELETE": "on", "summary": "Theirs."})
    insist(desk, profile, mine)
    assert [name for name, _ in rows(profile)["skills"]] == ["Labour law", "Shift planning"]


def test_a_row_that_both_added_is_one_row(desk, profile):
    form = opened(desk, profile)
    total = int(form["mappings-TOTAL_FORMS"][0])
    head = f"mappings-{total}-"
    added = {"mappings-TOTAL_FORMS": total + 1, f"{head}system": "ESCO", f"{head}code": "1321.2", f"{head}position": 9}
    save_theirs(desk, profile, **added, **{f"{head}label": "Theirs"})
    insist(desk, profile, form | added | {f"{head}label": "Mine"})
    assert rows(profile)["mappings"] == [("11-3051.00", "Industrial Production Managers"), ("1321.2", "Mine")]


def test_rows_that_somebody_added_are_not_taken_away(desk, profile):
    form = opened(desk, profile)
    added = {"sources-TOTAL_FORMS": 2, "sources-1-title": "Theirs", "sources-1-layers": "pay", "sources-1-position": 9}
    save_theirs(desk, profile, **added)
    insist(desk, profile, form | {"summary": "Mine."})
    assert [title for title, _ in rows(profile)["sources"]] == ["Occupational Outlook Handbook", "Theirs"]


@pytest.mark.parametrize("count", ["", "x", "-1", "9999999", "٣"])
def test_a_form_that_no_page_has_sent_is_answered_and_changes_nothing(desk, profile, count):
    mine, before = opened(desk, profile), rows(profile)
    save_theirs(desk, profile, summary="Theirs.")
    broken = {f"{prefix}-{which}_FORMS": count for prefix in ("sources", "pay") for which in ("TOTAL", "INITIAL")}
    assert desk.post(address(profile), mine | broken).status_code == 409
    assert rows(profile) == before
