"""The other sources, each from small files in its official layout: what comes in, twice the same, refusals."""

import pytest

from taxonomy.files.faults import FileRefused
from taxonomy.importers.sources import READERS, load
from taxonomy.models import (
    ClassificationCode,
    ClassificationSystem,
    CodeTitle,
    Crosswalk,
    UsualEducation,
    Wage,
    WageArea,
    WageLevel,
)
from taxonomy.systems import BY_KEY
from tests.factories import everything
from tests.reference import (
    EXTRACT_COLUMNS,
    MANAGERS,
    OFLC_ROWS,
    SOC,
    csv_of,
    extract_row,
    oews_row,
    oews_xlsx,
    oflc_files,
    soc_files,
    xlsx,
)

pytestmark = pytest.mark.django_db


def loaded(key, files, **how):
    """Loads twice; the second time has to change nothing. The first report."""
    report = load(key, files, **how)
    before = everything()
    assert load(key, files, **how).is_same
    assert everything() == before
    return report


def refusal(key, files, **how) -> list[str]:
    before = everything()
    with pytest.raises(FileRefused) as caught:
        load(key, files, **how)
    assert everything() == before
    return [str(fault) for fault in caught.value.faults]


def test_every_source_has_a_reader():
    assert list(READERS) == list(BY_KEY)


# -- SOC -------------------------------------------------------------------------------------------


def test_soc_has_its_hierarchy_definitions_and_direct_titles(tmp_path):
    assert loaded("soc", soc_files(tmp_path)).rows == {"codes": 5, "names": 5, "titles": 1}
    code = ClassificationCode.objects.select_related("parent__parent__parent").get(code="11-3051")
    above = [code.parent.code, code.parent.parent.code, code.parent.parent.parent.code]
    assert (code.kind, code.definition, above) == ("detailed", SOC[3][3], ["11-3050", "11-3000", "11-0000"])
    assert ClassificationCode.objects.get(code="51-0000").parent is None
    assert CodeTitle.objects.get(kind="direct").title == "Factory Manager"


def test_soc_structure_alone_keeps_definitions_that_stand(tmp_path):
    files = soc_files(tmp_path)
    load("soc", files)
    report = load("soc", files[:1])
    assert (report.is_same, report.notes[0]) == (True, "no definitions among these files")
    assert ClassificationCode.objects.get(code="11-3051").definition == SOC[3][3]


def test_soc_files_are_told_by_their_headings(tmp_path):
    other = xlsx(tmp_path / "other.xlsx", [["a", "b"]])
    assert refusal("soc", [other]) == [
        "other.xlsx: the headings of the SOC structure, its definitions or its direct match titles expected"
    ]
    broken = soc_files(tmp_path, rows=[("Major", "11", "x", "")])[1:2]
    assert refusal("soc", broken) == [
        "definitions.xlsx, line 6, column “SOC Code”: a code like 11-3051 expected, found “11”"
    ]


# -- ISCO and ESCO ---------------------------------------------------------------------------------

ISCO = [["Grouping", "Code", "Name", "Definition"]]
ISCO += [["Major Group", "1", "Managers", "They plan.\nNote: x"], ["\nSub-major Group", "13", "Production", ""]]


def test_isco_has_its_hierarchy(tmp_path):
    assert loaded("isco", [csv_of(tmp_path / "isco.csv", ISCO)]).rows == {"codes": 2, "names": 2}
    code = ClassificationCode.objects.select_related("parent").get(code="13")
    assert (code.kind, code.parent.definition) == ("submajor", "They plan.\nNote: x")


def test_a_group_without_the_one_above_is_refused(tmp_path):
    path = csv_of(tmp_path / "isco.csv", [*ISCO, ["Leaf", "1400", "x", "y"]])
    assert refusal("isco", [path]) == [
        "isco.csv, line 6, column “Code”: the group 140 before 1400 expected, it is not there"
    ]


ESCO = [
    "conceptType",
    "conceptUri",
    "preferredLabel",
    "altLabels",
    "hiddenLabels",
    "modifiedDate",
    "description",
    "code",
]
URI = "http://data.europa.eu/esco/occupation/a1"
MANAGER = ["Occupation", URI, "manufacturing manager", "plant manager\nplant  head\nplant manager", "boss"]
GROUPS = [["conceptUri", "code", "preferredLabel", "description"]]
GROUPS += [
    [f"http://data.europa.eu/esco/isco/C{code}", code, f"group {code}", ""] for code in ("1", "13", "132", "1321")
]


def esco_files(folder, *rows):
    rows = rows or ([*MANAGER, "2025-01-01", "They run it.", "1321.2"],)
    return [csv_of(folder / "occupations_en.csv", [ESCO, *rows]), csv_of(folder / "ISCOGroups_en.csv", GROUPS)]


