"""Small files in the official layouts of reference data, written for the tests, and the real ones where they are."""

import csv
import gzip
import zipfile
from collections.abc import Iterable
from pathlib import Path

import openpyxl
import pytest

REAL = Path("../shared/data")

OCCUPATIONS = [
    ("11-3051.00", "Industrial Production Managers", "Plan work of plants."),
    ("11-3051.02", "Geothermal Production Managers", "Manage plants of steam."),
    ("51-1011.00", "First-Line Supervisors of Production Workers", "Supervise crews."),
]
ALTERNATE = [
    ("11-3051.00", "Plant Manager", "n/a", "08"),
    ("11-3051.00", "Manufacturing Director (Mfg Director)", "Mfg Director", "02"),
    ("51-1011.00", "Line Lead", "n/a", "08"),
]
REPORTED = [("11-3051.00", "Production Director", "Y"), ("51-1011.00", "Shift Lead", "N")]
TASKS = [
    ("11-3051.00", 1, "Direct production of the plant.", "Core", 90, "08/2024", "Incumbent"),
    ("11-3051.00", 2, "Negotiate prices of materials.", "Supplemental", 80, "08/2024", "Incumbent"),
    ("11-3051.02", 3, "Watch steam wells.", "n/a", "n/a", "08/2024", "Analyst"),
]
ELEMENT = ("Element ID", "Element Name", "Scale ID", "Data Value", "N", "Standard Error", "Lower CI Bound")
ELEMENT = ("O*NET-SOC Code", *ELEMENT, "Upper CI Bound", "Recommend Suppress", "Not Relevant", "Date", "Domain Source")
SKILLS = [
    ("11-3051.00", "2.A.1.b", "Active Listening", "IM", "3.75", 8, 0, 0, 0, "N", "n/a", "08/2024", "Analyst"),
    ("11-3051.00", "2.A.1.b", "Active Listening", "LV", "4.00", 8, 0, 0, 0, "N", "N", "08/2024", "Analyst"),
    ("11-3051.00", "2.B.4.e", "Judgment", "IM", "4.12", 8, 0, 0, 0, "Y", "n/a", "08/2024", "Analyst"),
]
KNOWLEDGE = [("11-3051.00", "2.C.2.a", "Processing", "IM", "4.61", 8, 0, 0, 0, "N", "n/a", "08/2024", "Incumbent")]
TECHNOLOGY = [
    ("11-3051.00", "SAP software", "43231602", "Enterprise resource planning software", "Y", "Y"),
    ("11-3051.00", "Microsoft Project", "43231507", "Project management software", "Y", "N"),
]
ONET = {
    "Occupation Data": (("O*NET-SOC Code", "Title", "Description"), OCCUPATIONS),
    "Alternate Titles": (("O*NET-SOC Code", "Alternate Title", "Short Title", "Source(s)"), ALTERNATE),
    "Sample of Reported Titles": (("O*NET-SOC Code", "Reported Job Title", "Shown in My Next Move"), REPORTED),
    "Task Statements": (
        ("O*NET-SOC Code", "Task ID", "Task", "Task Type", "Incumbents Responding", "Date", "Domain Source"),
        TASKS,
    ),
    "Skills": (ELEMENT, SKILLS),
    "Knowledge": (ELEMENT, KNOWLEDGE),
    "Technology Skills": (
        ("O*NET-SOC Code", "Example", "Commodity Code", "Commodity Title", "Hot Technology", "In Demand"),
        TECHNOLOGY,
    ),
    "Tools Used": (
        ("O*NET-SOC Code", "Example", "Commodity Code", "Commodity Title"),
        [("11-3051.00", "Forklifts", "24101603", "Forklift")],
    ),
    "Related Occupations": (
        ("O*NET-SOC Code", "Related O*NET-SOC Code", "Relatedness Tier", "Index"),
        [("11-3051.00", "51-1011.00", "Primary-Short", 1)],
    ),
    "Job Zones": (
        ("O*NET-SOC Code", "Job Zone", "Date", "Domain Source"),
        [("11-3051.00", 4, "08/2024", "Analyst"), ("51-1011.00", 2, "08/2024", "Analyst")],
    ),
    "Job Zone Reference": (
        ("Job Zone", "Name", "Experience", "Education", "Job Training", "Examples", "SVP Range"),
        [(4, "Job Zone Four: Considerable Preparation Needed", "Years of it.", "A degree.", "t", "e", "7.0 to < 8.0")],
    ),
}


