"""The shipped mapping reads the UK Government Digital and Data framework: a small sheet in its layout, and the real."""

import csv
from pathlib import Path

import pytest

from profiles import payloads
from profiles.importers.bundle import Mode
from profiles.importers.tables.importing import import_table
from profiles.importers.tables.mapping import read_mapping
from profiles.models import Profile, Revision, RevisionSkill
from taxonomy.models import Focus, Function

MAPPING = Path("profiles/importers/mappings/uk_gdad.toml")
REAL = Path("../shared/data/uk_gdad_pcf/gdad_pcf_roles.csv")
HEADINGS = [
    "Role Family",
    "Role",
    "Role Description",
    "Role Level",
    "Role Level Description",
    "Skill Name",
    "Skill Description",
    "Skill Level",
    "Skill Level Description",
    "Role Type",
]
pytestmark = pytest.mark.usefixtures("ladder")


def sheet(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([HEADINGS, *rows])
    return path


def level(name: str, text: str, skill: str = "Listening", proficiency: str = "Working") -> list[str]:
    about = "Keeps bees.\n\nIn this role, you will:\n- visit hives\n- sell honey"
    use = "You can:\n- hear queens\n- count drones"
    return ["Outdoors", "Beekeeper", about, name, text, skill, "Hearing well.", proficiency, use, ""]


SENIOR = """A senior beekeeper keeps many hives.

At this role level, you will:\u2028
- plan swarms
- train others
Some travel."""
ROWS = [
    level("Senior beekeeper ", SENIOR),
    level("Senior beekeeper", SENIOR),
    level("Senior beekeeper", SENIOR, skill="Wax", proficiency="Expert"),
    level("Trainee beekeeper", "A trainee learns."),
    level("Junior beekeeper", "A junior helps."),
    level("Beekeeper", "At this role level, you will:\n- keep bees"),
    level("Head of beekeeping", "A head leads."),
    [
        *level("NOT IN USE", "NOT IN USE")[:1],
        "Chief bee officer",
        "Leads all.",
        *level("NOT IN USE", "NOT IN USE")[3:9],
        "SCS",
    ],
]


def test_a_small_sheet_in_the_official_layout_is_read_as_published(tmp_path):
    report, _ = import_table(sheet(tmp_path / "roles.csv", ROWS), read_mapping(MAPPING), mode=Mode.AS_PUBLISHED)
    assert (report.read, report.used, report.repeated) == (8, 6, 1)
    assert dict(report.skipped) == {
        "Role Level is “NOT IN USE”, its function and focus are made (the role has no levels)": 1
    }
    assert {told.name: told.code for told in report.levels} == {
        "Trainee beekeeper": "P1",
        "Junior beekeeper": "P2",
        "Beekeeper": "P3",
        "Senior beekeeper": "P4",
        "Head of beekeeping": "M4",
    }
    assert (
        Focus.objects.get(name="Beekeeper").summary == "Keeps bees.\n\nIn this role, you will visit hives; sell honey."
    )
    assert Focus.objects.get(name="Chief bee officer").summary == "Leads all."


def test_what_a_profile_says_and_who_published_it(tmp_path):
    import_table(sheet(tmp_path / "roles.csv", ROWS), read_mapping(MAPPING), mode=Mode.AS_PUBLISHED)
    revision = Revision.objects.get(key__endswith=".P4")
    payload = payloads.read(revision.payload, revision.schema)
    assert (revision.state, revision.number, revision.origin) == ("approved", 1, "imported")
    assert revision.decided_by_name == "Central Digital and Data Office"
    assert revision.decided_at.isoformat() == "2025-10-30T00:00:00+00:00"
    assert payload["title"] == "Senior beekeeper"
    assert payload["summary"] == "A senior beekeeper keeps many hives.\n\nSome travel."
    assert payload["responsibilities"] == ["Plan swarms", "Train others"]
    assert [(use["name"], use["type"], use["summary"]) for use in payload["skills"]] == [
        ("Listening", "skill", "Working: You can hear queens; count drones."),
        ("Wax", "skill", "Expert: You can hear queens; count drones."),
    ]
    assert payload["sources"][0]["licence"] == "Open Government Licence v3.0"
    assert payload["produced_by"] == "UK Government Digital and Data Profession"


@pytest.mark.skipif(not REAL.exists(), reason=f"the framework's file is not here: {REAL}")
def test_the_real_framework_is_read_whole():
    report, done = import_table(REAL, read_mapping(MAPPING), mode=Mode.AS_PUBLISHED)
    assert (report.read, report.used, report.repeated, report.faulty) == (1825, 1781, 16, 0)
    assert dict(report.skipped) == {
        "Role Level is “NOT IN USE”, its function and focus are made (the role has no levels)": 28
    }
    assert dict(report.repeats) == {"skill uses": 16}
    assert dict(report.made) == {
        "functions": 8,
        "focuses": 52,
        "profiles": 201,
        "responsibilities": 791,
        "skill uses": 1781,
        "skills": 166,
    }
    assert dict(+report.notes) == {
        "cells tidied of line separators and invisible signs": 85,
        "lines left out that only led over to a list": 173,
        "texts after the bullets that became the summary's end": 15,
        "profiles without a summary of their own: the focus's is shown": 1,
        "profiles without responsibilities": 28,
        "focuses without a profile": 4,
    }
    assert dict(report.unused_columns) == {"“Role Type”": 28}
    assert (len(report.levels), report.unknown_levels, report.unused_levels) == (201, [], [])
    assert done.counts == {
        ("function", "added"): 8,
        ("focus", "added"): 52,
        ("skill", "added"): 166,
        ("profile", "approved"): 201,
    }
    assert (Function.objects.count(), Focus.objects.count(), Profile.objects.count()) == (8, 52, 201)
    assert Revision.objects.filter(state="approved", number=1).count() == 201
    assert RevisionSkill.objects.count() == 1781
    read = [payloads.read(revision.payload, revision.schema) for revision in Revision.objects.all()]
    assert sum(len(payload["responsibilities"]) for payload in read) == 791
    assert {payload["produced_by"] for payload in read} == {"UK Government Digital and Data Profession"}
    assert {(source["licence"], len(payload["sources"])) for payload in read for source in payload["sources"]} == {
        ("Open Government Licence v3.0", 1)
    }


@pytest.mark.skipif(not REAL.exists(), reason=f"the framework's file is not here: {REAL}")
def test_no_two_role_levels_of_the_framework_share_a_level():
    report, _ = import_table(REAL, read_mapping(MAPPING), dry_run=True)
    places = [(told.focus, told.code) for told in report.levels]
    assert len(set(places)) == len(places) == 201
    assert {told.code[0] for told in report.levels} == {"P", "M"}
