"""What is known beside a payload is gathered in a fixed number of queries; pay only for who may see it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from profiles import market, payloads
from profiles.surroundings import around, findings_around
from taxonomy.importers.sources import load
from tests import factories
from tests.pages.canon import key
from tests.reference import MANAGERS, OFLC_COLUMNS, OFLC_ROWS, csv_of, nation_csv, onet_zip

pytestmark = pytest.mark.django_db
MAPPED = [{"system": "O*NET/SOC", "code": "11-3051.77", "label": "", "relation": "exact", "source": ""}]
PAY = {"currency": "USD", "median": 100_000, "as_of": "2026-05"}


def drafted(level: str = "M4", **changes):
    profile = factories.on_desk(code=key(level), **changes)
    content = payloads.Content(payloads.record_of(factories.fresh(profile)))
    return payloads.draft(profile, content, payloads.marks_of(profile, content), payloads.BasisBook())


def test_a_mapped_code_is_looked_up_in_what_is_loaded(tmp_path):
    draft = drafted(mappings=MAPPED)
    assert findings_around(draft.payload, None, sees_pay=True) == []
    load("onet", [onet_zip(tmp_path)])
    found = findings_around(draft.payload, None, sees_pay=True)
    assert [(one.code, one.message) for one in found] == [("mappings.unknown", "11-3051.77 is no code of O*NET 30.1")]


def test_levels_beside_it_are_told_with_their_pay_and_only_to_who_may_see_it():
    factories.approved(code=key("M3"), pay=PAY | {"median": 120_000})
    draft = drafted(pay=PAY)
    codes = [one.code for one in findings_around(draft.payload, draft.pay, sees_pay=True)]
    assert "pay.ladder" in codes
    assert [one for one in findings_around(draft.payload, draft.pay, sees_pay=False) if one.where == "pay"] == []


def test_the_number_of_queries_is_fixed(tmp_path):
    load("onet", [onet_zip(tmp_path)])
    counts, draft = [], drafted(mappings=MAPPED, pay=PAY)
    for levels in (["M3"], ["M2", "M5"]):
        for level in levels:
            factories.approved(code=key(level), pay=PAY)
        with CaptureQueriesContext(connection) as queries:
            around(draft.payload, draft.pay)
        counts.append(len(queries))
    assert counts == [7, 7]


def test_proposals_come_from_the_nearest_mapping_and_both_sources(tmp_path):
    load("oews", [nation_csv(tmp_path, MANAGERS)])
    load("oflc", [csv_of(tmp_path / "alc.csv.gz", [OFLC_COLUMNS, *OFLC_ROWS])], edition="2025-26")
    mappings = [
        {"system": "O*NET/SOC", "code": "51-1011.00", "relation": "related"},
        {"system": "O*NET/SOC", "code": "11-3051.00", "relation": "close"},
        {"system": "O*NET/SOC", "code": "wrong", "relation": "exact"},
        {"system": "ISCO-08", "code": "1321", "relation": "exact"},
    ]
    assert market.codes_of(mappings) == ["11-3051", "51-1011"]
    assert [one.working for one in market.proposals(mappings, 7)] == [
        "11-3051, P75 for rank 7, national, May 2025; P50–P90",
        "11-3051, level 4 of 4 for rank 7, middle of 2 areas, 2025-26; from level 3",
    ]
