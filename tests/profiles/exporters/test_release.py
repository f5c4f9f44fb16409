"""The bundle of a release: the same bytes whatever follows, verified from the file alone, restored with its seals."""

import json
from contextlib import nullcontext
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from profiles import workflow
from profiles.exporters.release import bundle
from profiles.importers.bundle import Mode, import_bundle
from profiles.models import Event, HeadingVersion, Profile, Release, ReleaseMember, Revision
from profiles.verifying import Verification
from taxonomy.models import Function, PayBaseline
from tests.factories import (
    KEY_M4,
    approved,
    approver,
    curator,
    function,
    guidelines,
    in_review,
    ladder,
    next_version,
    record_data,
    retired,
    superseded,
    wipe,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_the_transaction_of_the_test(monkeypatch):
    """The command reads in a transaction of its own, which the one of a test does not let begin."""
    monkeypatch.setattr("profiles.management.commands.export_canon._one_moment", nullcontext)


def story() -> Release:
    """A release over something approved, followed and retired, inheriting and not; and what is none of its business."""
    guidelines(function())
    PayBaseline.objects.create(level=ladder()["M3"], currency="USD", median=100_000, region="US")
    approved(code="PLANTO.OTHER1.M3", pay=None)
    superseded()
    retired(code="PLANTO.GONE1.M4", successor=KEY_M4)
    in_review(code="PLANTO.WAIT1.M4", title="Waits for a decision")
    return workflow.make_release("2027.1", by=approver(), notes="The first.")


def life_goes_on() -> None:
    """Edited and approved anew, retired, come, renamed."""
    next_version(Revision.objects.approved().get(key=KEY_M4), title="Another title")
    leaves = Revision.objects.approved().get(key="PLANTO.OTHER1.M3")
    workflow.retire(workflow.propose_retirement(leaves, by=curator(), note="merged"), by=approver())
    Function.objects.update(name="Another name")
    approved(code="PLANTO.NEW1.M4")


def text_of(release: Release, **how) -> str:
    return "".join(bundle(release, **({"with_pay": True} | how)))


def faults(lines: list[dict]) -> list[tuple[int, str]]:
    verification = Verification()
    wrong = [one for number, line in enumerate(lines, 1) for one in verification.take(number, line)]
    return [(one.line, one.message) for one in [*wrong, *verification.at_the_end()]]


def test_the_same_bytes_whatever_follows_and_nothing_that_was_not_approved():
    release = story()
    before = text_of(release)
    life_goes_on()
    assert text_of(release) == before
    assert "Waits for a decision" not in before
    lines = [json.loads(line) for line in before.splitlines()]
    assert [(line["key"], line["number"], line["state"]) for line in lines if line["kind"] == "revision"] == [
        ("PLANTO.GONE1.M4", 1, "retired"),
        (KEY_M4, 2, "approved"),
        ("PLANTO.OTHER1.M3", 1, "approved"),
    ]
    assert list(dict.fromkeys(line["kind"] for line in lines)) == [
        *("canon", "track", "level", "function", "focus", "guideline", "skill", "pay", "revision"),
        *("release_text", "release_seals", "release"),
    ]
    assert faults(lines) == []


def test_without_pay_there_is_no_figure_and_no_salt_and_it_is_verified_all_the_same():
    release = story()
    plain = text_of(release, with_pay=False)
    lines = [json.loads(line) for line in plain.splitlines()]
    assert {line["kind"] for line in lines} & {"pay"} == set()
    assert [line for line in lines if line["kind"] == "revision" and "pay" in line] == []
    assert "164000" not in plain
    assert faults(lines) == []


def tampered(lines: list[dict], how: str) -> list[dict]:
    """The file with one thing done to it."""
    lines = json.loads(json.dumps(lines))
    at = next(n for n, line in enumerate(lines) if line["kind"] == "revision")
    match how:
        case "a letter of a text":
            lines[at]["payload"]["title"] += "."
        case "a letter, sealed anew":
            lines[at]["payload"]["title"] += "."
            from profiles import sealing

            lines[at]["seal"] = sealing.seal(lines[at]["payload"])
        case "a figure of pay":
            lines[at]["pay"]["part"]["own"]["median"] += 1
        case "a profile taken away":
            del lines[at]
        case "a profile added":
            lines.insert(at, lines[at] | {"number": 9})
        case "retired told as approved":
            lines[at]["state"] = "approved"
        case "a name of a function":
            next(line for line in lines if line["kind"] == "function")["name"] = "Forged"
        case "a seal taken away":
            del next(line for line in lines if line["kind"] == "release_seals")["lines"][0]
        case "the release taken away":
            del lines[-1]
    return lines


TAMPERED = {
    "a letter of a text": [(20, "PLANTO.GONE1.M4#1: the text is not the one that was sealed as {seal}…")],
    "a letter, sealed anew": [
        (36, "release 2027.1: PLANTO.GONE1.M4#1 with the seal {seal}… is named here and missing"),
        (20, "PLANTO.GONE1.M4#1 is in no release of this file"),
    ],
    "a figure of pay": [(20, "PLANTO.GONE1.M4#1: the figures of pay are not those that were sealed")],
    "a profile taken away": [(35, "release 2027.1: PLANTO.GONE1.M4#1 with the seal {seal}… is named here and missing")],
    "a profile added": [(20, "PLANTO.GONE1.M4#9 is in no release of this file")],
    "retired told as approved": [(20, "release 2027.1: PLANTO.GONE1.M4#1 was retired in it, this says approved")],
}


@pytest.mark.parametrize("how", [*TAMPERED, "a name of a function", "a seal taken away", "the release taken away"])
def test_what_was_tampered_with_is_told_with_its_place(how):
    lines = [json.loads(line) for line in text_of(story()).splitlines()]
    first = next(line for line in lines if line["kind"] == "revision")
    at = lines.index(first) + 1
    found = faults(tampered(lines, how))
    seals_at = next(n for n, line in enumerate(tampered(lines, how), 1) if line["kind"] == "release_seals")
    if how in TAMPERED:
        expected = [
            (seals_at if "named here" in told else at, told.format(seal=first["seal"][:12]))
            for _, told in TAMPERED[how]
        ]
        assert found == expected
        return
    told = " | ".join(message for _, message in found)
    assert {
        "a name of a function": "is named here and missing at the head of the file",
        "a seal taken away": "the digest over its",
        "the release taken away": "release 2027.1: the release itself is missing",
    }[how] in told


def test_restored_into_an_empty_site_it_is_the_same_release(tmp_path):
    release = story()
    before, digest = text_of(release), release.digest
    file = tmp_path / "canon.jsonl"
    file.write_text(before, encoding="utf-8")
    wipe()
    import_bundle(file, mode=Mode.AS_PUBLISHED)
    restored = Release.objects.get()
    assert (restored.digest, restored.origin, restored.made_by, restored.made_by_name, restored.notes) == (
        *(digest, "imported", None, "axel", "The first."),
    )
    assert text_of(restored) == before.replace('"origin":"desk"', '"origin":"imported"')
    assert HeadingVersion.objects.filter(kind="function").count() == 1
    # Each profile begins a trail, and its desk follows the shelf.
    assert set(Event.objects.values_list("move", flat=True)) == {"restore"}
    assert list(Profile.objects.values_list("title", flat=True)) == [
        "Plant Manager M4",
        "Plant Manager M4",
        "Plant Manager M3",
    ]
    import_bundle(file, mode=Mode.AS_PUBLISHED)
    assert (Release.objects.count(), Revision.objects.count()) == (1, 3)


def test_a_full_bundle_carries_releases_and_the_restore_keeps_them(tmp_path):
    story()
    life_goes_on()
    workflow.make_release("2027.2", by=approver())
    rows = list(Release.objects.values_list("name", "digest", "chain", "made_at", "approved", "retired"))
    members = sorted(ReleaseMember.objects.values_list("release", "key", "number", "state", "seal"))
    file = tmp_path / "full.jsonl"
    call_command("export_canon", file, "--full", verbosity=0, stdout=StringIO())
    wipe()
    import_bundle(file, mode=Mode.AS_PUBLISHED)
    assert list(Release.objects.values_list("name", "digest", "chain", "made_at", "approved", "retired")) == rows
    assert sorted(ReleaseMember.objects.values_list("release", "key", "number", "state", "seal")) == members
    assert faults([json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]) == []


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda lines: lines[-1].update(digest="0" * 64), "do not have the digest"),
        (lambda lines: lines.pop(), "expected after its texts and seals"),
        (lambda lines: lines[-2]["lines"].append("1" * 64 + " approved PLANTO.NONE1.M4#1"), "it is not there"),
    ],
)
def test_a_release_that_is_not_whole_is_not_restored(tmp_path, spoil, told):
    lines = [json.loads(line) for line in text_of(story()).splitlines()]
    spoil(lines)
    file = tmp_path / "canon.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    wipe()
    with pytest.raises(CommandError, match=told):
        call_command("import_canon", file, "--as-published", verbosity=0)
    assert not Revision.objects.exists()


