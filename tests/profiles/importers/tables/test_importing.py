"""A sheet becomes profiles; every row is accounted for, every fault has its row and column."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from profiles import payloads
from profiles.importers.bundle import Mode
from profiles.importers.tables.faults import TableRefused
from profiles.importers.tables.importing import import_table
from profiles.importers.tables.report import Report
from profiles.models import Event, Profile, Revision
from taxonomy.models import Focus, Function, Skill

from .conftest import HEADINGS, MAPPING

pytestmark = pytest.mark.usefixtures("ladder")
ROW = ["Kitchen", "Baker", "Junior", "Junior baker", "Bake bread", "Kneading", "By hand"]


def row(**cells: str) -> list[str]:
    return [cells.get(name, cell) for name, cell in zip(HEADINGS, ROW, strict=True)]


def refused(path, mapping, **how) -> TableRefused:
    with pytest.raises(TableRefused) as caught:
        import_table(path, mapping, **how)
    assert Profile.objects.count() == 0
    assert Function.objects.count() == 0
    accounted(caught.value.report)
    return caught.value


def accounted(report: Report) -> None:
    assert report.read == report.used + report.repeated + report.skipped.total() + report.faulty


def on_desk(key: str) -> dict:
    profile = next(p for p in Profile.objects.on_desk() if p.key == key)
    return payloads.record_of(profile).written()


def test_rows_of_one_profile_make_one_profile_wherever_they_stand(as_csv, mapped):
    path = as_csv(
        [
            row(),
            row(Grade="Senior", Title="Senior baker"),
            row(Duty="Sell bread"),
            row(Duty="", Skill="Selling", Use=""),
            row(Duty="BAKE bread"),
        ]
    )
    report, done = import_table(path, mapped())
    accounted(report)
    assert (report.read, report.used, report.repeated) == (5, 4, 1)
    assert dict(report.repeats) == {"skill uses": 2, "responsibilities": 1}
    assert done.counts[("profile", "added")] == 2
    junior = on_desk("KITCHE.BAKER45C8.P1")
    assert junior["responsibilities"] == ["Bake bread", "Sell bread"]
    assert junior["skills"] == [{"name": "Kneading", "summary": "By hand"}, {"name": "Selling"}]


def test_the_same_sheet_twice_changes_nothing_the_second_time(as_csv, mapped):
    path = as_csv([row(), row(Grade="Senior", Title="Senior baker", Skill="KNEADING")])
    import_table(path, mapped())
    _, again = import_table(path, mapped())
    assert again.counts == {("profile", "same"): 2}


def test_an_xlsx_gives_the_same_as_csv(as_csv, as_xlsx, mapped):
    rows = [row(), row(Duty="Sell bread")]
    import_table(as_csv(rows), mapped())
    report, again = import_table(as_xlsx([HEADINGS, *rows], sheets=("Notes",)), mapped())
    assert again.counts == {("profile", "same"): 1}
    assert report.other_sheets == ["Notes"]


def test_functions_focuses_and_skills_that_exist_are_found_by_name_and_kept(as_csv, mapped):
    function = Function.objects.create(code="KITCHE", name="Kitchenware")
    Function.objects.create(code="COOK", name="KITCHEN", summary="Ours")
    Focus.objects.create(code="BAKER45C8", name="Something else", function=function)
    Skill.objects.create(name="kneading", type="tool", summary="Ours")
    description = MAPPING.replace('use = "Use"', 'description = "Use"')
    report, done = import_table(as_csv([row()]), mapped(description))
    assert dict(report.made) == {
        "responsibilities": 1,
        "skill uses": 1,
        "profiles": 1,
        "functions": 1,
        "focuses": 1,
        "skills": 1,
    }
    assert dict(report.known) == {"functions": 1, "skills": 1}
    assert dict(+report.notes) == {
        "profiles without a summary of their own: the focus's is shown": 1,
        "skills of the canon whose own description stays": 1,
    }
    assert done.counts == {("focus", "added"): 1, ("profile", "added"): 1}
    assert [p.key for p in Profile.objects.all()] == ["COOK.BAKER45C856.P1"]
    assert Skill.objects.values_list("name", "type", "summary").get() == ("kneading", "tool", "Ours")


def test_one_row_a_profile_with_lists_in_cells_pay_and_constants(as_csv, mapped):
    toml = """
        format = "canon-table/1"
        title = "Jobs"
        produced_by = "HR"
        [columns]
        function = { constant = "Kitchen" }
        focus = "Job"
        level = "Grade"
        title = "Title"
        summary = "About"
        responsibilities = [{ column = "Duty 1" }, { column = "Duty 2" }]
        aliases = { column = "Also", separator = "/" }
        scope = { constant = "GB" }
        skills = [
            { name = { column = "Skills", separator = "," } },
            { name = { column = "Tools", separator = "," }, type = { constant = "tool" } },
        ]
        mappings = { system = { constant = "O*NET/SOC" }, code = "SOC", relation = { constant = "close" } }
        [columns.pay]
        currency = { constant = "GBP" }
        median = "Median"
        low = "From"
        source = { constant = "Survey" }
        [[skip]]
        column = "Job"
        equals = ["Total", ""]
        [sheet]
        ignore = ["Filler"]
        [[sources]]
        title = "Handbook"
        layers = ["summary"]
    """
    headings = [
        "Job",
        "Grade",
        "Title",
        "About",
        "Duty 1",
        "Duty 2",
        "Also",
        "Skills",
        "Tools",
        "SOC",
        "Median",
        "From",
    ]
    cells = ["Baker", "P2", "Baker", "Bakes.", "Bake", "Sell", "Bread maker / Boulanger", "Kneading, Selling", "Oven"]
    rows = [
        [*cells, "51-3011", "£31,500.00", "28 000", "filler", "remark"],
        ["Total", "", "", "", "", "", "", "", "", "", "31,500"],
        ["", "", "", "", "", "", "", "", "", "", "", "", "", ""],
        ["", "", "", "", "", "", "", "", "", "", "£1"],
    ]
    path = as_csv(rows, headings=[*headings, "Filler", "Notes"])
    report, _ = import_table(path, mapped(toml))
    accounted(report)
    assert dict(report.skipped) == {"Job is “Total”": 1, "Job is blank": 1, "blank": 1}
    assert dict(report.unused_columns) == {"“Notes”": 1}
    assert on_desk("KITCHE.BAKER45C8.P2@GB") == {
        "kind": "profile",
        "code": "KITCHE.BAKER45C8.P2",
        "scope": "GB",
        "title": "Baker",
        "summary": "Bakes.",
        "responsibilities": ["Bake", "Sell"],
        "skills": [{"name": "Kneading"}, {"name": "Selling"}, {"name": "Oven", "type": "tool"}],
        "pay": {"currency": "GBP", "median": 31500, "low": 28000, "source": "Survey"},
        "aliases": ["Bread maker", "Boulanger"],
        "mappings": [{"system": "O*NET/SOC", "code": "51-3011", "relation": "close"}],
        "sources": [{"title": "Handbook", "layers": ["summary"]}],
        "produced_by": "HR",
    }


def test_cells_left_blank_below_a_merged_one_are_filled_from_above(as_xlsx, mapped):
    toml = MAPPING + '\n[sheet]\nheader_row = 2\nfill_down = ["Family", "Job", "Grade", "Title"]\n'
    path = as_xlsx([["Our jobs"], HEADINGS, ROW, [None, None, None, None, "Sell bread"]])
    report, _ = import_table(path, mapped(toml))
    assert (report.read, report.used) == (2, 2)
    assert report.notes["filled rows above the headings that are not read"] == 1
    assert on_desk("KITCHE.BAKER45C8.P1")["responsibilities"] == ["Bake bread", "Sell bread"]


def test_a_dry_run_and_a_refusal_change_nothing(as_csv, mapped):
    path = as_csv([row()])
    _, done = import_table(path, mapped(), dry_run=True)
    assert done.counts[("profile", "added")] == 1
    assert Profile.objects.count() == 0


def test_a_submitted_sheet_goes_in_review(as_csv, mapped):
    import_table(as_csv([row()]), mapped(), mode=Mode.SUBMIT)
    assert list(Revision.objects.values_list("key", "state")) == [("KITCHE.BAKER45C8.P1", "in review")]


# -- faults ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        (
            {"Grade": "Wizard"},
            "row 3, column “Grade”: a level that the mapping knows expected, found “Wizard” in “Baker”: "
            "name it in [levels.exact], in [levels.focus] or by a rule",
        ),
        (
            {"Skill": "", "Use": "Somehow"},
            "row 3, column “Skill”: a skill expected beside what “Use” says, found nothing",
        ),
        ({"Grade": ""}, "row 3, column “Grade”: a level expected, found nothing"),
        ({"Family": " "}, "row 3, column “Family”: a function expected, found nothing"),
        (
            {"Title": "Apprentice"},
            "row 3, column “Title”: one title in all rows of a profile expected, row 2 says otherwise",
        ),
        (
            {"Use": "By machine"},
            "row 3, column “Skill”: the same of “kneading” in all rows expected, row 2 differs",
        ),
        (
            {"Duty": "x" * 2_001},
            "row 3, column “Duty”: profiles → responsibilities[1]: at most 2000 characters expected, found 2001",
        ),
        (
            {"Grade": "Senior", "Title": "y" * 201},
            "row 3, column “Title”: profiles → title: at most 200 characters expected, found 201",
        ),
        (
            {"Skill": "Bell\x07"},
            "row 3, column “Skill”: skills → name: text without control characters expected, found U+0007",
        ),
        (
            {"Family": "Cellar", "Job": "\x07"},
            "row 3, column “Job”: focuses → name: text without control characters expected, found U+0007",
        ),
    ],
)
def test_a_fault_is_told_by_row_and_column(as_csv, mapped, cells, fault):
    refusal = refused(as_csv([row(), row(**cells)]), mapped())
    assert str(refusal.faults[0]) == fault


def test_level_names_that_could_not_be_mapped_are_counted_with_their_rows(as_csv, mapped):
    refusal = refused(as_csv([row(), row(Grade="Wizard"), row(Grade="wizard")]), mapped())
    assert len(refusal.faults) == 1
    assert refusal.report.unknown_levels == ["Baker → Wizard (2 rows)"]
    assert (refusal.report.used, refusal.report.faulty) == (1, 2)


def test_two_descriptions_of_a_focus_are_a_fault(as_csv, mapped):
    toml = MAPPING.replace('level = "Grade"', 'level = "Grade"\nfocus_summary = "About"')
    rows = [[*row(), "Bakes."], [*row(Grade="Senior", Title="Senior baker"), "Sells."]]
    refusal = refused(as_csv(rows, headings=[*HEADINGS, "About"]), mapped(toml))
    assert [str(fault) for fault in refusal.faults] == [
        "row 3, column “About”: one text for “Baker” in all rows expected, row 2 says something else"
    ]


def test_a_missing_column_is_told_with_those_that_are_there(as_csv, mapped):
    refusal = refused(as_csv([row()], headings=["Family", "Job", "Level", "Title", "Title", "Skill", "Use"]), mapped())
    assert [str(fault) for fault in refusal.faults] == [
        "row 1: the column “Grade” expected, it is not there",
        "row 1: the column “Duty” expected, it is not there",
        "row 1: the column “Title” once expected, found twice",
        "row 1: the columns of the sheet are “Family”, “Job”, “Level”, “Title”, “Title”, “Skill”, “Use”",
    ]


def test_a_row_with_a_cell_too_many_is_a_fault_in_csv(as_csv, mapped):
    refusal = refused(as_csv([[*row(), "by an unquoted comma"]]), mapped())
    assert str(refusal.faults[0]) == "row 2: at most 7 cells as in the headings expected, found 8"


def test_a_sum_that_cannot_be_read_is_a_fault(as_csv, mapped):
    toml = MAPPING.replace(
        "[levels.exact]", '[columns.pay]\ncurrency = { constant = "GBP" }\nmedian = "Use"\n[levels.exact]'
    )
    refusal = refused(as_csv([row(Use="52k")]), mapped(toml))
    assert str(refusal.faults[0]) == "row 2, column “Use”: a sum such as 52,300 expected, found “52k”"


def test_pay_without_a_figure_is_left_out_and_told(as_csv, mapped):
    pay = '[columns.pay]\ncurrency = "Cur"\nmedian = "Median"\n[levels.exact]'
    path = as_csv([[*row(), "GBP", ""]], headings=[*HEADINGS, "Cur", "Median"])
    report, _ = import_table(path, mapped(MAPPING.replace("[levels.exact]", pay)))
    assert report.notes["profiles whose pay has no figure: its other cells are left out"] == 1
    assert "pay" not in on_desk("KITCHE.BAKER45C8.P1")


def test_the_first_hundred_faults_are_told_and_the_rest_counted(as_csv, mapped):
    refusal = refused(as_csv([row(Family="")] * 105), mapped())
    assert (len(refusal.faults), refusal.more, refusal.report.faulty) == (100, 5, 105)


# -- the command -----------------------------------------------------------------------------------


def run(path, tmp_path, *options: str, toml: str = MAPPING) -> str:
    mapping = tmp_path / "m.toml"
    mapping.write_text(toml, encoding="utf-8")
    out = io.StringIO()
    call_command("import_table", str(path), "--mapping", str(mapping), *options, stdout=out)
    return out.getvalue()


def test_the_command_tells_what_became_of_the_sheet(as_csv, tmp_path):
    assert run(as_csv([row(), row(), [""] * 7]), tmp_path).splitlines() == [
        "jobs.csv, read by the mapping “Jobs”",
        "Rows: 3 read",
        "  1 used",
        "  1 left out: they say nothing that other rows of the profile do not",
        "  1 left out: blank",
        "Made:",
        "  1 responsibilities",
        "  1 skill uses",
        "  1 profiles",
        "  1 functions",
        "  1 focuses",
        "  1 skills",
        "Repeats left out:",
        "  1 responsibilities",
        "  1 skill uses",
        "Told of texts:",
        "  1 profiles without a summary of their own: the focus's is shown",
        "Levels: 1 names mapped, 0 could not be",
        "  P1: 1 by table",
        "  named by the mapping, not in the sheet: senior",
        "function: 1 added",
        "focus: 1 added",
        "skill: 1 added",
        "profile: 1 added",
        "5 records read.",
    ]


def test_the_command_may_only_write_the_bundle(as_csv, tmp_path):
    out = tmp_path / "out.jsonl"
    told = run(as_csv([row()]), tmp_path, "--bundle", str(out))
    assert told.splitlines()[-1] == f"5 records written to {out}; the canon was not changed."
    assert [json.loads(line)["kind"] for line in out.read_text().splitlines()] == [
        "canon",
        "function",
        "focus",
        "skill",
        "profile",
    ]
    assert Profile.objects.count() == 0
    call_command("import_canon", str(out), stdout=io.StringIO())
    assert Profile.objects.count() == 1


def test_the_command_tells_of_a_bundle_that_cannot_be_written(as_csv, tmp_path):
    with pytest.raises(CommandError, match="cannot be: No such file or directory"):
        run(as_csv([row()]), tmp_path, "--bundle", str(tmp_path / "none" / "out.jsonl"))


def test_the_command_refuses_with_the_report_and_every_fault(as_csv, tmp_path):
    with pytest.raises(CommandError) as caught:
        run(as_csv([row(Grade="")]), tmp_path)
    assert str(caught.value).splitlines() == [
        "The file was not read in, nothing has changed:",
        "row 2, column “Grade”: a level expected, found nothing",
    ]


def test_the_command_names_the_mapping_that_it_cannot_use(as_csv, tmp_path):
    with pytest.raises(CommandError, match="cannot be used:\nformat: "):
        run(as_csv([row()]), tmp_path, toml=MAPPING.replace("table/1", "table/2"))


def test_the_trail_names_the_file_that_was_brought(as_csv, mapped):
    import_table(as_csv([row()]), mapped())
    assert [event.note for event in Event.objects.all()] == ["from the file jobs.csv"]
