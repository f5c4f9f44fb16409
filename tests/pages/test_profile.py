"""The profile page: as it stands, as it stood, in its scope, with gaps and with nothing."""

import json

import pytest
from django.utils import timezone

from profiles.importers.bundle import Mode, import_bundle
from profiles.models import Revision
from taxonomy.importers.sources import load
from taxonomy.models import ClassificationSystem, Guideline, Level, PayBaseline, Skill
from tests.factories import (
    FOCUS,
    FOCUS_CODE,
    FUNCTION,
    FUNCTION_CODE,
    KEY_M4,
    SIBLING_CODE,
    approved,
    confirm,
    focus,
    function,
    guidelines,
    ladder,
    next_version,
    on_desk,
    record_data,
    retired,
    review,
)
from tests.pages.canon import in_scope, key, path, publish
from tests.pages.reading import main, read
from tests.reference import onet_zip

pytestmark = pytest.mark.django_db

PATH = path(KEY_M4)
TODAY = f"{timezone.now():%-d %B %Y}"


def chips(page) -> list[str]:
    return page.one("ul", class_="chips").texts("li")


def notices(page) -> list[str]:
    return page.texts("div", class_="notice")


def robots(page) -> list[str]:
    return [meta.attrs["content"] for meta in page.all("meta", name="robots")]


def facts(page) -> dict[str, str]:
    return page.one("dl", class_="facts").pairs()


def section(page, name: str):
    return page.one("section", aria_labelledby=name)


def cards(page) -> list[str]:
    return page.texts("a", class_="card")


def as_published(tmp_path, *profiles: dict) -> None:
    """What an operator restores: neither gated nor reviewed here."""
    ladder()
    function()
    above = {"kind": "focus", "code": FOCUS_CODE, "function": FUNCTION_CODE, "name": FOCUS, "summary": "Leads a line."}
    file = tmp_path / "canon.jsonl"
    head = {"kind": "canon", "format": "canon-bundle/1"}
    file.write_text("".join(json.dumps(record) + "\n" for record in (head, above, *profiles)))
    import_bundle(file, mode=Mode.AS_PUBLISHED)


# -- queries ---------------------------------------------------------------------------------------

LEVELS = ("M1", "M2", "M3", "M4", "M5")
# One focus in one query; the versions of the profile; places of siblings, and of these what is shown. Where they are
# too few, places of other functions.
FEW, WITH_SIBLINGS = 3, 4


def test_one_focus_of_five_levels(client, django_assert_num_queries):
    publish(*LEVELS)
    with django_assert_num_queries(FEW):
        main(client, PATH)


def test_twelve_focuses_of_five_levels_take_no_more(client, django_assert_num_queries):
    for number in range(11):
        publish(*LEVELS, focus=f"FOCUS{number}", function=FUNCTION_CODE if number % 2 else "OTHER")
    publish(*LEVELS)
    with django_assert_num_queries(WITH_SIBLINGS):
        page = main(client, PATH)
    assert len(page.all("a", class_="card")) == 9


@pytest.mark.parametrize(("others", "queries"), [(0, FEW + 1), (1, WITH_SIBLINGS + 1), (12, WITH_SIBLINGS + 1)])
def test_a_lonely_profile_looks_into_other_functions(client, django_assert_num_queries, others, queries):
    publish("M4")
    for number in range(others):
        publish("M4", focus=f"FOCUS{number}", function="OTHER")
    with django_assert_num_queries(queries):
        page = main(client, PATH)
    assert len(page.all("a", class_="card")) == min(others, 3)


def test_an_older_revision(client, django_assert_num_queries):
    next_version(publish(*LEVELS)[3])
    with django_assert_num_queries(4):  # the focus, the revision, places of siblings, its own skills
        main(client, f"{PATH}?v=1")


def test_the_one_that_stands_asked_for_by_its_number(client, django_assert_num_queries):
    publish(*LEVELS)
    with django_assert_num_queries(FEW):
        main(client, f"{PATH}?v=1")


def test_the_global_one_in_place_of_a_regional_one(client, django_assert_num_queries):
    publish(*LEVELS)
    with django_assert_num_queries(FEW):
        main(client, path(key(scope="DE")))