def test_esco_has_labels_and_stands_under_groups_of_isco(tmp_path):
    report = loaded("esco", esco_files(tmp_path), edition="1.2.1")
    assert report.rows == {"codes": 5, "names": 5, "titles": 3}
    code = ClassificationCode.objects.select_related("parent").get(code="1321.2")
    assert (code.uri, code.parent.code) == (URI, "1321")
    titles = code.titles.exclude(kind="preferred").values_list("kind", "title")
    assert list(titles) == [("label", "plant manager"), ("label", "plant head"), ("hidden", "boss")]


def test_of_a_concept_in_two_states_the_later_is_taken(tmp_path):
    late, early = ([*MANAGER, day, text, "1321.2"] for day, text in (("2025-11", "late"), ("2025-07", "early")))
    report = load("esco", esco_files(tmp_path, late, early), edition="1.2.1")
    assert ClassificationCode.objects.get(code="1321.2").definition == "late"
    assert report.notes == ["in the file twice, the later state is taken: 1321.2"]


def test_esco_does_not_tell_its_edition(tmp_path):
    assert refusal("esco", esco_files(tmp_path)) == [
        "occupations_en.csv: the edition expected, given with --edition (such as 1.2.1): ESCO's files do not tell it"
    ]


# -- crosswalks ------------------------------------------------------------------------------------

TOLD = [["Mapping project name", "ESCO-O*NET Crosswalk"], ["Mapping project version", "1"], *([["", ""]] * 14)]
WALK = ["O*NET Id", "O*NET Title", "O*NET Description", "ESCO or ISCO URI", "ESCO or ISCO Title"]
WALK = [*TOLD, [*WALK, "ESCO or ISCO Description", "Type of Match"]]
PAIR = ["11-3051.00", "x", "y", URI, "manufacturing manager", "z", "closeMatch"]
GROUP = ["11-1031.00", "x", "y", "http://data.europa.eu/esco/isco/C1111", "Legislators", "z", "exactISCO"]


def test_the_crosswalk_is_read_below_its_preamble(tmp_path):
    path = csv_of(tmp_path / "walk.csv", [*WALK, PAIR, GROUP], mark="\ufeff")
    assert (loaded("esco-onet", [path]).edition, Crosswalk.objects.count()) == ("1", 2)
    rows = Crosswalk.objects.values_list("left", "right_key", "right", "right_title", "relation")
    assert list(rows) == [
        ("11-3051.00", "esco", URI, "manufacturing manager", "close"),
        ("11-1031.00", "isco", "1111", "Legislators", "exact"),
    ]


def test_an_unknown_kind_of_match_is_refused(tmp_path):
    path = csv_of(tmp_path / "walk.csv", [*WALK, [*PAIR[:-1], "near"]])
    assert refusal("esco-onet", [path]) == [
        "walk.csv, line 18, column “Type of Match”: one of exactMatch, closeMatch, broadMatch, narrowMatch, exactISCO "
        "expected, found “near”"
    ]


def test_soc_and_isco_are_joined_by_way_of_soc_2010(tmp_path):
    newer = [["soc2010", "soc2010_title", "soc2018", "soc2018_title"], ["11-2031", "a", "11-2032", "b"]]
    newer.append(["11-2031", "a", "11-2033", "c"])
    isco = [["soc2010", "soc2010_title", "isco2008", "isco2008_title"], ["11-2031", "a", "1222", "PR managers"]]
    files = [csv_of(tmp_path / "newer.csv", newer), csv_of(tmp_path / "isco.csv", isco)]
    loaded("soc-isco", files)
    assert list(Crosswalk.objects.values_list("left", "right")) == [("11-2032", "1222"), ("11-2033", "1222")]
    assert "the one with the headings soc2010, isco2008" in refusal("soc-isco", files[:1])[0]


# -- wages -----------------------------------------------------------------------------------------


def test_wages_of_the_nation_come_from_the_official_layout(tmp_path):
    path = oews_xlsx(
        tmp_path,
        oews_row("11-3051", 246_250, MANAGERS),
        oews_row("11-1011", 211_850, [73_710, 126_080, 206_420, "#", "#"]),
        oews_row("27-2011", "**", ["*"] * 5, [16.5, 20.34, 29.05, 97.95, 143.68], HOURLY=True),
        oews_row("13-1020", 10, MANAGERS),
        oews_row("13-1020", 10, MANAGERS),  # a broad occupation of one detailed one stands there twice
        oews_row("11-3051", 1, MANAGERS, I_GROUP="sector"),
    )
    report = loaded("oews", [path])
    assert (report.edition, report.rows) == ("May 2025", {"areas": 1, "wages": 4})
    assert report.notes == ["1 rows of other areas or of single industries in national_M2025_dl.xlsx were left out"]
    chiefs, actors = Wage.objects.get(soc="11-1011"), Wage.objects.get(soc="27-2011")
    # Above what the survey tells is neither zero nor unknown.
    assert (chiefs.p50, chiefs.p75, chiefs.is_topped("p75"), chiefs.is_topped("p50")) == (206_420, None, True, False)
    assert (actors.employment, actors.hourly, actors.p90, actors.topped) == (None, True, 14368, 0)