def exported(tmp_path, *options: str) -> bytes:
    file = tmp_path / "out.jsonl"
    call_command("export_canon", file, *options, verbosity=0, stdout=StringIO())
    return file.read_bytes()


def test_the_command_writes_a_release_and_what_stood_at_an_instant(tmp_path):
    release = story()
    same, plain = exported(tmp_path, "--release", "2027.1"), exported(tmp_path)
    assert same == text_of(release).encode()
    life_goes_on()
    assert exported(tmp_path, "--release", "2027.1") == same
    # An ordinary bundle, as it would have been written then.
    assert exported(tmp_path, "--as-of", release.made_at.isoformat()) == plain
    assert exported(tmp_path, "--as-of", "2027.1") == plain
    assert exported(tmp_path) != plain
    for options, expected in (
        (("--release", "2099.9"), "there is no release “2099.9”"),
        (("--as-of", "soon"), "there is no release “soon”"),
        (("--full", "--release", "2027.1"), "one of --full, --release and --as-of expected"),
        (("--release", "2027.1", "--function", "PLANTO"), "leave --function out"),
    ):
        with pytest.raises(CommandError, match=expected):
            exported(tmp_path, *options)


def test_verify_tells_the_digest_or_what_is_wrong_without_a_database(tmp_path):
    release = story()
    file = tmp_path / "canon.jsonl.gz"
    call_command("export_canon", file, "--release", "2027.1", verbosity=0, stdout=StringIO())
    said = StringIO()
    call_command("verify", file, stdout=said)
    assert said.getvalue().splitlines() == [
        f"release 2027.1: digest {release.digest} over 23 seals",
        "3 texts and 0 events are as they were sealed",
    ]
    forged = tmp_path / "forged.jsonl"
    forged.write_text(text_of(release).replace("Runs one plant", "Ruins one plant", 1), encoding="utf-8")
    with pytest.raises(CommandError, match=r"line \d+: PLANTO.GONE1.M4#1: the text is not the one"):
        call_command("verify", forged)
    forged.write_text(json.dumps({"kind": "canon", "format": "canon-bundle/1"}) + "\n" + json.dumps(record_data()))
    with pytest.raises(CommandError, match="holds no seals"):
        call_command("verify", forged)
    forged.write_text('{"kind": "revision", "payload": []}\n{"kind": ["release"]}\nnot json\n')
    with pytest.raises(CommandError, match=r"line 1: a record “revision” expected(?s:.*)line 3: one JSON object"):
        call_command("verify", forged)