def test_a_reader_who_is_signed_in_costs_nothing(client, django_user_model, django_assert_num_queries):
    publish(*LEVELS)
    client.force_login(django_user_model.objects.create_user("emery"))
    with django_assert_num_queries(FEW):
        main(client, PATH)


# -- addresses -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked", [KEY_M4.lower(), KEY_M4.replace(".M4", ".m4"), f"{KEY_M4}@GLOBAL", f"{KEY_M4}@global"]
)
def test_any_spelling_leads_to_the_one_and_keeps_the_query(client, asked):
    response = client.get(f"/canon/{asked}/?v=1&from=mail")
    assert (response.status_code, response.url) == (301, f"{PATH}?v=1&from=mail")


def test_a_scope_has_one_spelling_too(client):
    response = client.get(f"/canon/{KEY_M4}@de/")
    assert (response.status_code, response.url) == (301, path(key(scope="DE")))


def test_an_unknown_key_is_a_404_that_names_it(client):
    publish("M4")
    assert main(client, path(key("M5")), 404).texts("p")[1] == f"No profile {key('M5')} is published."


def test_a_profile_is_not_found_under_another_function(client):
    publish("M4")
    wrong = key(function="OTHER")
    assert main(client, path(wrong), 404).texts("p")[1] == f"No profile {wrong} is published."


@pytest.mark.parametrize(
    "sign",
    ["\N{KELVIN SIGN}", "\N{LATIN SMALL LETTER LONG S}", "\N{LATIN SMALL LETTER DOTLESS I}", "\N{FULLWIDTH DIGIT ONE}"],
)
def test_letters_that_only_look_like_a_code_are_none(client, sign):
    assert client.get(f"/canon/A{sign}.B.M4/").status_code == 404
    assert client.get(f"/canon/A{sign}.B/").status_code == 404
    assert client.get(f"/canon/A{sign}/").status_code == 404


@pytest.mark.parametrize(
    "asked",
    ["", "abc", "-1", "0", "00", "01", "+1", "1.0", "1e0", " 1", "1 ", "1,2", "٢", "²", "9" * 7, "9" * 8, "9" * 5000],
)
def test_a_version_that_never_was_is_a_404_that_names_it(client, asked):
    next_version(publish("M4")[0])
    page = main(client, f"{PATH}?v={asked.replace('+', '%2B')}", 404)
    assert page.texts("p")[1] == f"{KEY_M4} has no version “{asked[:20]}” that was ever approved."


# -- as it stood -----------------------------------------------------------------------------------


def test_what_stands_has_no_notice_and_may_be_indexed(client):
    publish("M4")
    page = read(client, PATH)
    assert (notices(page), robots(page)) == ([], [])


def test_an_older_revision_says_so_and_is_not_indexed(client):
    next_version(publish("M4")[0], summary="The second text.")
    page = read(client, f"{PATH}?v=1")
    assert notices(page) == ["This is v1, superseded. What stands today is v2. What is different"]
    assert page.one("div", class_="notice").all("a")[0].attrs["href"] == PATH
    assert robots(page) == ["noindex"]
    assert chips(page)[2:] == ["↺ superseded", "global", "v1"]
    assert page.one(class_="lead").text == "Runs one plant so that people go home safe and orders leave on time."
    assert main(client, PATH).one(class_="lead").text == "The second text."


def test_the_versions_are_listed_newest_first(client):
    first = publish("M4")[0]
    second = next_version(first)
    seals = Revision.objects.in_bulk([first.pk, second.pk])
    page = main(client, PATH)
    assert [item.text for item in page.all("li") if " · seal " in item.text] == [
        f"v2 approved · approved {TODAY} by axel · seal {seals[second.pk].seal[:12]} what changed in v2",
        f"v1 superseded · approved {TODAY} by axel · seal {seals[first.pk].seal[:12]}",
    ]


# -- retired ---------------------------------------------------------------------------------------


def test_a_retired_profile_keeps_its_page_names_its_successor_and_is_not_indexed(client):
    publish("M5")
    retired(successor=key("M5"))
    page = read(client, PATH)
    assert notices(page) == [
        f"This profile is retired since {TODAY}. Its successor is {key('M5')}. merged with another"
    ]
    assert page.one("div", class_="notice").one("a").attrs["href"] == path(key("M5"))
    assert robots(page) == ["noindex"]
    assert chips(page)[2] == "✕ retired"
    assert page.texts("h1") == ["Plant Manager M4"]


