"""A published text as a line: what a record would say, byte for byte."""

import datetime
import json
from types import SimpleNamespace

import pytest

from profiles import payloads, sealing
from profiles.exporters import bundle, published
from profiles.payloads import Content
from profiles.states import State
from profiles.workflow import shelving
from tests.factories import on_desk

pytestmark = pytest.mark.django_db

FULL = {
    "skills": [{"name": "Scheduling", "type": "tool", "summary": "Plans “the” week"}, {"name": "Rota"}],
    "aliases": ["Shift Lead", {"title": "Schichtleiter", "locale": "de"}],
    "mappings": [
        {"system": "O*NET/SOC", "edition": "30.1", "code": "11-3051.00", "relation": "close"},
        {"system": "ISCO", "code": "1321"},
    ],
    "sources": [{"title": "A survey", "url": "https://example.org/1", "layers": ["pay"]}, {"title": "A book"}],
    "panel": [
        {"panelist": "A", "scores": {"concreteness": 4.5, "factual_accuracy": 4}, "at": "2026-05-31T10:00:00.5+02:00"},
        {"panelist": "B", "scores": {}, "comment": "Nothing\nto say"},
    ],
    "confidence": 0.875,
    "produced_by": "somebody",
    "pay": {"currency": "USD", "median": 1, "low": None, "high": None, "region": "US"},
}


def sealed(**changes):
    """A retired text as a row of the shelf, not saved."""
    profile = on_desk(**changes)
    content = Content(payloads.record_of(profile))
    draft = payloads.draft(profile, content, payloads.marks_of(profile, content), payloads.BasisBook())
    revision = shelving.sealed(profile, draft, state=State.RETIRED)
    revision.number, revision.successor_key, revision.decided_by_name = 3, "PLANTO.OTHER1.M4", "Ada"
    revision.decided_at = datetime.datetime(2026, 5, 31, 10, 0, 0, 500, tzinfo=datetime.UTC)
    told = {name: getattr(revision, name) for name in published.READ if name != "pay__part"}
    return SimpleNamespace(**told, pay__part=shelving.pay_text(draft))


def as_a_record(revision):
    return bundle.line(published.checked(revision, payloads.read(revision.payload, revision.schema)))


@pytest.mark.parametrize("changes", [FULL, {"panel": [], "pay": None, "scope": "US", "summary": ""}])
def test_a_line_is_what_the_record_says_and_no_record_is_made_for_it(changes, monkeypatch):
    revision = sealed(**changes)
    expected = as_a_record(revision)
    monkeypatch.delattr(published, "checked")
    assert published.line(revision) == expected


def test_what_is_named_like_a_member_but_stands_deeper_is_not_taken_for_it():
    revision = sealed()
    expected = as_a_record(revision)
    odd = {"told": {"about": 1, "title": "Another"}}
    revision.payload = sealing.canonical(json.loads(revision.payload) | odd)
    assert published.line(revision) == expected


@pytest.mark.parametrize("title", ["  Two  words ", "Cafe\u0301"])
def test_what_a_record_spells_otherwise_is_told_as_the_record_spells_it(title):
    """A text that was restored from a file with a payload of its own: its digest is that of its record."""
    revision = sealed()
    revision.payload = sealing.canonical(json.loads(revision.payload) | {"title": title})
    assert json.loads(published.line(revision))["title"] != title
    assert published.line(revision) == as_a_record(revision)
