"""The real files, where they are: their counts, twice the same, and what came and went from one release to the next."""

import pytest

from taxonomy.importers.sources import load
from taxonomy.models import Wage
from tests.factories import everything
from tests.reference import REAL, real

pytestmark = pytest.mark.django_db

SOURCES = {
    "soc": (
        ["soc_2018/soc_structure_2018.xlsx", "soc_2018/soc_2018_definitions.xlsx"],
        {"codes": 1_447, "names": 1_447},
        "",
    ),
    "isco": (["isco_08/isco_08_structure_and_definitions.csv"], {"codes": 616, "names": 616}, ""),
    "esco": (
        ["esco_1_2_1_en/occupations_en.csv", "esco_1_2_1_en/ISCOGroups_en.csv"],
        {"codes": 3_658, "names": 3_658, "titles": 30_479},
        "1.2.1",
    ),
    "esco-onet": (["esco_onet_crosswalk/crosswalk_esco_onet.csv"], {"crosswalk": 4_253}, ""),
    "soc-isco": (["soc_2018/soc2010_soc2018.csv", "soc_2018/soc2010_isco2008.csv"], {"crosswalk": 1_283}, ""),
    "oews": (
        ["bls_oews_may2025/oews_may2025_national_extract.csv.gz"],
        {"areas": 1, "wages": 1_104},
        "",
    ),
    "oews-state": (["bls_oews_may2025/oews_may2025_state_extract.csv.gz"], {"areas": 54, "wages": 37_408}, ""),
    "oflc": (
        ["oflc_prevailing_wage_2025_26/alc_wage_levels_by_soc_area.csv.gz"],
        {"areas": 530, "levels": 449_440},
        "2025-26",
    ),
}


@pytest.mark.parametrize("key", SOURCES)
def test_a_source_loads_and_the_second_time_changes_nothing(key):
    names, rows, edition = SOURCES[key]
    files = real(*names)
    assert load(key, files, edition=edition).rows == rows
    assert load(key, files, edition=edition).is_same


def test_from_onet_29_0_to_30_1_titles_came_and_went():
    older, newer = real("onet_29_0/db_29_0_text_partial.zip", "onet_30_1_text/db_30_1_text_partial.zip")
    load("onet", [older])
    report = load("onet", [newer])
    moves = report.moves["alternate titles"]
    assert (len(moves.came), len(moves.went), report.rows["codes"]) == (2_044, 657, 1_016)


def test_official_national_wages_load_for_two_years():
    for year, median in ((2023, 116_970), (2024, 121_440)):
        load("oews", real(f"bls_oews_national_xlsx/national_M{year}_dl.xlsx"))
        wage = Wage.objects.get(soc="11-3051", area__system__edition=f"May {year}")
        assert wage.p50 == median


def test_a_real_zip_cut_short_changes_nothing(tmp_path):
    from taxonomy.files.faults import FileRefused

    (whole,) = real("onet_30_1_text/db_30_1_text_partial.zip")
    cut = tmp_path / whole.name
    cut.write_bytes(whole.read_bytes()[:1_000_000])
    before = everything()
    with pytest.raises(FileRefused):
        load("onet", [cut])
    assert everything() == before
    assert REAL.is_dir()