def test_a_retired_profile_without_a_successor_says_so(client):
    retired()
    assert notices(main(client, PATH)) == [
        f"This profile is retired since {TODAY}. It has no successor. merged with another"
    ]


def test_a_retired_sibling_stays_on_the_ladder_and_is_no_neighbour(client):
    publish("M4")
    retired(code=key("M3"))
    page = main(client, PATH)
    step = page.one("nav", aria_label="Ladder").all("li")[3]
    assert (step.text, step.one("a").attrs["href"]) == ("M3 Management 3 retired", path(key("M3")))
    assert [rung.text for rung in page.all("div", class_="rung")][2] == "M3 Management 3 retired"
    assert page.all("a", class_="card") == []


# -- scopes ----------------------------------------------------------------------------------------


def test_one_scope_needs_no_switch(client):
    publish("M4")
    assert chips(main(client, PATH))[3] == "global"
    assert [link.attrs["href"] for link in main(client, PATH).one("ul", class_="chips").all("a")] == ["/levels/M4/"]


def test_several_scopes_can_be_switched_and_each_names_its_currency(client):
    publish("M4")
    figures = record_data()["pay"] | {"currency": "EUR", "median": 121_000, "low": None, "high": None, "region": "DE"}
    in_scope("M4", "DE", pay=figures, title="Werkleitung")
    here, there = main(client, PATH), main(client, path(key(scope="DE")))
    assert chips(here)[3:5] == chips(there)[3:5] == ["global", "DE"]
    assert [a.attrs["href"] for a in here.one("ul", class_="chips").all("a")] == ["/levels/M4/", path(key(scope="DE"))]
    assert [a.attrs["href"] for a in there.one("ul", class_="chips").all("a")] == ["/levels/M4/", PATH]
    assert there.one("span", aria_current="true").text == "DE"
    assert facts(here)["Market pay, median a year"].startswith("$164k $129k to $209k, P25–P75 USD · US · BLS OEWS")
    assert facts(there)["Market pay, median a year"].startswith("€121k P25–P75 EUR · DE · BLS OEWS")


def test_where_a_region_has_no_text_of_its_own_the_global_one_stands_in_and_says_so(client):
    publish("M4")
    page = main(client, path(key(scope="AT")))
    assert notices(page) == ["There is no text of its own for AT. The global profile stands in, whole."]
    assert page.all(class_="code")[0].text == KEY_M4
    assert page.texts("h1") == ["Plant Manager M4"]


def test_a_regional_text_without_a_global_one_is_found_in_its_scope_alone(client):
    in_scope("M4", "DE")
    assert main(client, path(key(scope="DE"))).texts("h1") == ["Plant Manager M4"]
    assert main(client, PATH, 404).texts("h1") == ["There is no such page"]


# -- restored --------------------------------------------------------------------------------------


def test_what_was_restored_from_a_file_says_so_and_who_the_file_names(client, tmp_path):
    decision = {"by": "Dora Decider", "at": "2025-03-01T10:00:00Z"}
    as_published(tmp_path, record_data() | {"status": "approved", "version": 3, "decision": decision})
    page = main(client, PATH)
    told = "Restored from a file, not reviewed here. The file names Dora Decider as approver, on 1 March 2025."
    assert notices(page) == [told]
    assert chips(page)[4] == "v3"


def test_a_file_that_names_nobody(client, tmp_path):
    as_published(tmp_path, record_data() | {"status": "approved"})
    assert notices(main(client, PATH)) == ["Restored from a file, not reviewed here. The file names no approver."]


# -- what is missing is said -----------------------------------------------------------------------

BARE = {"kind": "profile", "code": KEY_M4, "title": "Plant lead", "status": "approved"}


@pytest.fixture
def bare(client, tmp_path):
    """A profile that holds a title and nothing else."""
    as_published(tmp_path, BARE)
    return main(client, PATH)


def test_no_panel_is_said_plainly(bare):
    assert chips(bare)[1] == "not scored"
    assert facts(bare)["Evidence"] == "0 sources, 0 reviewers, weakest dimension not scored"
    provenance = section(bare, "provenance")
    assert provenance.texts("p")[1] == (
        "No panel review recorded. Confidence: not scored. A profile without a panel does not pass the gate."
    )
    assert provenance.all("svg") == []