def onet_zip(folder: Path, *, release: str = "30.1", without: Iterable[str] = (), **changed: object) -> Path:
    """A release in its official layout. `changed` takes the place of a file: rows for it, or its bytes as they are.

    A file is named with _ for its spaces: Alternate_Titles=[…].
    """
    path = folder / f"db_{release.replace('.', '_')}_text.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        root = f"{path.stem}/"
        archive.writestr(f"{root}Read Me.txt", f"O*NET {release} Database\nSome Release\n")
        for name, (headings, rows) in ONET.items():
            told = changed.get(name.replace(" ", "_"), rows)
            if name not in without:
                archive.writestr(f"{root}{name}.txt", told if isinstance(told, bytes) else tabbed(headings, told))
    return path


def tabbed(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    lines = ["\t".join(map(str, row)) for row in (headings, *rows)]
    return ("\r\n".join(lines) + "\r\n").encode()


def xlsx(path: Path, rows: Iterable[Iterable[object]], **sheets: Iterable[Iterable[object]]) -> Path:
    """A workbook of one sheet, and others by name."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    for title, more in sheets.items():
        sheet = book.create_sheet(title.replace("_", " "))
        for row in more:
            sheet.append(list(row))
    book.save(path)
    return path


def csv_of(path: Path, rows: Iterable[Iterable[object]], *, mark: str = "") -> Path:
    """CSV in UTF-8, packed where the name ends in .gz."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "wt", encoding="utf-8", newline="") as stream:
        stream.write(mark)
        csv.writer(stream).writerows(rows)
    return path


PREAMBLE = [["U.S. Bureau of Labor Statistics"], [], ["November 2017"], []]
SOC = [
    ("Major", "11-0000", "Management Occupations", ""),
    ("Minor", "11-3000", "Operations Specialties Managers", ""),
    ("Broad", "11-3050", "Industrial Production Managers", ""),
    ("Detailed", "11-3051", "Industrial Production Managers", "Plan, direct, or coordinate the work of plants."),
    ("Major", "51-0000", "Production Occupations", ""),
]


def soc_files(folder: Path, *, rows: Iterable[tuple] = SOC) -> list[Path]:
    """Structure, definitions and direct match titles."""
    kinds = ["Major", "Minor", "Broad", "Detailed"]
    structure = [[*("" if kind != k else code for k in kinds), title] for kind, code, title, _ in rows]
    headings = ["Major Group", "Minor Group", "Broad Group", "Detailed Occupation"]
    direct = [
        ["2018 SOC Code", "2018 SOC Title", "2018 SOC Direct Match Title", "Illustrative Example"],
        ["11-3051", "Industrial Production Managers", "Factory Manager", "x"],
    ]
    definitions = [["SOC Group", "SOC Code", "SOC Title", "SOC Definition"], *rows]
    return [
        xlsx(folder / "structure.xlsx", [*PREAMBLE, headings, *structure]),
        xlsx(folder / "definitions.xlsx", [*PREAMBLE, *definitions]),
        xlsx(folder / "direct.xlsx", [*PREAMBLE, *direct]),
    ]


OEWS_COLUMNS = (
    "AREA AREA_TITLE AREA_TYPE PRIM_STATE NAICS NAICS_TITLE I_GROUP OWN_CODE OCC_CODE OCC_TITLE O_GROUP TOT_EMP "
    "EMP_PRSE JOBS_1000 LOC_QUOTIENT PCT_TOTAL PCT_RPT H_MEAN A_MEAN MEAN_PRSE H_PCT10 H_PCT25 H_MEDIAN H_PCT75 "
    "H_PCT90 A_PCT10 A_PCT25 A_MEDIAN A_PCT75 A_PCT90 ANNUAL HOURLY"
).split()


def nation_csv(folder: Path, yearly: Iterable[object], *, year: int = 2025, notes: str = "", **more: object) -> Path:
    """The extract of the survey's database with 11-3051 alone: no program is started to read it."""
    row = extract_row("N", "0000000", "National", "11-3051", more.get("people", 246_250), yearly, notes=notes)
    return csv_of(folder / f"oews_may{year}_national.csv.gz", [EXTRACT_COLUMNS, row])


def soc_csv(folder: Path, rows: Iterable[tuple] = SOC) -> Path:
    """The definitions as CSV, for tests that are not about spreadsheets."""
    return csv_of(folder / "definitions.csv", [["SOC Group", "SOC Code", "SOC Title", "SOC Definition"], *rows])


def oews_row(soc: str, people: object, yearly: Iterable[object], hourly: Iterable[object] = (), **more: object) -> list:
    """One row of the official national file."""
    told = {"AREA": "99", "AREA_TITLE": "U.S.", "AREA_TYPE": "1", "PRIM_STATE": "US", "NAICS": "000000"}
    told |= {"I_GROUP": "cross-industry", "OCC_CODE": soc, "TOT_EMP": people}
    told |= dict(zip(OEWS_COLUMNS[20:25], hourly or ["*"] * 5, strict=True))
    told |= dict(zip(OEWS_COLUMNS[25:30], yearly, strict=True)) | more
    return [told.get(column) for column in OEWS_COLUMNS]


MANAGERS = [78_000, 98_160, 126_060, 161_880, 205_520]


def oews_xlsx(folder: Path, *rows: list, year: int = 2025) -> Path:
    rows = rows or (oews_row("11-3051", 246_250, MANAGERS),)
    return xlsx(folder / f"national_M{year}_dl.xlsx", [OEWS_COLUMNS, *rows])


EXTRACT_COLUMNS = (
    "area_type,area_code,area_name,soc_code,occupation,display_level,employment,emp_rse_pct,hourly_mean,annual_mean,"
    "wage_rse_pct,h_p10,h_p25,h_median,h_p75,h_p90,a_p10,a_p25,a_median,a_p75,a_p90,jobs_per_1000,location_quotient,"
    "footnotes"
).split(",")


def extract_row(kind: str, area: str, name: str, soc: str, people: object, yearly, hourly=(), notes: str = "") -> list:
    hourly = list(hourly) or ["-"] * 5
    return [kind, area, name, soc, "x", 3, people, 1, "-", "-", 1, *hourly, *yearly, "", "", notes]


OFLC_COLUMNS = "soc_code,area_code,area_name,state,level1_hourly,level2_hourly,level3_hourly,level4_hourly".split(",")
OFLC_ROWS = [
    ("11-3051", "10180", "Abilene, TX", "TX", "31.79", "40.79", "49.79", "58.79"),
    ("11-3051", "10380", "Mayag\x81uez, PR", "PR", "21.79", "30.79", "39.79", "48.79"),
    ("25-1011", "10180", "Abilene, TX", "TX", "51990", "70430", "88870", "107310"),
]


def oflc_files(folder: Path, rows: Iterable[tuple] = OFLC_ROWS) -> list[Path]:
    appendix = xlsx(
        folder / "Wage Year 2025-26 Appendix A.xlsx",
        [["O*NET Code", "Occupation"]],
        **{
            "All SOC Codes (Education)": [
                ["O*NET Code", "SOC Code", "SOC Broad Occupation", "Title", "Education", "Source"],
                ["11-3051.00", "11-3051", "11-3050", "x", "Bachelor's degree", "BLS Data"],
            ]
        },
    )
    return [csv_of(folder / "alc.csv.gz", [OFLC_COLUMNS, *rows]), appendix]


# -- the real files --------------------------------------------------------------------------------


def real(*names: str) -> list[Path]:
    """Files under the folder of real data; skips the test by name where one is not there."""
    paths = [REAL / name for name in names]
    if missing := [str(path) for path in paths if not path.is_file()]:
        pytest.skip(f"real data is not here: {', '.join(missing)}")
    return paths
