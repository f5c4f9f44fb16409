"""A bundle into the database: every kind of fault with its line and path, all or nothing, and where profiles land."""

import copy
import datetime
import gzip
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from profiles import desk, payloads, reviewing, waiving, workflow
from profiles.exporters.full import everything as whole_canon
from profiles.gate import Finding, Severity
from profiles.importers import bundle
from profiles.importers.bundle import Mode, import_bundle
from profiles.importers.faults import MOST, FileRefused
from profiles.models import Event, Heading, Mapping, Objection, PanelScore, Profile, Revision
from profiles.people import name_of, service_account
from profiles.states import State
from profiles.workflow import Refused
from taxonomy.importers import Change
from taxonomy.importers.sources import load as load_reference
from taxonomy.models import Function, Guideline, Level, PayBaseline, Skill
from tests.factories import (
    all_rounder,
    approved,
    approver,
    confirm,
    curator,
    edit,
    everything,
    external,
    fresh,
    in_review,
    judged,
    lay,
    marked,
    next_version,
    on_desk,
    record,
    record_data,
    retired,
    returned,
    review,
    reviewer,
    scored,
    state_of,
    wipe,
    withdrawn,
)
from tests.reference import onet_zip

pytestmark = pytest.mark.django_db

M4, M3 = "SALES.KEY1.M4", "SALES.KEY1.M3"
DECIDED = {"by": "Dora Decider", "at": "2025-03-01T10:00:00Z", "note": "as it was"}


def canon(**profile):
    """Records of every kind that a plain bundle knows; the line of each is its index plus one."""
    return [
        {"kind": "canon", "format": "canon-bundle/1", "title": "Sample"},
        {"kind": "track", "code": "M", "name": "Management", "order": 3},
        {"kind": "level", "code": "M3", "track": "M", "step": 3, "rank": 6, "title": "Manager"},
        {"kind": "level", "code": "M4", "track": "M", "step": 4, "rank": 7, "title": "Director"},
        {"kind": "function", "code": "SALES", "name": "Sales"},
        {"kind": "focus", "code": "KEY1", "function": "SALES", "name": "Key accounts"},
        {"kind": "guideline", "function": "SALES", "level": "M4", "experience": "10+ years"},
        {"kind": "skill", "name": "Power BI", "type": "tool"},
        {"kind": "pay", "function": "SALES", "level": "M4", "currency": "USD", "median": 150_000},
        record_data(M4) | profile,
        record_data(M3),
    ]


TRACK, LEVEL, FUNCTION, FOCUS, GUIDELINE, SKILL, PAY, PROFILE = 1, 3, 4, 5, 6, 7, 8, 9


@pytest.fixture
def file(tmp_path):
    """Writes records (or raw lines) as a bundle."""

    def write(*records, name="canon.jsonl"):
        lines = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in records]
        content = b"".join(line + b"\n" for line in lines)
        path = tmp_path / name
        path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
        return path

    return write


@pytest.fixture
def load(file):
    """Writes records and reads them in; what became of each."""

    def read(*records, **how):
        told = []
        import_bundle(file(*records), tell=told.append, **how)
        return told

    return read


def refusal(path, **how):
    """The faults of a file that is refused, having changed nothing at all."""
    before = everything()
    with pytest.raises(FileRefused) as refused:
        import_bundle(path, **how)
    assert everything() == before
    return refused.value


def faults(path, **how):
    return [(fault.line, fault.path, fault.message) for fault in refusal(path, **how).faults]


def what(changes, kind="profile"):
    return {change.name: change.what for change in changes if change.kind == kind}


# -- faults: line, path, expectation -----------------------------------------------------------------


def changed(at, **values):
    """The canon with one record changed; a value of None takes the key away."""
    records = canon()
    records[at] = {key: value for key, value in (records[at] | values).items() if value is not None}
    return records


def without(at):
    records = canon()
    del records[at]
    return records


