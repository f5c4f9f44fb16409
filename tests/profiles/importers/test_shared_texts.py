"""A file on a site with approved profiles: shared texts that they rest on are proposed, and an operator restores."""

import json

import pytest
from django.core.management import call_command

from profiles import workflow
from profiles.importers.bundle import Mode, import_bundle
from profiles.importers.faults import FileRefused
from profiles.models import Proposal, Revision
from profiles.states import ProposalState
from taxonomy.exporters import records as skeleton
from taxonomy.models import Function, Level
from tests.factories import FUNCTION_CODE, approved, approver, curator, everything, person, record_data
from tests.shared_texts import CHANGES, basis_changed, canon, changed, new, rows

pytestmark = pytest.mark.django_db

CANON = {"kind": "canon", "format": "canon-bundle/1"}


@pytest.fixture
def load(tmp_path):
    """Writes records as a bundle and reads it in; what became of each."""

    def read(*records, **how):
        path = tmp_path / "canon.jsonl"
        lines = [CANON, *(record if isinstance(record, dict) else record.written() for record in records)]
        path.write_text("".join(json.dumps(line) + "\n" for line in lines))
        told = []
        report = import_bundle(path, tell=told.append, **how)
        return report, [(change.kind, change.what) for change in told]

    return read


def test_a_file_proposes_what_approved_profiles_rest_on(load):
    canon()
    texts = [changed(row, **CHANGES[kind]) for kind, row in rows().items()]
    before = [record.written() for record in skeleton()]
    report, told = load(*texts, by=person("cora"))
    assert told == [(kind, "proposed") for kind in CHANGES]
    assert report.counts == {(kind, "proposed"): 1 for kind in CHANGES}
    assert [record.written() for record in skeleton()] == before
    assert basis_changed() == set()
    assert {(p.state, p.proposed_by_name, p.note) for p in Proposal.objects.all()} == {
        (ProposalState.PROPOSED, "cora", "from the file canon.jsonl")
    }


def test_profiles_of_the_same_file_rest_on_the_texts_that_stand(load):
    """What is only proposed is in effect for nobody: what is submitted with it is sealed on the text of today."""
    approved()
    was = Function.objects.get().summary
    load(changed(Function.objects.get(), summary="Another."), record_data(summary="New."), mode=Mode.SUBMIT)
    [waiting] = Revision.objects.open()
    assert json.loads(waiting.payload)["basis"]["function"]["summary"] == was
    workflow.accept(Proposal.objects.get(), by=approver())
    waiting.refresh_from_db()
    assert waiting.basis_changed_at is not None


def test_a_dry_run_tells_it_and_proposes_nothing(load):
    approved()
    by, before = curator(), everything()
    _, told = load(changed(Function.objects.get(), summary="Another."), by=by, dry_run=True)
    assert told == [("function", "proposed")]
    assert everything() == before


def test_the_command_tells_it(tmp_path, capsys):
    approved()
    record = changed(Function.objects.get(), summary="Another.")
    path = tmp_path / "canon.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in (CANON, record.written())))
    call_command("import_canon", str(path), verbosity=2)
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        f"? function {FUNCTION_CODE}: proposed",
        f"    summary: The work of {FUNCTION_CODE}. → Another.",
        "function: 1 proposed",
        "2 records read.",
    ]


def test_a_new_level_of_a_published_track_is_refused_at_its_line(load):
    approved()
    before = everything()["taxonomy.Level"]
    level = new("level", code="M7", track="M", step=7, rank=10, title="Above")
    with pytest.raises(FileRefused, match="lines 2 to 2, levels: a level that exists expected, found M7"):
        load(level)
    assert everything()["taxonomy.Level"] == before


def test_an_operator_restores_past_the_approvers_and_it_is_told_by_the_marks(load):
    canon()
    texts = [changed(row, **CHANGES[kind]) for kind, row in rows().items()]
    _, told = load(*texts, mode=Mode.AS_PUBLISHED)
    assert told == [(kind, "changed") for kind in CHANGES]
    assert not Proposal.objects.exists()
    assert basis_changed() == set(Revision.objects.approved().values_list("key", flat=True))


def test_a_first_file_takes_effect_at_once_and_begins_the_history(load):
    curator()
    _, told = load(
        new("track", code="X", name="Experts"), new("level", code="X1", track="X", step=1, rank=1, title="One")
    )
    assert told == [("track", "added"), ("level", "added")]
    assert Level.objects.get().title == "One"
    assert list(Proposal.objects.order_by("pk").values_list("kind", "name", "before", "state", "at_once")) == [
        ("track", "X", "", "accepted", True),
        ("level", "X1", "", "accepted", True),
    ]
