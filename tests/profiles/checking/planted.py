"""The sample canon as a file that is published at once, and a copy of it with one fault of each kind planted."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from profiles.importers.bundle import Mode, import_bundle
from taxonomy.models import ClassificationCode, ClassificationSystem

SAMPLE = Path("profiles/sample/canon.jsonl")
DECISION = {"by": "Sample approver", "at": "2026-10-01T09:00:00Z"}

Record = dict[str, Any]


class Canon:
    """The records of the sample, to be changed in place before they are published."""

    def __init__(self) -> None:
        self.records = [json.loads(line) for line in SAMPLE.read_text(encoding="utf-8").splitlines()]
        for record in self.of("profile"):
            record |= {"status": "approved", "version": 1, "decision": DECISION}
        self.codes = {m["code"] for p in self.of("profile") for m in p["mappings"]}

    def of(self, kind: str) -> list[Record]:
        return [record for record in self.records if record["kind"] == kind]

    def one(self, kind: str, **values: str) -> Record:
        [found] = [r for r in self.of(kind) if all(r.get(name) == value for name, value in values.items())]
        return found

    def profile(self, key: str) -> Record:
        return self.one("profile", code=key)

    def publish(self, folder: Path) -> None:
        """With an edition of O*NET loaded that knows the codes of the sample and no other."""
        file = folder / "canon.jsonl"
        file.write_text("\n".join(json.dumps(record) for record in self.records), encoding="utf-8")
        onet = ClassificationSystem.objects.create(key="onet", name="O*NET", edition="30.1")
        ClassificationCode.objects.bulk_create(ClassificationCode(system=onet, code=c, title=c) for c in self.codes)
        import_bundle(file, mode=Mode.AS_PUBLISHED)


PLANTS, ENGINEERS = "MANUFA.MANUFACTF950", "MANUFA.PROCESSM87D0"
# What every planted copy says of a skill, in three profiles.
ALIKE = "Applies it with care in everything that the role does."


def years(canon: Canon) -> None:
    canon.one("guideline", function="HUMANR", level="P2")["experience"] = "20+ years in any trade"


def inherited_differential(canon: Canon) -> None:
    profile = canon.profile(f"{ENGINEERS}.P2")
    profile.pop("pay", None)
    profile["summary"] = "Pay shows a material differential to the rest of the function."


def falling_pay(canon: Canon) -> None:
    pay = canon.profile(f"{PLANTS}.M5")["pay"]
    pay |= {"low": 1_000, "median": 2_000, "high": 3_000}


def old_pay(canon: Canon) -> None:
    canon.profile("SALES.SALESMAN095F.M4")["pay"]["as_of"] = "2019-05"


def one_text_in_three_places(canon: Canon) -> None:
    profile = canon.profile("SALES.SALESMAN095F.M5")
    profile["summary"] = profile["skills"][0]["summary"] = profile["responsibilities"][0]


def bullet_of_another_level(canon: Canon) -> None:
    canon.profile(f"{ENGINEERS}.P4")["responsibilities"][3] = canon.profile(f"{ENGINEERS}.P3")["responsibilities"][3]


def bullet_of_another_focus(canon: Canon) -> None:
    copied = canon.profile("FINANC.FINANCEL3DF1.M4")["responsibilities"][2]
    canon.profile("DATAAN.DATAENGI184A.P5")["responsibilities"][4] = copied


def definition_of_another(canon: Canon) -> None:
    canon.profile("FINANC.FINANCEL3DF1.M5")["summary"] = canon.profile("FINANC.FINANCEL3DF1.E3")["summary"]


def uses_of_skills_alike(canon: Canon) -> None:
    for level in ("P1", "P2", "P3"):
        canon.profile(f"SALES.ENTERPRI2945.{level}")["skills"][0]["summary"] = ALIKE


def missing_neighbour(canon: Canon) -> None:
    canon.one("focus", code="TOTALREW55AC")["summary"] += (
        " Running the payroll is the work of Payroll & Time Recording."
    )


def alias_of_two(canon: Canon) -> None:
    canon.profile("CUSTOM.CUSTOMER3025.P2")["aliases"].append("Second-line Analyst")
    canon.profile("CUSTOM.TECHNICA2958.S3")["aliases"].append("second-line analyst")


def mapping_that_is_not_there(canon: Canon) -> None:
    mapping = canon.profile("CUSTOM.CUSTOMER3025.P4")["mappings"][0]
    mapping["code"] = mapping["code"][:7] + ".77"


def mapping_of_another_trade(canon: Canon) -> None:
    canon.profile("SOFTWA.BACKENDE9C7F.P4")["mappings"][0]["code"] = "35-1011.00"
    canon.codes.add("35-1011.00")


def dead_source(canon: Canon) -> None:
    source = canon.profile("SUPPLY.PROCUREMEE4D.P4")["sources"][0]
    source |= {"publisher": "", "retrieved": ""}


def overdue_source(canon: Canon) -> None:
    canon.profile("SUPPLY.PROCUREMEE4D.M3")["sources"][0]["retrieved"] = "2019-01"


def skill_named_twice(canon: Canon) -> None:
    skills = canon.profile("SUPPLY.WAREHOUS593D.M2")["skills"]
    skills[1]["name"] = skills[0]["name"] + "s"


def skill_spelled_otherwise(canon: Canon) -> None:
    for skill in canon.profile(f"{PLANTS}.M1")["skills"]:
        if skill["name"] == "Root Cause Analysis":
            skill["name"] = "Root-cause Analysis"


def reach_that_narrows(canon: Canon) -> None:
    """Every line of the highest level speaks of a team or of what comes up in a shift."""
    lines = [
        "Leads one team of nine engineers on two products and hires for it.",
        "Plans the week of the team with its product manager and says what is left out.",
        "Looks into each night's alarms with the crew of the shift that had them.",
        "Pairs with newcomers of the team until their third release went well.",
        "Keeps the list of what the team owes its own code, and works it off.",
    ]
    canon.profile("SOFTWA.ENGINEERA393.M5")["responsibilities"] = lines


def no_panel(canon: Canon) -> None:
    canon.profile("DATAAN.DATASCIE9D75.P1")["panel"] = []


# Each fault → what has to be found of it: (code, key), for every profile that it makes wrong.
FAULTS: dict[Callable[[Canon], None], set[tuple[str, str]]] = {
    years: {("level.years", f"HUMANR.{focus}.P2") for focus in ("TOTALREW55AC", "HRBUSINEB356")},
    inherited_differential: {("pay.claim", f"{ENGINEERS}.P2")},
    falling_pay: {("pay.ladder", f"{PLANTS}.{level}") for level in ("M1", "M2", "M3", "M4", "M5")},
    old_pay: {("pay.old", "SALES.SALESMAN095F.M4")},
    one_text_in_three_places: {("text.repeated", "SALES.SALESMAN095F.M5")},
    bullet_of_another_level: {("responsibilities.elsewhere", f"{ENGINEERS}.{level}") for level in ("P3", "P4")},
    bullet_of_another_focus: {
        ("responsibilities.elsewhere", key) for key in ("FINANC.FINANCEL3DF1.M4", "DATAAN.DATAENGI184A.P5")
    },
    definition_of_another: {("summary.elsewhere", f"FINANC.FINANCEL3DF1.{level}") for level in ("M5", "E3")},
    uses_of_skills_alike: {("skills.elsewhere", f"SALES.ENTERPRI2945.{level}") for level in ("P1", "P2", "P3")},
    missing_neighbour: {("focus.neighbour", f"HUMANR.TOTALREW55AC.P{step}") for step in range(1, 6)},
    alias_of_two: {("aliases.twice", key) for key in ("CUSTOM.CUSTOMER3025.P2", "CUSTOM.TECHNICA2958.S3")},
    mapping_that_is_not_there: {("mappings.unknown", "CUSTOM.CUSTOMER3025.P4")},
    mapping_of_another_trade: {("mappings.odd", "SOFTWA.BACKENDE9C7F.P4")},
    dead_source: {("sources.dead", "SUPPLY.PROCUREMEE4D.P4")},
    overdue_source: {("sources.overdue", "SUPPLY.PROCUREMEE4D.M3")},
    skill_named_twice: {("skills.twice", "SUPPLY.WAREHOUS593D.M2")},
    skill_spelled_otherwise: {("skills.spelled", f"{PLANTS}.M1")},
    reach_that_narrows: {("levels.scope", "SOFTWA.ENGINEERA393.M5")},
    no_panel: {("panel.missing", "DATAAN.DATASCIE9D75.P1")},
}
