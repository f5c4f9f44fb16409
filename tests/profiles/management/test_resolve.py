"""The commands: an index is built, titles go in, JSON lines come out."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from taxonomy.importers.sources import load
from tests.reference import onet_zip

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path


def told(monkeypatch, lines: str, *options: str) -> list[dict]:
    out = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    call_command("resolve", *options, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_titles_in_and_json_lines_out(here, monkeypatch):
    load("onet", [onet_zip(here)])
    out = io.StringIO()
    call_command("index_titles", stdout=out)
    assert out.getvalue().startswith("8 titles of 2 occupations, in ")
    first, second, third = told(monkeypatch, "Lead Plant Mgr\r\n\nshift lead\n", "--most", "1")
    assert list(first) == ["title", "level_hint", "candidates"]
    assert (first["title"], first["level_hint"]) == ("Lead Plant Mgr", "M2")
    assert list(first["candidates"][0]) == ["code", "label", "score", "band", "why"]
    assert [answer["candidates"][0]["code"] for answer in (first, third)] == ["11-3051", "51-1011"]
    assert second == {"title": "", "level_hint": "", "candidates": []}
    assert told(monkeypatch, "Lead Plant Mgr\n", "--most", "1") == [first]
    assert told(monkeypatch, "plant manager\n", "--to", "profiles") == [
        {"title": "plant manager", "level_hint": "M2", "candidates": []}
    ]


def test_without_anything_loaded_it_says_what_to_do(here, monkeypatch):
    with pytest.raises(CommandError, match="load O"):
        call_command("index_titles")
    with pytest.raises(CommandError, match="index_titles"):
        told(monkeypatch, "plant manager\n")
