"""Downloads: where they are, what they are called, when they need not be sent again, and how often they are."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command

from profiles.api import downloads
from tests.factories import FUNCTION_CODE, KEY_M4, next_version
from tests.pages.canon import got, in_scope, key, path, publish
from tests.pages.reading import parse

pytestmark = pytest.mark.django_db


def citations(client, address: str) -> list[str]:
    rows = csv.DictReader(io.StringIO(got(client, address).decode("utf-8-sig")))
    return [row["citation"] for row in rows]


def name(client, address: str) -> str:
    return client.head(address)["Content-Disposition"].partition("filename=")[2].strip('"')


def test_each_page_has_its_own_and_a_selection_has_its_order(client):
    publish("M3", "M4")
    publish("M4", focus="OTHER1")
    publish("P4", focus="THIRD1", function="OTHERF")
    third = "OTHERF.THIRD1.P4#1"
    assert len(citations(client, "/canon/export.csv")) == 4
    assert citations(client, "/canon/otherf/export.csv") == [third]
    assert citations(client, f"/canon/{FUNCTION_CODE}.OTHER1/export.csv") == [f"{FUNCTION_CODE}.OTHER1.M4#1"]
    assert citations(client, f"/canon/{KEY_M4.lower()}/export.csv") == [f"{KEY_M4}#1"]
    chosen = citations(client, f"/profiles/export.csv?function={FUNCTION_CODE}&level=M3&level=M4&sort=rank")
    assert chosen == [f"{key('M3')}#1", f"{KEY_M4}#1", f"{FUNCTION_CODE}.OTHER1.M4#1"]
    for lost in (
        f"/canon/{FUNCTION_CODE}.THIRD1/export.csv",
        "/canon/NONE/export.csv",
        f"/canon/{key('M9')}/export.ttl",
    ):
        assert client.get(lost).status_code == 404
    assert client.get("/canon/export.pdf", follow=True).status_code == 404
    page = parse(client.get(f"/profiles/?function={FUNCTION_CODE}").content.decode())
    links = [link.attrs["href"] for link in page.all("a") if "download" in link.attrs]
    assert links[0] == f"/profiles/export.csv?function={FUNCTION_CODE}"
    assert {client.head(link).status_code for link in links} == {200}


def test_versions_moments_scopes_and_names(client):
    (first,) = publish()
    next_version(first)
    in_scope("M4", "DE")
    assert citations(client, f"{path(KEY_M4)}export.csv?v=1") == [f"{KEY_M4}#1"]
    assert citations(client, f"{path(KEY_M4)}export.csv?as_of=2027.1") == [f"{KEY_M4}#1"]
    assert citations(client, f"{path(key(scope='AT'))}export.csv") == [f"{KEY_M4}#2"]
    assert name(client, f"{path(key(scope='DE'))}export.jsonld") == f"canon-{KEY_M4}-DE-v1.jsonld"
    assert name(client, "/canon/export.ttl?as_of=2027.1") == "canon-2027.1.ttl"
    for odd in ("as_of=nothing+is+called+so", "as_of=2999-01-01"):
        assert client.get(f"/canon/export.csv?{odd}").status_code == 400


def test_what_has_not_changed_is_not_sent_again(client, settings):
    (first,) = publish()
    answer = client.get("/canon/export.json")
    known = {"If-None-Match": answer["ETag"]}
    again = client.get("/canon/export.json", headers=known)
    assert (again.status_code, again.getvalue()) == (304, b"")
    assert "Content-Length" not in client.head("/canon/export.json")
    settings.CANON_LICENCE = "CC0"
    assert client.get("/canon/export.json", headers=known).status_code == 200
    settings.CANON_LICENCE, settings.PAY_VISIBILITY = "", "permission"
    assert client.get("/canon/export.json", headers=known).status_code == 200
    settings.PAY_VISIBILITY = "public"
    next_version(first)
    assert client.get("/canon/export.json", headers=known).status_code == 200


def test_many_texts_count_as_many_questions(client, settings):
    settings.API_REQUESTS_A_MINUTE = 25
    publish()
    statuses = [client.get("/canon/export.csv").status_code for _ in range(3)]
    assert statuses == [200, 429, 429]


def test_the_operator_writes_the_same_file(client, tmp_path, monkeypatch):
    from contextlib import nullcontext

    monkeypatch.setattr("profiles.management.commands.export_canon._one_moment", nullcontext)
    (first,) = publish()
    next_version(first)
    file = tmp_path / "canon.ttl"
    call_command("export_canon", str(file), format="ttl")
    assert file.read_bytes() == got(client, "/canon/export.ttl")
    call_command("export_canon", str(file), format="csv", release="2027.1", function=[FUNCTION_CODE])
    assert file.read_bytes() == got(client, "/canon/export.csv?as_of=2027.1")
    with pytest.raises(CommandError, match="--full belongs to a bundle"):
        call_command("export_canon", str(file), format="csv", full=True)


def test_a_workbook_of_too_many_is_refused_and_a_stream_is_not(client, monkeypatch):
    """It is whole before its first byte can be sent."""
    monkeypatch.setattr(downloads, "MOST_IN_A_WORKBOOK", 1)
    publish("M3", "M4")
    for address in ("/canon/export", f"/canon/{FUNCTION_CODE}/export", "/profiles/export"):
        refused = client.get(f"{address}.xlsx")
        assert (refused.status_code, refused.json()["detail"]) == (
            422,
            "at most 1 profiles in a workbook expected, found more: take the CSV, or a function",
        )
        assert client.get(f"{address}.csv").status_code == 200
    assert client.get(f"{path(KEY_M4)}export.xlsx").status_code == 200