def test_no_source_names_every_layer(bare):
    assert section(bare, "provenance").texts("h3")[0] == "0 sources"
    assert "Without a source: summary, responsibilities, guidelines, skills, pay, mappings, level." in section(
        bare, "provenance"
    ).texts("p")


def test_no_pay_no_skills_no_guidelines_no_names(bare):
    assert facts(bare)["Market pay, median a year"] == "no figure recorded"
    assert section(bare, "skills").texts("p") == ["No skills recorded for this profile yet."]
    told = ["No level guidelines are recorded for this function and track."]
    assert section(bare, "guidelines").texts("p") == told
    assert bare.one(id="aliases").texts("p") == ["No title aliases recorded for this profile yet."]
    assert bare.one(id="mappings").texts("p") == ["No classification mappings recorded for this profile yet."]


def test_levels_without_a_profile_are_not_defined_and_no_link(bare):
    ladder_steps = bare.one("nav", aria_label="Ladder")
    assert ladder_steps.texts("li") == [
        "M6 Management 6 not defined",
        "M5 Management 5 not defined",
        "M4 Management 4 (this profile)",
        "M3 Management 3 not defined",
        "M2 Management 2 not defined",
        "M1 Management 1 not defined",
    ]
    assert [link.attrs["href"] for link in ladder_steps.all("a")] == ["#responsibilities"]
    assert bare.texts("div", class_="rung") == [
        "M1 Management 1 not defined",
        "M2 Management 2 not defined",
        "M3 Management 3 not defined",
        "M4 Management 4 this profile no responsibilities recorded",
        "M5 Management 5 not defined",
        "M6 Management 6 not defined",
    ]


def test_attributes_that_a_level_leaves_open_are_not_defined(bare):
    assert section(bare, "level").one("dl").pairs() == {
        "Scope": "The scope of M4.",
        "Autonomy": "not defined",
        "Complexity": "not defined",
        "Impact": "not defined",
        "Decision rights": "not defined",
        "Leadership": "not defined",
        "Typical experience": "10–15 years",
    }


def test_a_level_without_years_says_so(client):
    ladder()
    Level.objects.filter(code="M4").update(years_min=None, years_max=None)
    publish("M4")
    assert facts(main(client, PATH))["Typical experience"] == "not defined"


def test_a_cell_of_the_rubric_that_is_empty_is_not_defined(client):
    guidelines(function(), complexity="")
    publish("M4")
    row = section(main(client, PATH), "guidelines").one("tr", class_="own")
    assert [cell.texts("span")[-1] for cell in row.all("td")][1] == "not defined"


def test_a_skill_whose_use_is_not_told(client):
    publish("M4", skills=[{"name": "Listening"}])
    assert section(main(client, PATH), "skills").one("dl").pairs() == {"Listening": "use not told"}


def test_without_any_other_profile_there_is_no_neighbour(bare):
    assert section(bare, "adjacent").texts("p")[1] == "No other role is published yet."


# -- parts -----------------------------------------------------------------------------------------


def test_the_definition_is_told_once_and_where_it_comes_from(client):
    publish("M4", summary="")
    page = main(client, PATH)
    text = f"What sets {FOCUS_CODE} apart."
    assert page.one(class_="lead").text == text
    assert page.text.count(text) == 1
    assert "Definition from the focus" in page.one(class_="head").texts("p")


def test_a_definition_of_its_own_leaves_the_focus_its_own(client):
    publish("M4")
    page = main(client, PATH)
    assert page.one(class_="lead").text == record_data()["summary"]
    assert section(page, "focus").one(class_="prose").text == f"What sets {FOCUS_CODE} apart."
    assert "Definition from the focus" not in page.one(class_="head").texts("p")


def test_a_title_that_does_not_name_its_level_gets_it(client):
    publish("M4", title="Head of plant")
    assert main(client, PATH).texts("h1") == ["Head of plant — M4"]


def test_paragraphs_and_lists_of_a_text_are_kept_and_its_markup_is_not(client):
    publish("M4", summary="Leads.\n\n- one\n- two\n\n<b>Not bold</b>")
    lead = main(client, PATH).one(class_="lead")
    assert (lead.texts("p"), lead.texts("li"), lead.all("b")) == (["Leads.", "<b>Not bold</b>"], ["one", "two"], [])


