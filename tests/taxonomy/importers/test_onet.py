"""O*NET's zip is read as published: whole or not at all, the same twice, and the next release tells what moved."""

import zipfile

import pytest

from taxonomy.files.faults import FileRefused
from taxonomy.importers.sources import load
from taxonomy.models import ClassificationCode, ClassificationSystem, CodeElement, CodeTask, CodeTitle, CodeTool
from tests.factories import everything
from tests.reference import ALTERNATE, OCCUPATIONS, onet_zip

pytestmark = pytest.mark.django_db
TABLES = {
    "codes": 3,
    "names": 3,
    "titles": 5,
    "zones": 1,
    "tasks": 3,
    "elements": 3,
    "tools": 3,
    "related": 1,
}


def refusal(path) -> list[str]:
    """What the file is refused with; and that nothing has changed."""
    before = everything()
    with pytest.raises(FileRefused) as caught:
        load("onet", [path])
    assert everything() == before
    return [str(fault) for fault in caught.value.faults]


def test_everything_in_the_zip_comes_to_its_table(tmp_path):
    report = load("onet", [onet_zip(tmp_path)])
    system = ClassificationSystem.objects.get()
    assert (report.rows, system.rows, str(system), system.licence) == (TABLES, TABLES, "O*NET 30.1", "CC BY 4.0")
    assert "O*NET 30.1 Database" in system.attribution
    code = ClassificationCode.objects.get(code="11-3051.00")
    assert (code.title, code.definition, code.zone) == ("Industrial Production Managers", "Plan work of plants.", 4)
    titles = CodeTitle.objects.filter(code=code).values_list("kind", "title", "folded", "short")
    assert list(titles) == [
        ("preferred", "Industrial Production Managers", "industrial production managers", ""),
        ("alternate", "Plant Manager", "plant manager", ""),
        ("alternate", "Manufacturing Director (Mfg Director)", "manufacturing director (mfg director)", "Mfg Director"),
        ("reported", "Production Director", "production director", ""),
    ]
    elements = CodeElement.objects.filter(code=code).values_list("kind", "name", "importance", "unsure")
    assert list(elements) == [
        ("knowledge", "Processing", 461, False),
        ("skill", "Judgment", 412, True),
        ("skill", "Active Listening", 375, False),
    ]
    assert list(CodeTask.objects.filter(code=code).values_list("core", "number")) == [(True, 1), (False, 2)]
    tools = CodeTool.objects.filter(code=code).values_list("kind", "name", "hot", "in_demand")
    assert list(tools) == [
        ("technology", "SAP software", True, True),
        ("technology", "Microsoft Project", True, False),
        ("tool", "Forklifts", False, False),
    ]
    assert [(near.other.code, near.tier) for near in code.related.all()] == [("51-1011.00", "Primary-Short")]


def test_the_same_again_changes_nothing(tmp_path):
    path = onet_zip(tmp_path)
    load("onet", [path])
    before = everything()
    report = load("onet", [path])
    assert (report.is_same, report.changed, everything() == before) == (True, [], True)


def test_the_next_release_tells_what_came_went_and_was_renamed(tmp_path):
    load("onet", [onet_zip(tmp_path, release="29.0")])
    kept = ClassificationCode.objects.get(code="11-3051.00").pk
    occupations = [("11-3051.00", "Production Managers", "Plan work of plants."), OCCUPATIONS[2]]
    occupations.append(("11-3051.03", "Biofuels Production Managers", "Manage fuels."))
    path = onet_zip(
        tmp_path,
        Occupation_Data=occupations,
        Alternate_Titles=[ALTERNATE[0], ("11-3051.00", "Head of Plant", "n/a", "08")],
        Task_Statements=[],
        without=["Tools Used", "Technology Skills"],
    )
    report = load("onet", [path])
    assert (report.before, report.edition) == ("29.0", "30.1")
    codes, alternate = report.moves["codes"], report.moves["alternate titles"]
    assert (codes.came, codes.went) == (["11-3051.03"], ["11-3051.02"])
    assert codes.renamed == ["11-3051.00 Industrial Production Managers → Production Managers"]
    assert alternate.came == ["11-3051.00 Head of Plant"]
    assert alternate.went == ["11-3051.00 Manufacturing Director (Mfg Director)", "51-1011.00 Line Lead"]
    assert ClassificationCode.objects.get(code="11-3051.00").pk == kept
    assert (CodeTask.objects.count(), CodeTool.objects.count()) == (0, 0)
    assert report.notes[-1] == "no tools in these files: 3 rows of 29.0 went with that edition"
    assert str(ClassificationSystem.objects.get()) == "O*NET 30.1"


def test_an_earlier_release_replaces_a_newer_one_only_when_asked(tmp_path):
    load("onet", [onet_zip(tmp_path)])
    older = onet_zip(tmp_path, release="29.0")
    assert refusal(older) == ["O*NET 30.1 or newer expected, as it is loaded; found 29.0"]
    assert load("onet", [older], older=True).edition == "29.0"


