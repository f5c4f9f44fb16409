"""The command that reads a bundle: what it says, and how it says no."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from profiles.management.commands.import_canon import SIGNS
from profiles.models import Event, Profile, Revision
from tests.factories import curator, everything, record_data

pytestmark = pytest.mark.django_db

SKELETON = [
    {"kind": "canon", "format": "canon-bundle/1"},
    {"kind": "track", "code": "M", "name": "Management"},
    {"kind": "level", "code": "M4", "track": "M", "step": 4, "rank": 7, "title": "Director"},
    {"kind": "function", "code": "SALES", "name": "Sales"},
    {"kind": "focus", "code": "KEY1", "function": "SALES", "name": "Key accounts"},
]


@pytest.fixture
def file(tmp_path):
    def write(**profile):
        path = tmp_path / "canon.jsonl"
        lines = [*SKELETON, record_data("SALES.KEY1.M4") | profile]
        path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
        return path

    return write


def said(*arguments):
    out = io.StringIO()
    call_command("import_canon", *map(str, arguments), stdout=out)
    return out.getvalue().splitlines()


def test_it_tells_what_became_of_each_kind(file):
    assert said(file()) == [
        "track: 1 added",
        "level: 1 added",
        "function: 1 added",
        "focus: 1 added",
        "profile: 1 added",
        "6 records read.",
    ]


def test_a_dry_run_tells_row_by_row_and_changes_nothing(file):
    said(file())
    before = everything()
    told = said(file(title="New title", summary="x" * 500), "--dry-run")
    assert everything() == before
    assert told[4:8] == [
        "~ profile SALES.KEY1.M4: changed",
        "    title: Plant Manager M4 → New title",
        f"    summary: {record_data()['summary']} → {'x' * 99}…",
        "track: 1 same",
    ]
    assert told[-1] == "Dry run: nothing was changed."


def test_verbose_tells_row_by_row_too(file):
    assert said(file(), "-v", "2")[0] == "+ track M: added"


@pytest.mark.parametrize(("how", "state"), [([], None), (["--submit"], "in review"), (["--as-published"], "approved")])
def test_where_profiles_land(file, how, state):
    said(file(status="approved"), *how)
    assert [revision.state for revision in Revision.objects.all()] == ([state] if state else [])


def test_who_brings_the_file_is_told_in_the_trail(file):
    said(file(), "--by", curator("cora").username)
    assert Event.objects.get().by_name == "cora"


def test_without_a_name_it_is_the_importer(file):
    said(file())
    assert Profile.objects.get().edited_by_name == "importer"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["/no/such/file"], "a bundle expected, there is no file /no/such/file"),
        (["{file}", "--by", "nobody"], "--by expects the name of a user, there is no “nobody”"),
        (["{file}", "--submit", "--as-published"], "not allowed with argument"),
    ],
)
def test_a_wrong_call_is_one_clear_line(file, arguments, message):
    path = str(file())
    with pytest.raises(CommandError, match=message):
        said(*(argument.format(file=path) for argument in arguments))


def test_a_bad_file_is_told_fault_by_fault_and_changes_nothing(file):
    before = everything()
    with pytest.raises(CommandError) as refused:
        said(file(title="", colour="red"))
    assert str(refused.value).splitlines() == [
        "The file was not read in, nothing has changed:",
        "line 6: profiles → title: a text that is not blank expected",
        "line 6: profiles → colour: no such key: a key of the format expected",
    ]
    assert everything() == before


def test_beyond_a_hundred_faults_the_rest_is_counted(file):
    path = file()
    with path.open("a") as stream:
        stream.write("\n{}" * 130)
    with pytest.raises(CommandError) as refused:
        said(path)
    assert str(refused.value).splitlines()[-1] == "… and 30 more"


def test_every_outcome_has_a_sign():
    assert set(SIGNS) == {"added", "changed", "same", "left alone", "approved", "retired", "proposed"}