def test_knowledge_and_tools_stand_apart_from_skills(client):
    publish("M4")
    skills = section(main(client, PATH), "skills")
    assert skills.texts("h3") == ["Knowledge", "Tools"]
    assert [group.pairs() for group in skills.all("dl")] == [
        {"Shift planning": "Levels overtime over six lines"},
        {"Labour law": "Keeps rosters lawful"},
        {"Power BI": "Reads scrap by line and hour"},
    ]


def test_aliases_and_mappings_with_where_they_come_from(client):
    publish("M4")
    page = main(client, PATH)
    assert page.one(id="aliases").texts("li") == ["Plant Director", "Werksleiter (de) · HR"]
    assert page.one(id="mappings").texts("h3") == ["O*NET/SOC"]
    assert page.one(id="mappings").texts("li") == [
        "11-3051.00 Industrial Production Managers · close match · source a person · not confirmed by a person"
    ]


def test_a_mapping_that_a_person_confirmed_names_them(client):
    profile = on_desk()
    confirm(profile)
    approved(profile)
    assert main(client, PATH).one(id="mappings").texts("li")[0].endswith("· source a person · confirmed by carla")


def test_a_rubric_row_of_the_focus_takes_the_place_of_the_functions(client):
    guidelines(function())
    Guideline.objects.create(focus=focus(), level=ladder()["M3"], knowledge="Of the focus alone")
    publish("M4")
    rows = section(main(client, PATH), "guidelines").one("table").rows()
    assert [row[0] for row in rows] == ["Level", "M1", "M2", "M3 this focus only", "M4 this profile", "M5", "M6"]
    assert rows[3][1] == "Knowledge and application Of the focus alone"


def test_the_gate_and_what_the_reviewers_said(client):
    publish("M4", panel=[review("Rita", 4.0), review("Ravi", 5.0)])
    provenance = section(main(client, PATH), "provenance")
    assert provenance.texts("div", class_="score") == [
        "Level differentiation 4.5",
        "Focus specificity 4.5",
        "Concreteness 4.5",
        "Factual accuracy 4.5",
        "Real-world coverage 4.5",
    ]
    assert provenance.texts("p")[1] == (
        "Passes the gate: the weakest dimension is 4.5, at least 4 is asked. "
        "Scored by 2 reviewers; they agree at 0.75 (rwg, .70 is wanted)."
    )
    assert [
        [(len(dots.all("circle"))) for dots in strip.all("svg")] for strip in provenance.all("svg", class_="strip")
    ] == [
        [],
        *[[1, 1]] * 5,
    ]
    assert provenance.one("details").one("table").rows()[1:] == [["Rita", *["4"] * 5], ["Ravi", *["5"] * 5]]
    comments = provenance.one("details").one("dl").pairs()
    assert comments == {"Rita named in a file": "Rita has read it.", "Ravi named in a file": "Ravi has read it."}


def test_a_restored_text_that_does_not_pass_says_why(client, tmp_path):
    as_published(tmp_path, BARE | {"panel": [review("Rita", 3.5), review("Ravi", 3.5, concreteness=None)]})
    page = main(client, PATH)
    assert chips(page)[1] == "◇ medium 0.70"
    told = section(page, "provenance").texts("p")[1]
    assert told.startswith("Does not pass the gate: ")
    assert len(page.all("line", class_="strip__value--under")) == 5


# -- pay -------------------------------------------------------------------------------------------


def baseline(level: str, median: int, owner=None) -> None:
    PayBaseline.objects.create(level=ladder()[level], function=owner, currency="USD", median=median, region="US")


def told_of_pay(page) -> str:
    return facts(page)["Market pay, median a year"]


def test_pay_inherited_from_the_function_tells_the_chain_and_no_differential(client):
    baseline("M4", 148_000, function())
    publish("M4", pay=None)
    page = main(client, PATH)
    assert told_of_pay(page) == (
        "$148k USD · US Inherited from the function baseline (this profile: none → function baseline: found)"
    )
    assert "differential" not in section(page, "focus").text


def test_pay_inherited_from_the_level_tells_the_longer_chain(client):
    baseline("M4", 140_000)
    publish("M4", pay=None)
    assert told_of_pay(main(client, PATH)) == (
        "$140k USD · US Inherited from the level baseline "
        "(this profile: none → function baseline: none → level baseline: found)"
    )