FAULTS = {
    "no record at all": ([b"", b"  "], [(0, "", "a canon bundle expected, the file is empty")]),
    "not first": (
        without(0),
        [(1, "canon", "the record “canon” expected first, and only there")],
    ),
    "twice": (
        [*canon(), canon()[0]],
        [(12, "canon", "the record “canon” expected first, and only there")],
    ),
    "another format": (
        changed(0, format="canon-bundle/2"),
        [(1, "canon → format", "'canon-bundle/1' expected, found 'canon-bundle/2'")],
    ),
    "unknown kind": (
        [*canon(), {"kind": "role"}],
        [
            (
                12,
                "kind",
                "one of canon, track, level, function, focus, guideline, skill, pay, profile, revision, event, desk, "
                "waiver, release_text, release_seals, release expected, found 'role'",
            )
        ],
    ),
    "kind is no text": ([*canon(), {"kind": ["track"]}], [(12, "kind", None)]),
    "no kind": ([*canon(), {"code": "M"}], [(12, "kind", None)]),
    "unknown key": (
        changed(PROFILE, colour="red"),
        [(10, "profiles → colour", "no such key: a key of the format expected")],
    ),
    "missing key": (changed(SKILL, name=None), [(8, "skills → name", "required key missing")]),
    "track not there": (
        changed(LEVEL, track="Q"),
        [(4, "levels → track", "a track that exists or comes before it expected, found Q")],
    ),
    "track comes later": (
        [canon()[0], canon()[LEVEL] | {"track": "Q"}, canon()[TRACK] | {"code": "Q"}],
        [(2, "levels → track", "a track that exists or comes before it expected, found Q")],
    ),
    "function not there": (
        changed(FOCUS, function="HR"),
        [
            (6, "focuses → function", "a function that exists or comes before it expected, found HR"),
            (10, "profiles → code", "a focus of SALES expected, found KEY1, which belongs to HR"),
            (11, "profiles → code", "a focus of SALES expected, found KEY1, which belongs to HR"),
        ],
    ),
    "guideline of nobody": (
        changed(GUIDELINE, function="HR"),
        [(7, "guidelines → function", "a function that exists or comes before it expected, found HR")],
    ),
    "guideline of no focus": (
        changed(GUIDELINE, function=None, focus="NONE"),
        [(7, "guidelines → focus", "a focus that exists or comes before it expected, found NONE")],
    ),
    "guideline of no level": (
        changed(GUIDELINE, level="M9"),
        [(7, "guidelines → level", "a level that exists or comes before it expected, found M9")],
    ),
    "pay of no level": (
        changed(PAY, level="M9"),
        [(9, "pay → level", "a level that exists or comes before it expected, found M9")],
    ),
    "pay out of order": (
        changed(PAY, low=160_000),
        [(9, "pay", "low ≤ median ≤ high expected, found 160000, 150000, 150000")],
    ),
    "profile of no function": (
        changed(PROFILE, code="HR.KEY1.M4"),
        [(10, "profiles → function", "a function that exists or comes before it expected, found HR")],
    ),
    "profile of no focus": (
        changed(PROFILE, code="SALES.NONE.M4"),
        [(10, "profiles → code", "a focus of SALES expected, found NONE, which is not there")],
    ),
    "profile of no level": (
        changed(PROFILE, code="SALES.KEY1.M9"),
        [(10, "profiles → code", "a level that exists or comes before it expected, found M9")],
    ),
    "wrong code": (
        changed(PROFILE, code="SALES/KEY1/M4"),
        [(10, "profiles → code", "a key like MANUFA.MANUFACTF950.M4 expected, found “SALES/KEY1/M4”")],
    ),
    "profile twice": (
        [*canon(), record_data("sales.key1.m4")],
        [(12, "profiles → code", f"each profile once expected, found {M4} again")],
    ),
    "low above median": (
        changed(PROFILE, pay={"currency": "USD", "median": 5, "low": 6}),
        [(10, "profiles → pay", "low ≤ median ≤ high expected, found 6, 5, 5")],
    ),
    "an address that runs": (
        changed(PROFILE, sources=[{"title": "x", "url": "javascript:alert(1)"}]),
        [
            (
                10,
                "profiles → sources[0] → url",
                "an address that begins with https:// or http:// expected, found “javascript:alert(1)”",
            )
        ],
    ),
    "deep inside": (
        changed(PROFILE, skills=[{"name": "a"}, {"name": "b", "type": "talent"}]),
        [(10, "profiles → skills[1] → type", "'skill', 'tool' or 'knowledge' expected, found 'talent'")],
    ),
    "no such successor": (
        changed(PROFILE, successor="SALES.KEY1.M9"),
        [(10, "profiles → successor", "a profile that exists or is in the file expected, found SALES.KEY1.M9")],
    ),
    "not UTF-8": (
        [*canon(), b'{"kind":"skill","name":"\xff"}'],
        [(12, "", "UTF-8 expected, found the byte 0xFF at position 25")],
    ),
    "not a number": ([*canon(), b'{"kind":NaN}'], [(12, "", "a number expected, found NaN")]),
    "no object": ([*canon(), b"[]"], [(12, "", "a JSON object expected, found list")]),
    "a key twice": (
        [*canon(), b'{"kind":"skill","name":"a","name":"b"}'],
        [(12, "", "each key once expected, found “name” twice")],
    ),
    "only noise": ([b"{"], [(1, "", None)]),
    "a full bundle's kinds": (
        [*canon(), {"kind": "desk", "profile": record_data(M4)}],
        [(12, "desks", "profiles expected: a full bundle is read with --as-published")],
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_with_line_path_and_expectation_and_nothing_changes(name, file):
    approved()
    records, expected = FAULTS[name]
    found = faults(file(*records))
    assert [(line, path) for line, path, _ in found] == [(line, path) for line, path, _ in expected]
    assert [told for told, (*_, wanted) in zip(found, expected, strict=True) if wanted not in (None, told[2])] == []


def test_every_fault_of_a_file_is_told_in_the_order_of_its_lines(file):
    records = changed(PROFILE, title="", colour="red", skills=[{}])
    records[SKILL]["type"] = "talent"
    assert [(line, path) for line, path, _ in faults(file(*records))] == [
        (8, "skills → type"),
        (10, "profiles → title"),
        (10, "profiles → skills[0] → name"),
        (10, "profiles → colour"),
    ]


def test_the_first_hundred_faults_are_told_and_the_rest_counted(file):
    refused = refusal(file(*canon(), *[{"kind": "role"}] * 250))
    assert (len(refused.faults), refused.more) == (MOST, 150)
    assert str(refused).startswith("250 faults; the first: line 12: kind: ")


def test_a_file_that_is_cut_off_changes_nothing(file):
    path = file(*canon(), name="canon.jsonl.gz")
    path.write_bytes(path.read_bytes()[:-20])
    [(_, path, message)] = faults(path)[-1:]
    assert (path, message[:26]) == ("", "a whole gzip file expected")


def test_a_file_beyond_the_allowed_size_changes_nothing(file):
    [(_, _, message)] = faults(file(*canon()), most_bytes=1_000)
    assert message == "at most 1,000 bytes expected"


@pytest.mark.parametrize(
    ("records", "place", "sentence"),
    [
        (
            changed(LEVEL, rank=6),
            "lines 3 to 4, levels",
            r"rank must rise from M3 \(6\) to M4 \(6\)|(?i:.*unique.*)",
        ),
        (changed(LEVEL, step=3), "lines 3 to 4, levels", "each step of track M once expected, M3 and M4 are both 3"),
        (
            [*canon(), {"kind": "track", "code": "P", "name": "P"}, canon()[LEVEL] | {"track": "P"}],
            "lines 13 to 13, levels",
            "level M4 stands on another track than P: a level never moves",
        ),
        (
            [*canon(), {"kind": "function", "code": "HR", "name": "HR"}, canon()[FOCUS] | {"function": "HR"}],
            "lines 13 to 13, focuses",
            "focus KEY1 belongs to another function than HR: a focus never moves",
        ),
    ],
    ids=["rank", "step", "level moves", "focus moves"],
)
def test_what_can_only_be_seen_in_the_database_is_told_by_its_lines(records, place, sentence, file):
    [(line, path, message)] = faults(file(*records))
    assert (line, path) == (0, place)
    assert re.fullmatch(sentence, message), message


def test_a_file_that_changes_while_it_is_read_changes_nothing(file, monkeypatch):
    path = file(*canon())
    check = bundle.check

    def slow(lines, **how):
        total = check(lines, **how)
        path.write_bytes(path.read_bytes().replace(b"Key accounts", b"Kez accounts"))
        return total

    monkeypatch.setattr(bundle, "check", slow)
    assert faults(path) == [(0, "", "the same file twice expected, it was changed while it was read")]


def test_an_import_that_is_killed_changes_nothing(file):
    """Killed in the last line of the second pass: everything before it has been written by then."""
    before = everything()

    def kill(change):
        if change.name == M3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_bundle(file(*canon()), tell=kill)
    assert everything() == before


# -- what is read ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["canon.jsonl", "canon.jsonl.gz"])
def test_every_record_is_told_and_counted(file, name):
    told, steps = [], []
    report = import_bundle(file(*canon(), name=name), tell=told.append, progress=lambda *step: steps.append(step))
    assert [(change.kind, change.name, change.what) for change in told] == [
        ("track", "M", "added"),
        ("level", "M3", "added"),
        ("level", "M4", "added"),
        ("function", "SALES", "added"),
        ("focus", "KEY1", "added"),
        ("guideline", "SALES M4", "added"),
        ("skill", "Power BI", "added"),
        ("pay", "SALES M4", "added"),
        ("profile", M4, "added"),
        ("profile", M3, "added"),
    ]
    assert (report.lines, report.changed) == (11, 10)
    assert report.counts[("level", "added")] == 2
    assert steps == sorted(steps)
    assert steps[-1] == (11, 11)


def test_the_same_file_twice_changes_nothing_the_second_time(file):
    path = file(*canon())
    import_bundle(path)
    before = everything()
    report = import_bundle(path)
    assert everything() == before
    assert {what for _, what in report.counts} == {"same"}
    assert report.changed == 0


def test_the_order_of_keys_and_lists_in_a_record_is_no_change_but_that_of_lists(load):
    load(*canon())
    records = canon()
    records[PROFILE] = dict(reversed(records[PROFILE].items()))
    assert what(load(*records))[M4] == "same"
    records[PROFILE]["responsibilities"].reverse()
    assert what(load(*records))[M4] == "changed"


def test_the_spelling_of_a_skill_in_a_profile_is_no_change(load):
    """Name and type of a skill are the canon's: the file is read as the desk would keep it."""
    skills = [{"name": "POWER bi", "summary": "Charts"}]
    assert what(load(*canon(skills=skills)))[M4] == "added"
    before = everything()
    assert what(load(*canon(skills=skills)))[M4] == "same"
    assert everything() == before
    assert list(fresh(Profile.objects.get(level__code="M4")).skill_uses.values_list("skill__name", "skill__type")) == [
        ("Power BI", "tool")
    ]


def test_records_may_be_laid_out_function_by_function(load):
    """Shared texts that come after the first profiles are seen by the profiles that come after them."""
    head, tail = canon()[:LEVEL], canon()
    load(
        *head,
        tail[FUNCTION],
        tail[FOCUS],
        record_data(M3, status="approved"),
        tail[LEVEL],
        tail[GUIDELINE],
        tail[PAY],
        record_data(M4, status="approved", pay=None),
        mode=Mode.AS_PUBLISHED,
    )
    revision = Revision.objects.get(key=M4)
    assert [row["level"] for row in json.loads(revision.payload)["basis"]["guidelines"]] == ["M4"]
    assert revision.pay.median == 150_000


def test_scopes_are_made_as_profiles_name_them(load):
    assert what(load(*canon(scope="US"))) == {f"{M4}@US": "added", M3: "added"}
    assert sorted(Profile.objects.values_list("scope__code", flat=True)) == ["US", "global"]


def test_an_import_costs_the_same_however_many_profiles(load):
    load(*canon())
    costs = []
    for count in (1, 30):
        focuses = [
            {"kind": "focus", "code": f"F{count}X{i}", "function": "SALES", "name": f"F{i}"} for i in range(count)
        ]
        profiles = [record_data(f"SALES.F{count}X{i}.M4") for i in range(count)]
        with CaptureQueriesContext(connection) as captured:
            load(canon()[0], *focuses, *profiles)
        costs.append(len(captured))
    assert costs[0] == costs[1]


# -- the default: on the desk ----------------------------------------------------------------------


def shelf():
    return {model: rows for model, rows in everything().items() if model in SHELF}


SHELF = (
    "profiles.Revision",
    "profiles.RevisionPay",
    "profiles.RevisionSkill",
    "profiles.RevisionMapping",
    "profiles.Contributor",
    "profiles.Heading",
    "profiles.SkillHeading",
    "profiles.Listing",
)


@pytest.mark.parametrize("status", ["draft", "approved", "retired"])
def test_by_default_the_shelf_is_not_touched_whatever_the_file_says(load, status):
    first = approved(code="PLANTO.X1.M4")
    waiting = in_review(edit(first.profile, summary="Waiting."))
    before = shelf()
    load(
        *canon(status=status, version=7, decision=DECIDED),
        {"kind": "function", "code": "PLANTO", "name": "Renamed"},
        record_data("PLANTO.X1.M4", summary="From the file.", status=status, version=9),
    )
    assert shelf() == before
    assert (state_of(first), state_of(waiting)) == ("approved", "in review")
    assert fresh(first.profile).summary == "From the file."


def test_a_new_profile_lands_on_the_desk_and_the_trail_names_the_file(load):
    load(*canon())
    profile = Profile.objects.get(level__code="M4")
    assert list(profile.events.values_list("move", "by_name", "note")) == [
        ("edit", "importer", "from the file canon.jsonl")
    ]
    assert profile.edited_by_name == "importer"


def test_a_changed_profile_tells_field_by_field(load):
    load(*canon())
    pay = {"currency": "USD", "median": 1}
    [change] = [c for c in load(*canon(summary="New.", pay=pay)) if c.name == M4]
    assert change.what == "changed"
    assert set(change.fields) == {"summary", "pay"}
    assert change.fields["summary"] == (record_data()["summary"], "New.")
    assert (change.fields["pay"][0]["median"], change.fields["pay"][1]["median"]) == (164_000, 1)


def test_a_file_equal_to_the_approved_text_leaves_unfinished_work_alone(load):
    load(*canon())
    profile = Profile.objects.get(level__code="M4")
    approved(profile)
    edit(profile, summary="Unfinished.")
    before = everything()
    assert what(load(*canon()))[M4] == "left alone"
    assert everything() == before


def test_a_file_equal_to_the_approved_text_but_for_pay_is_no_such_file(load):
    load(*canon())
    profile = Profile.objects.get(level__code="M4")
    approved(profile)
    edit(profile, summary="Unfinished.")
    assert what(load(*canon(pay=None)))[M4] == "changed"


def test_who_brings_a_file_has_edited_what_it_changes(load):
    alma = all_rounder()
    load(*canon(), by=alma)
    revision = in_review(Profile.objects.get(level__code="M4"))
    with pytest.raises(Refused, match="alma wrote or edited this text"):
        workflow.approve(revision, by=alma, seal=revision.seal)


def test_who_brings_a_file_that_changes_nothing_has_edited_nothing(load):
    load(*canon())
    alma = all_rounder()
    load(*canon(), by=alma)
    revision = in_review(Profile.objects.get(level__code="M4"))
    assert workflow.approve(revision, by=alma, seal=revision.seal).state == State.APPROVED


# -- submit ----------------------------------------------------------------------------------------


def test_submit_puts_what_lands_in_review_and_no_further(load):
    told = load(*canon(status="approved"), mode=Mode.SUBMIT)
    assert what(told, "submission") == {M4: "added", M3: "added"}
    assert set(Revision.objects.values_list("state", "origin", "number")) == {("in review", "desk", None)}
    revision = Revision.objects.get(key=M4)
    assert (revision.submitted_by, revision.submit_note) == (service_account("importer"), "from the file canon.jsonl")
    assert workflow.approve(revision, by=approver(), seal=revision.seal).number == 1


def test_who_submits_by_a_file_does_not_decide_on_it(load):
    alma = all_rounder()
    load(*canon(), mode=Mode.SUBMIT, by=alma)
    revision = Revision.objects.get(key=M4)
    with pytest.raises(Refused, match="alma wrote or edited this text"):
        workflow.approve(revision, by=alma, seal=revision.seal)


def test_what_waits_already_and_what_was_approved_is_left_alone(load):
    load(*canon(), mode=Mode.SUBMIT)
    revision = Revision.objects.get(key=M4)
    workflow.approve(revision, by=approver(), seal=revision.seal)
    before = everything()
    told = load(*canon(), mode=Mode.SUBMIT)
    assert {c.name: c.fields["why"][1] for c in told if c.kind == "submission"} == {
        M4: f"{M4} is the same as the approved v1: there is nothing to review",
        M3: f"{M3} is in review already, submitted by importer",
    }
    assert everything() == before


def test_submit_does_not_submit_the_unfinished_work_of_somebody_else(load):
    """The file equals what is approved; what stands on the desk is a curator's, and not for a file to submit."""
    load(*canon())
    profile = Profile.objects.get(level__code="M4")
    approved(profile)
    edit(profile, by=curator("cora"), summary="Cora is not done.")
    told = load(*canon(), mode=Mode.SUBMIT)
    assert what(told)[M4] == "left alone"
    assert [row.state for row in profile.revisions.all()] == ["approved"]


def test_submit_takes_up_what_was_sent_back_once_the_file_is_better(load):
    load(*canon())
    returned(Profile.objects.get(level__code="M4"))
    told = load(*canon(summary="Better."), mode=Mode.SUBMIT)
    assert what(told, "submission")[M4] == "added"


# -- dry run ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", Mode)
def test_a_dry_run_tells_what_would_change_and_changes_nothing(load, mode):
    load(*canon())
    records = canon(summary="New.", status="approved", version=1)
    records[FUNCTION]["summary"] = "Sells."
    records.append({"kind": "skill", "name": "New skill"})
    before = everything()
    dry = load(*records, mode=mode, dry_run=True)
    assert everything() == before
    assert load(*records, mode=mode) == dry
    assert everything() != before


def test_a_dry_run_shows_the_difference(load):
    load(*canon())
    told = load(*canon(summary="New."), dry_run=True)
    assert [(c.name, c.fields) for c in told if c.what == "changed"] == [
        (M4, {"summary": (record_data()["summary"], "New.")})
    ]


def test_a_dry_run_of_a_bad_file_is_refused_alike(file):
    path = file(*changed(PROFILE, title=""))
    assert faults(path, dry_run=True) == faults(path)


# -- as published ----------------------------------------------------------------------------------


def publish(load, **profile):
    return load(*canon(status="approved", version=1, decision=DECIDED, **profile), mode=Mode.AS_PUBLISHED)


def moment(text):
    return datetime.datetime.fromisoformat(text)


def test_as_published_keeps_version_state_and_decision_and_is_marked(load):
    told = publish(load)
    assert what(told) == {M4: "approved", M3: "added"}
    [revision] = Revision.objects.all()
    assert (revision.key, revision.state, revision.number, revision.origin) == (M4, "approved", 1, "imported")
    assert (revision.decided_by, revision.decided_by_name, revision.decision_note) == (
        None,
        "Dora Decider",
        "as it was",
    )
    assert revision.decided_at == moment(DECIDED["at"])
    assert revision.submitted_by is None


def test_as_published_says_in_the_trail_that_nobody_reviewed_it_here(load):
    publish(load)
    [event] = Event.objects.filter(profile__level__code="M4")
    assert (event.move, event.target, event.by, event.by_name) == ("restore", "approved", None, "the operator")
    assert event.note == "restored from a file, not reviewed here: approved by Dora Decider at 2025-03-01 10:00 UTC"


def test_as_published_is_not_gated(load):
    publish(load, panel=[])
    assert state_of(Revision.objects.get()) == "approved"


def test_as_published_publishes_headings_and_freezes_codes(load):
    publish(load)
    headings = set(Heading.objects.values_list("kind", "code"))
    assert headings == {("function", "SALES"), ("focus", "KEY1"), ("track", "M"), ("level", "M4")}
    assert Function.objects.get(code="SALES").frozen_at is not None
    assert Level.objects.get(code="M3").frozen_at is None


def test_as_published_fills_the_desk_with_the_same_text_and_nobody_edited_it(load):
    publish(load)
    revision = Revision.objects.get()
    assert revision.profile.digest == revision.digest
    with pytest.raises(Refused, match="the same as the approved v1"):
        workflow.submit(revision.profile, by=curator(), note="x")


def test_a_draft_lands_on_the_desk_though_the_rest_is_published(load):
    publish(load)
    assert Profile.objects.get(level__code="M3").revisions.count() == 0


def test_as_published_twice_changes_nothing_the_second_time(load):
    publish(load)
    before = everything()
    assert {change.what for change in publish(load)} == {"same"}
    assert everything() == before


@pytest.mark.parametrize(
    "change",
    [{"summary": "Other."}, {"pay": None}, {"pay": {"currency": "USD", "median": 164_001}}],
    ids=["text", "no pay", "pay"],
)
def test_the_same_version_with_other_content_is_refused(load, file, change):
    publish(load)
    records = canon(status="approved", version=1, decision=DECIDED, **change)
    assert faults(file(*records), mode=Mode.AS_PUBLISHED) == [
        (
            0,
            "lines 10 to 11, profiles",
            f"the v1 of {M4} that stands already expected, found other content under that number",
        )
    ]


def test_an_older_version_than_the_last_is_refused(load, file):
    load(*canon(status="approved", version=5), mode=Mode.AS_PUBLISHED)
    records = canon(status="approved", version=4, summary="Older.")
    [(_, _, message)] = faults(file(*records), mode=Mode.AS_PUBLISHED)
    assert message == f"a version above v5 of {M4} expected, found v4"


def second(load, **changes):
    told = {"status": "approved", "version": 2, "summary": "Second.", "decision": DECIDED | {"at": "2025-09-01"}}
    return load(*canon(**(told | changes)), mode=Mode.AS_PUBLISHED)


def test_a_new_version_supersedes_and_the_trail_tells_both(load):
    publish(load)
    second(load)
    first, last = Revision.objects.order_by("number")
    assert [(row.number, row.state) for row in (first, last)] == [(1, "superseded"), (2, "approved")]
    assert list(last.profile.events.values_list("move", "source", "target", "revision__number")) == [
        ("restore", "", "approved", 1),
        ("supersede", "approved", "superseded", 1),
        ("restore", "", "approved", 2),
    ]


def test_as_of_any_instant_one_restored_version_stands(load):
    publish(load)
    second(load)
    instants = [moment(text) for text in ("2025-03-01T10:00:00Z", "2025-06-01T00:00:00Z", "2025-09-01T00:00:00Z")]
    now = datetime.datetime.now(datetime.UTC)
    stood = [[row.number for row in Revision.objects.as_of(at)] for at in (*instants, now)]
    assert stood == [[1], [1], [2], [2]]


def test_a_new_version_supersedes_what_was_approved_here_too(load):
    load(*canon())
    mine = approved(Profile.objects.get(level__code="M4"))
    second(load)
    assert state_of(mine) == "superseded"
    assert [row.number for row in mine.profile.revisions.order_by("number")] == [1, 2]


def test_the_next_approval_counts_on_from_the_file(load):
    load(*canon(status="approved", version=5), mode=Mode.AS_PUBLISHED)
    restored = Revision.objects.get()
    assert next_version(restored).number == 6


def test_the_desk_follows_a_new_version_unless_it_holds_unfinished_work(load):
    publish(load)
    second(load)
    profile = Profile.objects.get(level__code="M4")
    assert profile.summary == "Second."
    edit(profile, summary="Unfinished.")
    second(load, version=3, summary="Third.")
    assert fresh(profile).summary == "Unfinished."


def test_unfinished_figures_of_pay_are_unfinished_work_too(load):
    publish(load)
    profile = Profile.objects.get(level__code="M4")
    edit(profile, panel=record_data()["panel"], pay={"currency": "USD", "median": 999})
    second(load)
    assert fresh(profile).pay.median == 999


def test_without_a_version_the_content_tells_which_it_is(load):
    load(*canon(status="approved"), mode=Mode.AS_PUBLISHED)
    assert Revision.objects.get().number == 1
    before = everything()
    assert what(load(*canon(status="approved"), mode=Mode.AS_PUBLISHED))[M4] == "same"
    assert everything() == before


def test_a_retired_profile_keeps_its_successor(load):
    load(*canon(status="retired", version=3, successor=M3, decision=DECIDED), mode=Mode.AS_PUBLISHED)
    [revision] = Revision.objects.all()
    assert (revision.state, revision.number, revision.successor_key) == ("retired", 3, M3)
    assert revision.retired_at is not None
    assert list(Revision.objects.current()) == [revision]


def test_a_successor_may_stand_in_the_database_already(load):
    other = approved()
    load(*canon(status="retired", successor=other.key), mode=Mode.AS_PUBLISHED)
    assert Revision.objects.get(key=M4).successor_key == other.key


def test_what_was_restored_is_reviewed_here_like_anything_else(load):
    """Imported once, a profile is in the hands of curators and approvers: four eyes from here on."""
    publish(load)
    alma = all_rounder()
    profile = Profile.objects.get(level__code="M4")
    revision = in_review(edit(profile, by=alma, summary="By Alma."))
    assert sorted(revision.contributors.values_list("name", flat=True)) == ["alma", "carla"]
    with pytest.raises(Refused, match="alma wrote or edited"):
        workflow.approve(revision, by=alma, seal=revision.seal)


# -- a full bundle ---------------------------------------------------------------------------------


def backup():
    """Everything as records, plain: a story with every state in it."""
    first = approved(on_desk(by=curator("cora")))
    confirm(first.profile)
    second = next_version(first)
    returned(edit(second.profile, summary="Sent back."))
    edit(second.profile, summary="Unfinished.")
    retired(code="PLANTO.GONE1.M4", successor=second.key)
    withdrawn(code="PLANTO.BACK1.M4")
    marked(on_desk(code="PLANTO.LEAVES1.M4", by=curator("cora")), successor=second.key)
    desk.hand_over(second.profile, to=curator("kim"), by=curator("cora"))
    in_review(on_desk(code="PLANTO.WAIT1.M4", by=all_rounder()), by=curator("cora"))
    told = {
        "by": curator("cora"),
        "reason": "a small role",
        "until": timezone.now().date() + datetime.timedelta(days=9),
    }
    for place in ("skills", "summary"):
        waiver = waiving.waive(second.profile, Finding("a.kind", Severity.NOTE, place, "small"), **told)
    waiving.end(waiver, by=curator("kim"))
    return [json.loads(json.dumps(record.written())) for record in whole_canon(title="Backup")]


def test_a_full_bundle_restores_the_same_seals_states_and_trail(load):
    records = backup()
    revisions = sorted(Revision.objects.values_list("key", "seal", "state", "number", "decided_at", "superseded_at"))
    events = list(Event.objects.values_list("move", "by_name", "note", "chain"))
    wipe()
    load(*records, mode=Mode.AS_PUBLISHED)
    assert sorted(Revision.objects.values_list("key", "seal", "state", "number", "decided_at", "superseded_at")) == (
        revisions
    )
    assert list(Event.objects.values_list("move", "by_name", "note", "chain")) == events
    assert [json.loads(json.dumps(record.written())) for record in whole_canon(title="Backup")] == [
        record | ({"origin": "imported"} if record.get("state", "in review") != "in review" else {})
        for record in records
    ]


def test_a_full_bundle_restores_seals_over_an_occupation_whether_it_is_loaded_there_or_not(load, tmp_path):
    load_reference("onet", [onet_zip(tmp_path)])
    approved(mappings=[{"system": "O*NET/SOC", "code": "11-3051"}])
    told = list(Revision.objects.values_list("key", "seal", "payload"))
    assert '"edition":"30.1"' in told[0][2]
    records = [json.loads(json.dumps(record.written())) for record in whole_canon(title="Backup")]
    wipe()
    load(*records, mode=Mode.AS_PUBLISHED)
    assert list(Revision.objects.values_list("key", "seal", "payload")) == told
    # A plain bundle has no sealed texts in it: told again where the occupation is loaded by now, it changes nothing.
    load_reference("onet", [onet_zip(tmp_path)])
    load(*records, mode=Mode.AS_PUBLISHED)
    assert list(Revision.objects.values_list("key", "seal", "payload")) == told


def test_a_full_bundle_restores_who_made_every_move_and_when(load):
    records = backup()
    moves = ("withdrawn", "retirement_proposed", "retired", "submitted", "decided")
    columns = [name for what in moves for name in (f"{what}_by_name", f"{what}_at")]
    people = sorted(Revision.objects.values_list("key", "state", *columns), key=repr)
    before = kept(), confirmed()
    wipe()
    load(*records, mode=Mode.AS_PUBLISHED)
    assert sorted(Revision.objects.values_list("key", "state", *columns), key=repr) == people
    assert {name for row in people for name in row[2:] if isinstance(name, str)} == {"", "axel", "carla", "cora"}
    assert (kept(), confirmed()) == before


def kept():
    return list(Profile.objects.order_by("focus__code").values_list("kept_by__username", "kept_at"))


def confirmed():
    rows = Mapping.objects.order_by("profile__focus__code")
    return list(rows.values_list("confirmed_by__username", "confirmed_at"))


@pytest.mark.parametrize("is_the_account", [True, False])
def test_four_eyes_hold_for_a_retirement_that_was_restored_as_proposed(load, is_the_account):
    """By the account that the file's name was given, and by that name where an old file made no account of it."""
    records = backup()
    wipe()
    load(*records, mode=Mode.AS_PUBLISHED)
    waits = Revision.objects.get(state=State.APPROVED, retirement_proposed_at__isnull=False)
    assert (waits.retirement_proposed_by_name, waits.retirement_proposed_by.is_active) == ("carla", False)
    user = _awake("carla")
    if not is_the_account:
        user.username = "another"
        user.save()
        user = all_rounder("carla")
    with pytest.raises(Refused, match="nobody retires what they proposed themselves"):
        workflow.retire(waits, by=user)
    assert workflow.retire(waits, by=approver("anton")).state == State.RETIRED


def test_the_edition_of_a_mapping_travels_and_is_sealed(load):
    mapping = record_data()["mappings"][0] | {"edition": "29.3"}
    load(*canon(mappings=[mapping]))
    profile = Profile.objects.get(level__code="M4")
    assert payloads.record_of(fresh(profile)).mappings[0].edition == "29.3"
    sealed = payloads.read(in_review(profile).payload, 1)
    assert sealed["mappings"] == [mapping | {"confirmed": ""}]
    assert payloads.record_from(sealed).mappings[0].edition == "29.3"
    load(*canon())
    [without] = payloads.record_of(fresh(profile)).content()["mappings"]
    assert "edition" not in without


def test_a_file_without_a_reviewer_leaves_an_open_objection_standing(load):
    """Whether it names the reviewer with other scores or not at all; what people have settled goes with its review."""
    load(*canon(panel=[]))
    profile = Profile.objects.get(level__code="M4")
    scored(profile, reviewer("rita"), 3, objections=["Six lines?"])
    scored(profile, reviewer("rolf"), 5, objections=["Which board?"])
    reviewing.rule(Objection.objects.get(text="Which board?"), by=reviewer("rolf"), outcome="withdrawn")
    standing = PanelScore.objects.filter(panelist="rita").values_list
    before = list(standing())
    told = load(*canon(panel=[], summary="From the file."))
    assert [change.fields.keys() for change in told if change.what == "changed"] == [{"summary", "panel"}]
    assert (list(standing()), Objection.objects.get().text) == (before, "Six lines?")
    load(*canon(panel=[review("Ada"), review("RITA", 5)], summary="From the file."))
    [row], [old] = list(standing()), before
    assert [a for a, b in zip(row, old, strict=True) if a != b] == [1]  # its place in the list
    assert (fresh(profile).digest, Objection.objects.get().outcome) == (digest_of(profile), "open")
    assert {change.what for change in load(*canon(panel=[review("Ada")], summary="From the file."))} == {"same"}


def digest_of(profile):
    return payloads.Content(payloads.record_of(fresh(profile))).digest


def test_a_panel_that_cannot_hold_those_who_object_is_refused(file):
    profile = on_desk(record(M4, panel=[]))
    scored(profile, objections=["Six lines?"])
    many = [review(f"Panellist {number}") for number in range(50)]
    [(*_, told)] = faults(file(*canon(panel=many)))
    assert "at most 50 reviews expected, found 51 with those whose objections are open" in told


def panel_of(profile):
    """Who said what of a desk, and what became of it."""
    reviews = PanelScore.objects.filter(profile=profile)
    stale = {row.pk: row.judged_digest != judged(profile) for row in reviews}
    rows = [(r.panelist, r.origin, stale[r.pk], name_of(r.reviewer), name_of(r.recorded_by)) for r in reviews]
    objections = [
        (o.text, o.answer, o.outcome, name_of(o.answered_by), o.answered_at, name_of(o.ruled_by), o.ruled_at)
        for o in Objection.objects.filter(review__profile=profile)
    ]
    return sorted(rows), sorted(objections)


def test_a_full_bundle_restores_the_panel_with_objections_answers_and_rulings(load):
    profile = on_desk()
    scored(profile, reviewer("rita"), objections=["Open?", "Answered?", "Upheld?", "Fixed?"])
    external(profile, objections=["Withdrawn?"])
    raised = {row.text: row for row in Objection.objects.all()}
    for text in ("Answered?", "Upheld?", "Withdrawn?"):
        reviewing.answer(raised[text], by=curator(), text=f"An answer to {text}")
    reviewing.rule(raised["Upheld?"], by=reviewer("rita"), outcome="stands")
    reviewing.rule(raised["Fixed?"], by=reviewer("rita"), outcome="fixed")
    reviewing.rule(raised["Withdrawn?"], by=curator("cora"), outcome="withdrawn")
    lay(profile, payloads.record_of(fresh(profile)).model_copy(update={"summary": "Another text, so all is stale."}))
    external(profile)
    before = panel_of(profile)
    assert [(panelist, origin, stale) for panelist, origin, stale, *_ in before[0]] == [
        ("Ada Outside", "external", False),
        ("Ravi Sample", "file", True),
        ("Rita Sample", "file", True),
        ("rita", "person", True),
    ]
    assert [(text, outcome) for text, _, outcome, *_ in before[1]] == [
        ("Answered?", "answered"),
        ("Fixed?", "fixed"),
        ("Open?", "open"),
        ("Upheld?", "stands"),
        ("Withdrawn?", "withdrawn"),
    ]
    records = [json.loads(json.dumps(record.written())) for record in whole_canon(title="Backup")]
    wipe()
    load(*records, mode=Mode.AS_PUBLISHED)
    assert panel_of(Profile.objects.get()) == before
    assert [json.loads(json.dumps(record.written())) for record in whole_canon(title="Backup")] == records


def test_a_full_bundle_twice_changes_nothing_the_second_time(load):
    records = backup()
    wipe()
    load(*records, mode=Mode.AS_PUBLISHED)
    before = everything()
    assert {change.what for change in load(*records, mode=Mode.AS_PUBLISHED)} == {"same"}
    assert everything() == before


def test_four_eyes_hold_for_what_was_restored_in_review(load):
    records = backup()
    wipe()
    load(*records, mode=Mode.AS_PUBLISHED)
    revision = Revision.objects.get(state=State.IN_REVIEW)
    assert revision.origin == "desk"
    for name in ("alma", "cora"):
        with pytest.raises(Refused, match=f"{name} wrote or edited this text"):
            workflow.approve(revision, by=_awake(name), seal=revision.seal)
    assert workflow.approve(revision, by=approver("anton"), seal=revision.seal).number == 1


def _awake(name):
    """The restored account, given back to its person as a curator and approver."""
    user = all_rounder(name)
    user.is_active = True
    user.save()
    return user


def at(records, kind, **values):
    return next(
        index for index, record in enumerate(records) if record["kind"] == kind and values.items() <= record.items()
    )


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda r: r["payload"].update(title="Forged"), "the payload does not have the key and the seal"),
        (lambda r: r.update(seal="0" * 64), "the payload does not have the key and the seal"),
        (lambda r: r["pay"]["part"]["own"].update(median=1), "the payload does not have the key and the seal"),
        (lambda r: r.pop("pay"), "the payload does not have the key and the seal"),
        (lambda r: r.update(payload={}), "a payload of schema 1 expected, found another shape"),
        (lambda r: r["payload"].pop("basis"), "a payload of schema 1 expected, found another shape"),
        (lambda r: r["payload"].update(panel=7), "a payload of schema 1 expected, found another shape"),
        (lambda r: r.update(number=None), "(?i)constraint"),
        (lambda r: r.update(submitted_by="x" * 151), "at most 150 characters|too long"),
    ],
)
def test_a_revision_that_was_tampered_with_is_refused(file, spoil, message):
    records = backup()
    wipe()
    revision = records[at(records, "revision", state="approved")]
    spoil(revision)
    [(*_, told)] = faults(file(*records), mode=Mode.AS_PUBLISHED)
    assert re.search(message, told)