def test_absent_files_are_told_and_what_they_brought_before_is_kept(tmp_path):
    load("onet", [onet_zip(tmp_path)])
    report = load("onet", [onet_zip(tmp_path, without=["Skills", "Knowledge"])])
    assert report.notes == ["no Skills.txt in the zip", "no Knowledge.txt in the zip"]
    assert (report.is_same, CodeElement.objects.count()) == (True, 3)


def test_without_occupations_there_is_nothing_to_load(tmp_path):
    told = refusal(onet_zip(tmp_path, without=["Occupation Data"]))
    assert told[0].startswith("db_30_1_text.zip: a file “Occupation Data.txt” expected in the zip, found Alternate")


def test_a_damaged_zip_is_refused(tmp_path):
    path = onet_zip(tmp_path)
    path.write_bytes(path.read_bytes()[:-80])
    assert refusal(path)[0].startswith("db_30_1_text.zip: a whole zip file expected, it is damaged (")


def test_a_damaged_file_in_the_zip_is_refused_by_its_name(tmp_path):
    path = onet_zip(tmp_path)
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo("db_30_1_text/Task Statements.txt")
    whole = bytearray(path.read_bytes())
    whole[entry.header_offset + 80 : entry.header_offset + 110] = bytes(30)
    path.write_bytes(whole)
    assert refusal(path)[0].startswith("Task Statements.txt: a whole file expected in the zip, it is damaged (")


def test_another_encoding_is_refused_with_file_line_and_byte(tmp_path):
    lines = ("O*NET-SOC Code\tAlternate Title\tShort Title", "11-3051.00\tChef\tn/a", "11-3051.00\tContrôleur\tn/a\r\n")
    rows = "\r\n".join(lines)
    path = onet_zip(tmp_path, Alternate_Titles=rows.encode("latin-1"))
    assert refusal(path) == ["Alternate Titles.txt, line 3: text in UTF-8 expected, found the byte 0xF4"]
    path = onet_zip(tmp_path, Alternate_Titles=rows.encode("utf-16"))
    assert refusal(path) == ["Alternate Titles.txt, line 1: text in UTF-8 expected, found UTF-16"]


def test_a_missing_column_is_refused_by_name(tmp_path):
    path = onet_zip(tmp_path, Task_Statements=b"O*NET-SOC Code\tTask ID\tTask Type\r\n")
    assert refusal(path) == [
        "Task Statements.txt, column “Task”: a column “Task” expected, found O*NET-SOC Code, Task ID, Task Type"
    ]


def test_every_wrong_line_is_told_with_its_column(tmp_path):
    path = onet_zip(
        tmp_path,
        Alternate_Titles=[("11-3051.00", "", "n/a", ""), ("99-9999.00", "Ghost", "n/a", ""), ("x", "y", "z", "a", "b")],
        Job_Zones=[("11-3051.00", "seven", "", "")],
    )
    assert refusal(path) == [
        "Job Zones.txt, line 2, column “Job Zone”: a number from 1 to 5 expected, found “seven”",
        "Alternate Titles.txt, line 2, column “Alternate Title”: a text expected, found nothing",
        "Alternate Titles.txt, line 3, column “O*NET-SOC Code”: a code of “Occupation Data.txt” expected, "
        "found “99-9999.00”",
        "Alternate Titles.txt, line 4: 4 cells expected, found 5",
    ]


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a‮b"])
def test_a_title_that_no_text_should_be_is_refused(tmp_path, text):
    path = onet_zip(tmp_path, Alternate_Titles=[("11-3051.00", text, "n/a", "")])
    assert refusal(path)[0].startswith(
        "Alternate Titles.txt, line 2, column “Alternate Title”: text without control characters expected"
    )


def test_a_zip_that_unpacks_to_too_much_is_refused_before_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr("taxonomy.files.published.MOST_BYTES", 100)
    assert "at most 100 bytes unpacked expected" in refusal(onet_zip(tmp_path))[0]


def test_a_line_without_end_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("taxonomy.files.published.MOST_LINE", 100)
    path = onet_zip(tmp_path, Task_Statements=b"O*NET-SOC Code\t" + b"x" * 200)
    assert refusal(path)[0].startswith("Task Statements.txt, line 1: lines of at most 100 bytes")


def test_an_edition_has_to_be_told_somewhere(tmp_path):
    path = onet_zip(tmp_path)
    other = tmp_path / "onet.zip"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(other, "w") as target:
        target.writestr("Occupation Data.txt", source.read("db_30_1_text/Occupation Data.txt"))
    assert "the edition expected" in refusal(other)[0]
    assert load("onet", [other], edition="28.3").edition == "28.3"
