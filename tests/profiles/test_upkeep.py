"""One row for each profile that stands: written with the decision, reckoned with it and by the command of the day."""

import datetime
import io
import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from profiles import upkeep
from profiles.models import DeskFindings, ProfileUse, Upkeep
from profiles.scoring import LAYERS
from taxonomy.models import Focus
from tests.factories import approved, in_review, next_version, record_data, retired
from tests.shared_texts import accepted

pytestmark = pytest.mark.django_db

TODAY = timezone.now().date()
THIS_MONTH = TODAY.replace(day=1)


def source(**fields) -> list[dict]:
    return [record_data()["sources"][0] | fields]


def test_a_row_stands_for_what_is_approved_and_goes_with_it():
    first = approved(sources=source(retrieved="2019-05", layers=list(LAYERS[:-1])), aliases=[])
    in_review(code="PLANTO.OTHER1.M4")
    retired(code="PLANTO.GONE1.M4")
    row = Upkeep.objects.get()
    assert (row.profile_id, row.revision_id, row.function_code) == (first.profile_id, first.pk, "PLANTO")
    assert (row.confidence, row.newest_source, row.unsourced) == (900, datetime.date(2019, 5, 1), "level")
    assert (row.unconfirmed, row.aliases, row.decided_on) == (1, 0, TODAY)
    assert (row.due_on, row.weak_on) == (datetime.date(2020, 5, 1), TODAY)
    second = next_version(first, aliases=["Plant Director"])
    row = Upkeep.objects.get()
    assert (row.revision_id, row.aliases) == (second.pk, 1)


def test_it_is_reckoned_from_use_and_weakness_with_the_reasons():
    revision = approved(sources=source(retrieved=TODAY.isoformat()), aliases=[])
    year = THIS_MONTH.replace(year=THIS_MONTH.year - 1)
    for month, views in ((THIS_MONTH, 3), (year, 50), (year.replace(year=year.year - 1), 9)):
        ProfileUse.objects.create(profile=revision.profile, month=month, views=views, searches=1)
    accepted(Focus.objects.get(), summary="Others by now.")
    DeskFindings.objects.update(blocking=0, warnings=0)
    assert upkeep.reckon() == 1
    row = Upkeep.objects.get()
    # .9 × .95 for the mapping that nobody confirmed is above .80: what is left is the basis and the aliases.
    assert [(part.name, part.weight) for part in upkeep.parts_of(row)] == [
        ("basis", 10),
        ("aliases", 10),
    ]
    assert (row.use, row.weakness, row.score, row.reckoned_on) == (4, 20, 100, TODAY)
    # What is older than a year is forgotten.
    assert list(ProfileUse.objects.order_by("month").values_list("views", flat=True)) == [50, 3]


def test_the_command_tells_how_many_and_costs_the_same_however_many():
    costs = []
    for count in (1, 3):
        for n in range(count):
            approved(code=f"PLANTO.ROW{count}{n}.M4")
        with CaptureQueriesContext(connection) as captured:
            out = io.StringIO()
            call_command("next_edits", stdout=out)
        costs.append(len(captured))
    assert costs[0] == costs[1]
    assert out.getvalue() == f"4 profiles reckoned as of {TODAY}\n"


def test_what_is_restored_from_a_file_has_its_row(tmp_path):
    decision = {"by": "Ada", "at": "2025-01-31T10:00:00Z", "note": "good"}
    published = record_data("SALES.KEY1.M4", status="approved", version=1, decision=decision)
    skeleton = [
        {"kind": "canon", "format": "canon-bundle/1"},
        {"kind": "track", "code": "M", "name": "Management"},
        {"kind": "level", "code": "M4", "track": "M", "step": 4, "rank": 7, "title": "Director"},
        {"kind": "function", "code": "SALES", "name": "Sales"},
        {"kind": "focus", "code": "KEY1", "function": "SALES", "name": "Key accounts"},
    ]
    file = tmp_path / "canon.jsonl"
    file.write_text("\n".join(map(json.dumps, [*skeleton, published])), encoding="utf-8")
    call_command("import_canon", str(file), "--as-published", stdout=io.StringIO())
    row = Upkeep.objects.get()
    assert (row.decided_on, row.due_on) == (datetime.date(2025, 1, 31), datetime.date(2026, 1, 31))
    assert (row.aliases, row.reckoned_on) == (2, TODAY)