@pytest.mark.parametrize("name", ["note", "by", "before", "move"])
def test_a_trail_that_was_tampered_with_is_refused(file, name):
    records = backup()
    wipe()
    records[at(records, "event", move="submit")][name] = "forged"
    [(*_, told)] = faults(file(*records), mode=Mode.AS_PUBLISHED)
    assert "the trail is broken at" in told


def test_a_revision_of_another_profile_is_refused(file):
    records = backup()
    wipe()
    one, other = (records[at(records, "revision", state=state)] for state in ("approved", "retired"))
    other["key"] = one["key"]
    [(*_, told)] = faults(file(*records), mode=Mode.AS_PUBLISHED)
    assert "the payload does not have the key and the seal" in told


def test_two_approved_texts_of_one_profile_are_refused(file):
    records = backup()
    wipe()
    superseded = records[at(records, "revision", state="superseded")]
    superseded["state"] = "approved"
    [(_, place, told)] = faults(file(*records), mode=Mode.AS_PUBLISHED)
    assert place.endswith("revisions")
    assert re.search("(?i)unique", told)


def test_a_revision_without_its_profile_is_refused(file):
    records = [record for record in backup() if record["kind"] not in ("desk", "event", "waiver")]
    wipe()
    found = faults(file(*records), mode=Mode.AS_PUBLISHED)
    assert {path for _, path, _ in found} == {"revisions → key"}
    assert found[0][2].startswith("a profile whose desk comes before it expected, found ")


# -- odds ------------------------------------------------------------------------------------------


def test_a_change_says_what_it_is():
    assert Change("skill", "Excel", "added").fields == {}


def test_the_canon_of_these_tests_holds_every_plain_kind():
    assert {record["kind"] for record in canon()} == set(bundle.KINDS) - set(bundle.FULL_ONLY)
    assert copy.deepcopy(canon()) == canon()


def test_a_panel_that_is_new_in_a_file_is_of_its_text(load):
    load(*canon(panel=[]))
    load(*canon(panel=[review("Rita", 5), review("Ravi", 4.5)]))
    revision = in_review(Profile.objects.get(level__code="M4"))
    assert workflow.approve(revision, by=approver(), seal=revision.seal).number == 1


def test_rows_of_the_skeleton_that_a_file_does_not_name_stay(load):
    approved()
    before = {model.__name__: set(model.objects.values_list()) for model in (Guideline, PayBaseline, Skill)}
    load(*canon())
    for model in (Guideline, PayBaseline, Skill):
        assert before[model.__name__] <= set(model.objects.values_list())