def test_other_figures_for_one_occupation_are_refused(tmp_path):
    path = oews_xlsx(tmp_path, oews_row("11-3051", 1, MANAGERS), oews_row("11-3051", 2, MANAGERS))
    assert refusal("oews", [path]) == [
        "national_M2025_dl.xlsx, line 3, column “OCC_CODE”: 11-3051 once an area expected, found other figures for it "
        "before"
    ]


def test_editions_of_national_wages_stand_side_by_side(tmp_path):
    for year in (2025, 2024):
        load("oews", [oews_xlsx(tmp_path, year=year)])
    assert sorted(map(str, ClassificationSystem.objects.all())) == ["OEWS May 2024", "OEWS May 2025"]
    assert ClassificationSystem.objects.newest("oews").edition == "May 2025"


def test_wages_of_the_states_come_from_the_extract(tmp_path):
    rows = [
        extract_row("S", "0100000", "Alabama", "11-3051", 3_000, MANAGERS),
        extract_row("S", "1900000", "Iowa", "11-3051", 110, [*MANAGERS[:4], "-"], notes="10:5;15:5"),
        extract_row("N", "0000000", "National", "11-3051", 5, MANAGERS),
    ]
    path = csv_of(tmp_path / "oews_may2025_state.csv.gz", [EXTRACT_COLUMNS, *rows])
    assert loaded("oews-state", [path]).rows == {"areas": 2, "wages": 2}
    iowa = Wage.objects.get(area__name="Iowa")
    assert (iowa.p75, iowa.p90, iowa.is_topped("p90"), iowa.area.kind) == (161_880, None, True, "S")


def test_prevailing_wages_have_four_levels_by_the_hour_or_the_year(tmp_path):
    report = loaded("oflc", oflc_files(tmp_path))
    assert (report.edition, report.rows) == ("2025-26", {"education": 1, "areas": 2, "levels": 3})
    levels = WageLevel.objects.order_by("soc", "area__code").values_list("soc", "area__code", "level4", "hourly")
    assert list(levels) == [
        ("11-3051", "10180", 5879, True),
        ("11-3051", "10380", 4879, True),
        ("25-1011", "10180", 107_310, False),
    ]
    # The official geography itself holds a stray control character.
    assert list(WageArea.objects.values_list("name", "state")) == [("Abilene, TX", "TX"), ("Mayaguez, PR", "PR")]
    assert UsualEducation.objects.get().education == "Bachelor's degree"


def test_levels_that_fall_and_rows_that_repeat_are_refused(tmp_path):
    fallen = ("11-1011", "10180", "Abilene, TX", "TX", "47.73", "74.99", "102.25", "90")
    assert refusal("oflc", oflc_files(tmp_path, [*OFLC_ROWS, fallen, OFLC_ROWS[0]])) == [
        "alc.csv.gz, line 5, column “level4_hourly”: levels that do not fall from the first to the fourth expected",
        "alc.csv.gz, line 6, column “soc_code”: each occupation once an area expected, found 11-3051 in 10180 again",
    ]


def test_the_official_export_asks_for_the_geography_beside_it(tmp_path):
    export = csv_of(
        tmp_path / "ALC_Export.csv",
        [
            ["Area", "SocCode", "GeoLvl", "Level1", "Level2", "Level3", "Level4", "Average", "Label"],
            ["10180", "11-3051", "1", "31.79", "40.79", "49.79", "58.79", "50", ""],
            ["10180", "11-9999", "1", *[""] * 6],
        ],
    )
    geography = csv_of(
        tmp_path / "Geography.csv",
        [["Area", "AreaName", "StateAb", "State", "CountyTownName"], ["10180", "Abilene, TX", "TX", "Texas", "Taylor"]],
    )
    assert "Geography.csv beside the export expected" in refusal("oflc", [export], edition="2025-26")[0]
    assert loaded("oflc", [export, geography], edition="2025-26").rows == {"areas": 1, "levels": 1}


def test_a_damaged_gzip_is_refused(tmp_path):
    path = oflc_files(tmp_path)[0]
    path.write_bytes(path.read_bytes()[:-20])
    assert "a whole gzip file expected, it is damaged" in refusal("oflc", [path], edition="2025-26")[0]
