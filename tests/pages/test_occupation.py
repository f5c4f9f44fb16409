"""Pages of occupations: put together from what is loaded, whose terms are told, in a fixed number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from taxonomy.importers.sources import load
from taxonomy.models import ClassificationCode, ClassificationSystem, UsualEducation
from tests import factories
from tests.pages.canon import key, publish
from tests.pages.reading import parse
from tests.plugins import EXAM
from tests.reference import (
    EXTRACT_COLUMNS,
    MANAGERS,
    OFLC_COLUMNS,
    OFLC_ROWS,
    csv_of,
    extract_row,
    nation_csv,
    onet_zip,
    real,
    soc_csv,
)

pytestmark = pytest.mark.django_db
PAGE = "/occupations/11-3051/"


@pytest.fixture
def loaded(tmp_path):
    """O*NET, SOC, and wages of two years, two states and two areas."""
    load("onet", [onet_zip(tmp_path)])
    load("soc", [soc_csv(tmp_path)])
    for year, factor in ((2024, 9), (2025, 10)):
        load("oews", [nation_csv(tmp_path, [figure * factor // 10 for figure in MANAGERS], year=year)])
    states = [extract_row("S", f"{n}00000", name, "11-3051", 9, MANAGERS) for n, name in ((1, "Alabama"), (2, "Iowa"))]
    load("oews-state", [csv_of(tmp_path / "oews_may2025_state.csv.gz", [EXTRACT_COLUMNS, *states])])
    load("oflc", [csv_of(tmp_path / "alc.csv.gz", [OFLC_COLUMNS, *OFLC_ROWS])], edition="2025-26")
    oflc = ClassificationSystem.objects.get(key="oflc")
    UsualEducation.objects.create(system=oflc, code="11-3051.00", education="Bachelor's degree")


def section(response, of: str):
    return next(part for part in parse(response.content.decode()).all("section", aria_labelledby=of))


def test_the_page_tells_everything_that_is_loaded_of_a_code(client, loaded):
    response = client.get(PAGE)
    page = parse(response.content.decode())
    assert page.one("h1").text == "Industrial Production Managers"
    crumbs = ["← Occupations", "Management Occupations", "Operations Specialties Managers"]
    assert page.all("nav", class_="crumbs")[0].texts("a")[:3] == crumbs
    facts = page.one("dl", class_="facts").texts("dd")
    assert facts == [
        "$126,060",
        "May 2025",
        "246,250",
        "Job Zone Four: Considerable Preparation Needed",
        "Bachelor's degree",
    ]
    main = section(response, "o-11-3051-00")
    folds = [fold.one("summary").text for fold in main.all("details")]
    assert folds == [
        "Tasks (2)",
        "Skills by importance (2)",
        "Knowledge by importance (1)",
        "Technology (2 kinds)",
        "Tools (1 kinds)",
        "Titles (3)",
        "Occupations near it (1)",
    ]
    assert main.one("ul", class_="tasks").texts("li") == [
        "Direct production of the plant.",
        "Negotiate prices of materials. supplemental",
    ]
    terms = section(response, "terms").text
    assert "This page includes information from the O*NET 30.1 Database" in terms
    assert "BLS.gov cannot vouch for the data" in terms


def test_wages_are_drawn_and_told_in_a_table(client, loaded):
    wages = section(client.get(PAGE), "wages")
    tables = [[row.texts("td") for row in table.all("tr")[1:]] for table in wages.all("table")]
    figures = ["$78,000", "$98,160", "$126,060", "$161,880", "$205,520"]
    assert tables[0][0] == [*figures, "246,250"]
    assert tables[1] == [[*figures, "9"], [*figures, "9"]]
    assert tables[2][0] == ["$45,323", "$55,723", "$66,123"]
    picture = wages.one("svg", class_="wages")
    assert picture.attrs["aria-label"].startswith("Wages of Industrial Production Managers, May 2025: P10 $78,000,")
    assert len(picture.all("rect", class_="wages__half")) == 2


def test_wages_above_what_the_survey_tells_are_no_zero(client, tmp_path):
    load("soc", [soc_csv(tmp_path)])
    load("oews", [nation_csv(tmp_path, [78_000, 98_160, 126_060, "-", "-"], notes="14:5;15:5", people="-")])
    wages = section(client.get(PAGE), "wages")
    row = wages.all("table")[0].all("tr")[1].texts("td")
    assert row[3:] == ["above what the survey tells", "above what the survey tells", "not released"]
    assert "→" in wages.one("svg").text


def test_eight_digits_lead_to_their_place_on_the_page_of_six(client, loaded):
    response = client.get("/occupations/11-3051.02/")
    assert (response.status_code, response["Location"]) == (302, f"{PAGE}#o-11-3051-02")
    assert section(client.get(PAGE), "o-11-3051-02").one("h2").text == "Geothermal Production Managers 11-3051.02"


@pytest.mark.parametrize("code", ["11-9999", "11-3051.77"])
def test_a_code_that_nothing_loaded_has_is_not_there(client, loaded, code):
    assert client.get(f"/occupations/{code}/").status_code == 404


def test_a_group_lists_what_stands_in_it(client, loaded):
    below = section(client.get("/occupations/11-3000/"), "below")
    assert below.texts("li") == ["11-3050 Industrial Production Managers"]


def test_without_soc_the_page_stands_on_onet_alone(client, tmp_path):
    load("onet", [onet_zip(tmp_path)])
    assert parse(client.get(PAGE).content.decode()).one("h1").text == "Industrial Production Managers"


def test_the_number_of_queries_is_fixed(client, loaded):
    """A group has nothing of O*NET; more states, titles and profiles under a code ask for no more."""

    def asked(code: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/occupations/{code}/").status_code == 200
        return len(queries)

    assert [asked(code) for code in ("11-3051", "11-0000", "11-3050")] == [16, 10, 10]
    publish("M2", "M3", "M4")
    assert asked("11-3051") == 16


def test_profiles_that_are_mapped_to_it_are_named_and_drafts_are_not(client, loaded):
    mapped = [{"system": "O*NET/SOC", "code": "11-3051.00", "label": "", "relation": "exact", "source": ""}]
    approved = publish("M3", "M4", mappings=mapped)
    factories.in_review(code=key("M5"), mappings=mapped)
    found = section(client.get(PAGE), "mapped")
    assert [link.attrs["href"] for link in found.all("a")] == [f"/canon/{revision.key}/" for revision in approved]
    assert "No approved profile is mapped" in section(client.get("/occupations/11-3000/"), "mapped").text


# -- finding ---------------------------------------------------------------------------------------


def found(client, query: str) -> list[str]:
    lists = parse(client.get("/occupations/", query_params={"q": query}).content.decode()).all("ul", class_="entries")
    return [item.text for part in lists for item in part.all("li")]


def test_an_occupation_is_found_by_what_people_call_it(client, loaded):
    assert found(client, "plant  MANAGER") == ["11-3051 Plant Manager → Industrial Production Managers"]
    assert found(client, "director production") == ["11-3051 Production Director → Industrial Production Managers"]
    assert found(client, "nobody does this") == []


def test_the_beginning_of_a_code_finds_what_begins_so(client, loaded):
    assert [line.split()[0] for line in found(client, "11-30")] == ["11-3051", "11-3000", "11-3050"]


def test_a_whole_code_leads_to_its_page(client, loaded):
    assert client.get("/occupations/?q=11-3051.00")["Location"] == "/occupations/11-3051.00/"


def test_pages_go_on_where_the_one_before_ended(client, loaded, monkeypatch):
    monkeypatch.setattr("taxonomy.views.occupations.A_PAGE", 1)
    seen, address = [], "/occupations/?q=production"
    while address:
        page = parse(client.get(address).content.decode())
        seen += [item.one("span", class_="code").text for item in page.all("ul", class_="entries")[0].all("li")]
        nexts = page.all("a", rel="next")
        address = f"/occupations/{nexts[0].attrs['href']}" if nexts else ""
    assert seen == ["11-3051", "11-3050", "51-0000", "51-1011"]


def test_the_index_shows_the_top_of_the_hierarchy_or_how_to_load_one(client, loaded):
    assert found(client, "") == ["11-0000 Management Occupations", "51-0000 Production Occupations"]
    ClassificationCode.objects.all().delete()
    assert "No classification is loaded yet" in client.get("/occupations/").content.decode()


def test_any_query_is_answered(client, loaded):
    for query in ("%", "_", "\\", "'; drop", "a" * 5_000, "é" * 300, "(", "11-", "0~0", "999999~11-3051"):
        for name in ("q", "after"):
            assert client.get("/occupations/", query_params={"q": "plant", name: query}).status_code == 200


# -- the real files --------------------------------------------------------------------------------


def test_every_occupation_of_the_real_onet_has_a_page(client):
    """In an exam; in an ordinary run every twentieth, for they differ in what is loaded of them and in nothing else."""
    load("onet", real("onet_30_1_text/db_30_1_text_partial.zip"))
    codes = list(ClassificationCode.objects.of("onet").values_list("code", flat=True))
    assert (len(codes), len({code[:7] for code in codes})) == (1_016, 867)
    codes = codes if EXAM else codes[::20]
    led = {code: client.get(f"/occupations/{code}/") for code in codes}
    assert {code for code, answer in led.items() if answer.status_code != 302} == set()
    pages = {answer["Location"].partition("#")[0] for answer in led.values()}
    assert {address for address in pages if client.get(address).status_code != 200} == set()
    assert pages == {f"/occupations/{code[:7]}/" for code in codes}
