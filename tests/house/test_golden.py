"""Sealed payloads stay readable for good: a golden file for every schema there ever was."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from profiles import gate, payloads, sealing
from profiles.payloads import BasisBook, Content
from tests.factories import confirm, fresh, function, guidelines, on_desk, record

FOLDER: Path = settings.BASE_DIR / "tests" / "golden"
FILES = {int(re.search(r"\d+", path.name)[0]): path for path in FOLDER.glob("payload-*.json")}
SEALS = {1: "ab7b219daa693df935bc48884789c305a4fd88f4332cbfa055864ca88f7b3f00"}


def test_every_schema_has_its_golden_file():
    assert sorted(FILES) == sorted(SEALS) == list(range(1, payloads.SCHEMA + 1))


@pytest.mark.parametrize("schema", FILES)
def test_the_file_is_as_it_was_sealed(schema):
    """Who changes it changes what was sealed then: the shape needs a new schema and a file of its own."""
    text = FILES[schema].read_text(encoding="utf-8").rstrip("\n")
    assert sealing.digest(text) == SEALS[schema]
    assert sealing.canonical(json.loads(text)) == text


@pytest.mark.parametrize("schema", FILES)
def test_it_reads_in_todays_shape(schema):
    payload = payloads.read(FILES[schema].read_text(encoding="utf-8"), schema)
    assert gate.findings(payload) == []
    text = payloads.record_from(payload)
    assert (text.key, text.title, len(text.responsibilities)) == (payload["key"], "Plant Manager M4", 4)


def shape(value):
    """Keys and types, without the values."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return "number" if isinstance(value, int | float) and not isinstance(value, bool) else type(value).__name__


@pytest.mark.django_db
def test_what_is_sealed_today_has_the_shape_of_the_golden_file():
    """A key more or less is another schema."""
    profile = on_desk(record(confidence=0.9))
    guidelines(function())
    confirm(profile)
    profile = fresh(profile)
    content = Content(payloads.record_of(profile))
    today = payloads.draft(profile, content, payloads.marks_of(profile, content), BasisBook()).payload
    golden = json.loads(FILES[payloads.SCHEMA].read_text(encoding="utf-8"))
    golden["panel"][0]["objections"] = []
    assert shape(json.loads(sealing.canonical(today))) == shape(golden)
