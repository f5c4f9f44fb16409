"""A profile started from an occupation: what is taken from the palette is saved with the form, with its source."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from profiles.admin.palette import palette_of
from profiles.models import DeskPay, Profile
from profiles.people import CURATORS, PAY_VIEWERS, REVIEWERS
from taxonomy.importers.sources import load
from taxonomy.models import ClassificationSystem
from tests import factories
from tests.pages.reading import parse
from tests.profiles.admin.filled import filled
from tests.reference import MANAGERS, nation_csv, onet_zip

pytestmark = pytest.mark.django_db
MAPPED = [{"system": "O*NET/SOC", "code": "11-3051", "label": "", "relation": "exact", "source": ""}]
SCAFFOLD, ADD = reverse("admin:profiles_profile_scaffold"), reverse("admin:profiles_profile_add")
ONET = "O*NET 30.1 Database: Industrial Production Managers (11-3051.00)"


@pytest.fixture
def loaded(tmp_path):
    load("onet", [onet_zip(tmp_path)])


@pytest.fixture
def desk(client):
    user = factories.person("desk.mine", CURATORS, PAY_VIEWERS, is_staff=True)
    client.force_login(user)
    return client


def address(profile: Profile) -> str:
    return reverse("admin:profiles_profile_change", args=[profile.pk])


def offered(response) -> dict[str, list[str]]:
    """Tray → keys of what can be ticked."""
    palette = response.context["palette"]
    return {tray.title: [take.key for take in tray.takes if not take.stands] for tray in palette.trays}


def take(client, profile: Profile, *keys: str, name: str = "take", **changes):
    form = filled(client.get(address(profile)), "profile_form")
    return client.post(address(profile), form | {name: list(keys)} | changes)


def sources(profile: Profile) -> list[tuple]:
    rows = profile.sources.filter(title__regex="^(O\\*NET 30|BLS)")
    return list(rows.values_list("title", "licence", "layers"))


def test_each_thing_is_offered_most_important_first_and_what_stands_is_told(desk, loaded):
    skills = [{"name": "active listening", "type": "skill", "summary": ""}]
    aliases = [{"title": "Plant manager", "locale": "", "source": ""}]
    profile = factories.on_desk(mappings=MAPPED, skills=skills, aliases=aliases)
    response = desk.get(address(profile))
    assert offered(response) == {
        "Mapping": [],
        "Tasks": ["task/1", "task/2"],
        "Skills": ["skill/Judgment"],
        "Knowledge": ["knowledge/Processing"],
        "Technology and tools": ["tool/SAP software", "tool/Microsoft Project", "tool/Forklifts"],
        "Titles as aliases": ["alias/Manufacturing Director (Mfg Director)", "alias/Production Director"],
    }
    boxes = [box for box in parse(response.content.decode()).all("input") if box.attrs.get("name") == "take"]
    assert {box.attrs["form"] for box in boxes} == {"profile_form"}


def test_what_is_taken_is_saved_in_its_section_and_the_source_once(desk, loaded):
    profile = factories.on_desk(mappings=MAPPED, skills=[], aliases=[], sources=[])
    keys = ("knowledge/Processing", "tool/SAP software", "alias/Plant Manager", "skill/nothing of it")
    response = take(desk, profile, *keys)
    assert response.status_code == 302
    assert list(profile.skill_uses.values_list("skill__name", "skill__type", "summary")) == [
        ("Processing", "knowledge", ""),
        ("SAP software", "tool", ""),
    ]
    told = ("Plant Manager", "en-US", "O*NET 30.1 alternate titles, 11-3051.00")
    assert list(profile.aliases.values_list("title", "locale", "source")) == [told]
    assert sources(profile) == [(ONET, "CC BY 4.0", ["skills"])]
    message = "Taken from O*NET 30.1, 11-3051.00: Knowledge 1, Technology and tools 1, Titles as aliases 1."
    assert message in [str(one) for one in desk.get(address(profile)).context["messages"]]
    take(desk, profile, "task/1")
    assert sources(profile) == [(ONET, "CC BY 4.0", ["skills", "responsibilities"])]


def test_what_a_script_has_put_into_its_field_only_brings_the_source(desk, loaded):
    profile = factories.on_desk(mappings=MAPPED, skills=[], sources=[])
    lines = {"skill_uses-many": "Judgment | skill | Weighs stops of a line"}
    assert take(desk, profile, "skill/Judgment", name="took", **lines).status_code == 302
    assert list(profile.skill_uses.values_list("skill__name", "summary")) == [("Judgment", "Weighs stops of a line")]
    assert sources(profile) == [(ONET, "CC BY 4.0", ["skills"])]


def test_a_task_taken_word_for_word_is_a_finding_in_its_section(desk, loaded):
    profile = factories.on_desk(mappings=MAPPED)
    take(desk, profile, "task/1")
    assert profile.responsibilities.last().text == "Direct production of the plant."
    [section] = [s for s in desk.get(address(profile)).context["sections"] if s.anchor == "responsibilities"]
    assert [told.finding.code for told in section.head] == ["responsibilities.copied"]


def test_wages_are_taken_into_pay_with_the_source_of_theirs(desk, loaded, tmp_path):
    load("oews", [nation_csv(tmp_path, MANAGERS)])
    profile = factories.on_desk(mappings=MAPPED, pay=None, sources=[])
    assert offered(desk.get(address(profile)))["Wages"] == ["pay/0"]
    assert take(desk, profile, "pay/0").status_code == 302
    pay = DeskPay.objects.get(profile=profile)
    assert (pay.median, pay.low, pay.high) == (161_880, 126_060, 205_520)
    [(title, _, layers)] = sources(profile)
    assert (title, layers) == ("BLS OEWS May 2025, 11-3051", ["pay"])


def test_a_form_with_mistakes_keeps_what_was_taken_and_writes_nothing(desk, loaded):
    profile = factories.on_desk(mappings=MAPPED, skills=[], sources=[])
    response = take(desk, profile, "skill/Judgment", title="")
    assert response.status_code == 200
    form = filled(response, "profile_form")
    assert form["skill_uses-many"] == ["Judgment | skill"]
    assert (profile.skill_uses.count(), profile.sources.count()) == (0, 0)
    # A second take finds the source among what is pasted, and its layers grow.
    again = form | {"title": "Told", "take": ["alias/Plant Manager", "mapping", "task/2"]}
    again["mappings-0-DELETE"] = "on"
    assert desk.post(address(profile), again).status_code == 302
    assert sources(profile) == [(ONET, "CC BY 4.0", ["skills", "mappings", "responsibilities"])]
    assert list(profile.mappings.values_list("code", "edition", "label")) == [
        ("11-3051.00", "30.1", "Industrial Production Managers")
    ]


def test_what_was_taken_survives_that_somebody_else_saved(desk, loaded):
    profile = factories.on_desk(mappings=MAPPED, skills=[])
    mine = filled(desk.get(address(profile)), "profile_form") | {"take": ["skill/Judgment"]}
    take(desk, profile, "skill/Active Listening")
    response = desk.post(address(profile), mine)
    assert response.status_code == 409
    assert desk.post(address(profile), filled(response, address(profile))).status_code == 302
    assert {use.skill.name for use in profile.skill_uses.all()} == {"Judgment", "Active Listening"}


def test_a_new_profile_starts_with_the_palette_of_the_occupation_that_is_asked_for(desk, loaded):
    place = factories.on_desk(code="PLANTO.OTHER1.M4")
    started = f"{ADD}?occupation=11-3051"
    form = filled(desk.get(started), "profile_form")
    told = {"focus": place.focus_id, "level": factories.ladder()["M3"].pk, "scope": place.scope_id, "title": "Started"}
    assert desk.post(started, form | told | {"take": ["mapping", "tool/Forklifts"]}).status_code == 302
    profile = Profile.objects.get(title="Started")
    [mapping] = profile.mappings.all()
    assert (mapping.code, mapping.edition, mapping.confirmed_by.username) == ("11-3051.00", "30.1", "desk.mine")
    assert [use.skill.name for use in profile.skill_uses.all()] == ["Forklifts"]
    assert sources(profile) == [(ONET, "CC BY 4.0", ["mappings", "skills"])]


@pytest.mark.parametrize("asked", ["", "99-9999", "11-3051' OR", "²²-²²²²", "x" * 5_000])
def test_an_occupation_that_is_not_there_offers_nothing(desk, loaded, asked):
    for page in (ADD, SCAFFOLD):
        response = desk.get(page, {"occupation": asked, "q": asked})
        assert (response.status_code, response.context.get("palette"), response.context.get("occupation")) == (
            *(200, None, None),
        )


def test_without_a_mapping_nothing_is_read_and_with_one_the_same_however_much_is_offered(loaded):
    def cost(profile: Profile) -> int:
        [row] = Profile.objects.on_desk().filter(pk=profile.pk)
        with CaptureQueriesContext(connection) as captured:
            palette_of(row, asked="", sees_pay=True)
        return len(captured)

    one = factories.on_desk(mappings=MAPPED)
    three = [*MAPPED, *({"system": "O*NET/SOC", "code": f"11-3051.0{n}"} for n in (0, 2))]
    several = factories.on_desk(code="PLANTO.OTHER1.M4", mappings=three)
    bare = factories.on_desk(code="PLANTO.OTHER2.M4", mappings=[])
    # The occupation, its four kinds, wages of the nation and at four levels.
    assert (cost(bare), cost(one), cost(several)) == (0, 7, 7)
    ClassificationSystem.objects.all().delete()
    assert cost(one) == 1


def test_who_may_not_write_is_offered_nothing(client, loaded):
    client.force_login(factories.person("rita", REVIEWERS, is_staff=True))
    response = client.get(address(factories.on_desk(mappings=MAPPED)))
    assert (response.context["palette"], client.get(SCAFFOLD).status_code) == (None, 403)


def test_the_page_finds_an_occupation_and_leads_on_from_it(desk, loaded):
    page = parse(desk.get(SCAFFOLD, {"q": "plant man"}).content.decode())
    assert "?occupation=11-3051" in {link.attrs.get("href") for link in page.all("a")}
    revision = factories.approved(mappings=MAPPED)
    links = {
        a.attrs.get("href") for a in parse(desk.get(SCAFFOLD, {"occupation": "11-3051"}).content.decode()).all("a")
    }
    assert {f"{ADD}?occupation=11-3051.00", address(revision.profile)} <= links
    assert SCAFFOLD in {a.attrs.get("href") for a in parse(desk.get("/admin/").content.decode()).all("a")}