@pytest.mark.parametrize(
    ("median", "told"),
    [
        (148_000, "+10.8 % pay against the function baseline at this level: a material differential."),
        (160_000, "+2.5 % pay against the function baseline at this level (not material)."),
        (164_000, "±0.0 % pay against the function baseline at this level (not material)."),
        (200_000, "−18.0 % pay against the function baseline at this level: a material differential."),
    ],
)
def test_own_pay_is_set_against_the_functions_baseline(client, median, told):
    baseline("M4", median, function())
    publish("M4")
    page = main(client, PATH)
    assert section(page, "focus").texts("p")[-1] == told
    assert "Inherited" not in told_of_pay(page)


def test_own_pay_without_a_baseline_of_the_function_has_no_differential(client):
    baseline("M4", 140_000)
    publish("M4")
    assert "baseline" not in section(main(client, PATH), "focus").text


# -- adjacent roles --------------------------------------------------------------------------------


def test_neighbours_come_nearest_first_with_band_distance_direction_and_parts(client):
    publish("M3", "M4", "M5", "P5")
    publish("M4", focus=SIBLING_CODE, skills=[{"name": "Shift planning"}])
    assert cards(main(client, PATH)) == [
        "● near 0.133 Plant Manager M3 step down · M3 Management 3 · 3 skills shared "
        "same focus 0.000 + one level down 0.133 + same track 0.000",
        "● near 0.133 Plant Manager M5 step up · M5 Management 5 · 3 skills shared "
        "same focus 0.000 + one level up 0.133 + same track 0.000",
        "● near 0.183 Plant Manager P5 track switch · P5 Professional 5 · 3 skills shared "
        "same focus 0.000 + one level down 0.133 + M to P track 0.050",
        "● near 0.250 Plant Manager M4 lateral · M4 Management 4 · 1 skill shared "
        "sibling focus 0.250 + same rank 0.000 + same track 0.000",
    ]


def test_the_map_leads_wherever_the_cards_lead(client):
    publish("M3", "M4", "P5")
    publish("M4", focus=SIBLING_CODE)
    adjacent = section(main(client, PATH), "adjacent")
    links = [
        [link.attrs["href"] for link in found]
        for found in (adjacent.one("svg").all("a"), adjacent.all("a", class_="card"))
    ]
    assert links[0] == links[1] == [path(key("M3")), path(key("P5")), path(key("M4", SIBLING_CODE))]
    assert adjacent.one("svg").texts("a") == ["M3", "P5", "M4 Process Quality"]
    assert (adjacent.one("svg").attrs["role"], adjacent.one("svg").attrs["aria-label"]) == (
        "group",
        "Map of adjacent roles",
    )


def test_shared_skills_are_named_in_this_profiles_own_words(client):
    publish("M4")
    publish("M4", focus=SIBLING_CODE, skills=[{"name": "POWER BI"}, {"name": "Welding"}, {"name": "labour law"}])
    publish("M5", focus=SIBLING_CODE, skills=[])
    folds = section(main(client, PATH), "adjacent").all("details")
    assert [fold.text for fold in folds] == ["Shared skills Power BI, Labour law"]


def test_a_skill_renamed_on_the_desk_since_is_not_told(client):
    """A new name of a skill is nobody's sealed text: what is shared is counted, and named as it was sealed."""
    publish("M4")
    publish("M4", focus=SIBLING_CODE, skills=[{"name": "Power BI"}, {"name": "Labour law"}])
    skill = Skill.objects.get(name="Power BI")
    skill.name = "Secret plan"
    skill.save()
    adjacent = section(main(client, PATH), "adjacent")
    assert "Secret" not in adjacent.text
    assert [fold.text for fold in adjacent.all("details")] == ["Shared skills Labour law"]
    assert "2 skills shared" in cards(main(client, PATH))[0]


def test_where_fewer_than_three_are_near_the_least_far_are_shown_and_none_is_said(client):
    publish("M4", "M1")
    publish("M4", "P2", "M6", focus="ABC1", function="OTHER", skills=[])
    assert cards(main(client, PATH)) == [
        "◐ review 0.400 Plant Manager M1 step down · M1 Management 1 · 3 skills shared "
        "same focus 0.000 + 3 levels down 0.400 + same track 0.000",
        "○ none 0.500 Plant Manager M4 lateral · M4 Management 4 · no shared skills "
        "other function 0.500 + same rank 0.000 + same track 0.000",
    ]


def test_ties_are_broken_by_shared_skills_and_then_by_key(client):
    publish("M4")
    for name in ("BBB", "AAA"):
        publish("M4", focus=name, skills=[])
    publish("M4", focus="CCC")
    links = [card.attrs["href"] for card in main(client, PATH).all("a", class_="card")]
    assert links == [path(key(focus=name)) for name in ("CCC", "AAA", "BBB")]


def test_it_links_to_its_own_coordinates_and_to_a_comparison_with_the_nearest(client):
    publish("M3", "M4")
    links = section(main(client, PATH), "adjacent").all("a")[-3:-1]
    assert [(link.text, link.attrs["href"]) for link in links] == [
        ("How coordinates work →", f"/coordinates/?key={KEY_M4}"),
        ("Compare side-by-side →", f"/compare/?keys={KEY_M4}%2C{key('M3')}"),
    ]


def test_near_a_regional_text_global_ones_stand_in_where_a_place_has_none_of_its_own(client):
    in_scope("M4", "DE")
    publish("M4", "M5", focus=SIBLING_CODE)
    approved(code=key("M4", SIBLING_CODE), scope="DE")
    approved(code=key("M4", SIBLING_CODE), scope="AT")
    links = [card.attrs["href"] for card in main(client, path(key(scope="DE"))).all("a", class_="card")]
    assert links == [path(key("M4", SIBLING_CODE, scope="DE")), path(key("M5", SIBLING_CODE))]


# -- the frame -------------------------------------------------------------------------------------


def test_crumbs_and_page_title(client):
    publish("M4")
    page = read(client, PATH)
    assert page.one("title").text == f"Plant Manager M4 · {KEY_M4}"
    crumbs = page.one("nav", aria_label="Breadcrumb").all("a")
    assert [(link.text, link.attrs["href"]) for link in crumbs] == [
        ("← Canon taxonomy", "/"),
        (FUNCTION, f"/canon/{FUNCTION_CODE}/"),
        (FOCUS, f"/canon/{FUNCTION_CODE}.{FOCUS_CODE}/"),
    ]


# -- skill layers ----------------------------------------------------------------------------------


def test_the_base_of_the_occupation_stands_apart_from_what_the_role_applies(client, tmp_path):
    load("onet", [onet_zip(tmp_path)])
    approved(mappings=[{"system": "O*NET/SOC", "code": "11-3051"}])
    ClassificationSystem.objects.all().delete()  # what was sealed is what is shown
    skills = section(main(client, PATH), "skills")
    assert skills.texts("h3")[-1] == "Occupational base"
    assert skills.one("dl", class_="pairs").pairs() == {
        "Skills": "Judgment, Active Listening",
        "Knowledge": "Processing",
    }
    told = "U.S. Department of Labor, Employment and Training Administration"
    assert skills.texts("p", class_="soft")[1] == (
        f"Asked of anybody in Industrial Production Managers, most important first (O*NET 30.1, {told}, CC BY 4.0)."
    )
    assert "Judgment" not in [name for uses in skills.all("dl", class_="uses") for name in uses.pairs()]


def test_a_text_sealed_without_reference_data_shows_no_base(client, tmp_path):
    approved(mappings=[{"system": "O*NET/SOC", "code": "11-3051"}])
    load("onet", [onet_zip(tmp_path)])
    assert "Occupational base" not in section(main(client, PATH), "skills").texts("h3")


# -- confidence that ages ----------------------------------------------------------------------------


def test_todays_confidence_stands_beside_the_sealed_one_with_its_reasons_and_the_day_of_the_next_review(client):
    old = record_data()["sources"][0] | {"retrieved": "2019-05-01"}
    publish("M4", sources=[old])
    page = main(client, PATH)
    assert (chips(page)[1], chips(page)[2][-5:]) == ("◆ high 0.90", ", low")
    told = section(page, "provenance").text
    assert "Confidence at approval 0.90, today 0." in told
    assert "(× 0." in told
    assert "It is to be looked at again by 1 May 2020" in told
