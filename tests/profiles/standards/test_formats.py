"""The formats: each tells the approved texts, and those alone, with version, seal and licence."""

import csv
import io
import json

import pytest
import rdflib
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from rdflib.compare import isomorphic

from profiles import moments
from profiles.standards import FORMATS, Part, reading, written
from profiles.standards.sheets import LONGEST_CELL
from profiles.workflow import propose_retirement, retire
from taxonomy.files.cells import freed
from tests.factories import (
    FOCUS_CODE,
    FUNCTION_CODE,
    KEY_M4,
    approver,
    curator,
    in_review,
    next_version,
    record_data,
)
from tests.pages.canon import in_scope, key, path, publish

pytestmark = pytest.mark.django_db
HOSTILE = '=1+1 "\\" </script> \U0001f9ea .'
SITE = "https://canon.example"
SKOS, DCT, SCHEMA = rdflib.SKOS, rdflib.DCTERMS, rdflib.Namespace("https://schema.org/")


@pytest.fixture(autouse=True)
def terms(settings):
    settings.SITE_URL = SITE
    settings.CANON_LICENCE, settings.CANON_ATTRIBUTION = "CC BY 4.0", "Canon sample"


def file(ending: str, told=None, *, pays: bool = True) -> bytes:
    return b"".join(written(FORMATS[ending], told or Part(), pays=pays))


def rows(told=None, *, pays: bool = True) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file("csv", told, pays=pays).decode("utf-8-sig"), newline="")))


def test_a_row_has_version_seal_terms_and_lists_and_no_formula():
    (revision,) = publish(title=HOSTILE, responsibilities=["-a\nb", "c"] + ["x" * 2_000] * 16)
    (row,) = rows()
    told = ("citation", "version", "seal", "licence", "attribution", "url", "rank", "pay_owner", "pay_median")
    assert [row[name] for name in told] == [
        *(f"{KEY_M4}#1", "1", revision.seal, "CC BY 4.0", "Canon sample", SITE + path(KEY_M4), "7", "own", "164000")
    ]
    assert (row["title"], freed(row["title"])) == (f"'{HOSTILE}", HOSTILE)
    assert (row["responsibilities"][:9], len(row["responsibilities"]) > LONGEST_CELL) == ("'-a b\nc\nx", True)
    assert row["mappings"] == "O*NET/SOC 11-3051.00 Industrial Production Managers (close)"
    assert row["aliases"] == "Plant Director\nWerksleiter (de)"
    book = load_workbook(io.BytesIO(file("xlsx")), read_only=True)
    names, values = book["Profiles"].iter_rows(values_only=True)
    assert [str(value) for value in values if value is not None] == [
        f"'{freed(text)[:LONGEST_CELL]}…" if len(text) > LONGEST_CELL else text for text in row.values() if text
    ]
    about = dict(book["About"].iter_rows(min_row=2, values_only=True))
    assert (about["profiles"], about["licence"]) == (1, "CC BY 4.0")
    assert {f"column {name}" for name in names} <= set(about)


def test_json_is_an_array_of_what_the_api_answers(client):
    publish("M3", "M4", title=HOSTILE)
    assert json.loads(file("json")) == [client.get(f"/api/v1/profiles/{key(level)}").json() for level in ("M3", "M4")]
    assert json.loads(file("json", Part(functions=("NONE",)))) == []


def test_skos_tells_concepts_of_two_schemes_and_the_same_in_both_spellings():
    first, _ = publish("M4", "M3", title=HOSTILE, aliases=[HOSTILE, {"title": "Leiter", "locale": "de"}])
    graph = rdflib.Graph().parse(data=file("ttl"), format="turtle")
    assert isomorphic(graph, rdflib.Graph().parse(data=file("jsonld"), format="json-ld"))
    canon, skills = rdflib.URIRef(f"{SITE}/"), rdflib.URIRef(f"{SITE}/skills/")
    one = rdflib.URIRef(SITE + path(KEY_M4))
    focus = rdflib.URIRef(f"{SITE}/canon/{FUNCTION_CODE}.{FOCUS_CODE}/")
    function = rdflib.URIRef(f"{SITE}/canon/{FUNCTION_CODE}/")
    told = {
        SKOS.prefLabel: HOSTILE,
        SKOS.notation: KEY_M4,
        SKOS.definition: record_data()["summary"],
        rdflib.OWL.versionInfo: f"{KEY_M4}#1",
        SCHEMA.sha256: first.seal,
        DCT.license: "https://creativecommons.org/licenses/by/4.0/",
        SCHEMA.creditText: "Canon sample",
        SKOS.altLabel: "Leiter",  # what is the title already is no other title
        SKOS.closeMatch: f"{SITE}/occupations/11-3051.00/",
    }
    assert {name: str(graph.value(one, name, any=False)) for name in told} == told
    assert graph.value(one, DCT.modified).toPython() == first.decided_at
    assert set(graph.objects(one, SCHEMA.skills)) == set(graph.subjects(SKOS.inScheme, skills))
    assert list(graph.objects(one, SKOS.broader)) == [focus]
    assert set(graph.objects(focus, SKOS.narrower)) == {one, rdflib.URIRef(SITE + path(key("M3")))}
    assert list(graph.transitive_objects(one, SKOS.broader)) == [one, focus, function]
    assert list(graph.objects(canon, SKOS.hasTopConcept)) == [function]
    assert "164000" not in file("ttl").decode()  # three digits alone may stand in any seal


def test_schema_org_tells_each_profile_as_its_page_does(client):
    publish("M4")
    told = json.loads(file("schema.jsonld"))
    assert (told["license"], told["creditText"]) == ("https://creativecommons.org/licenses/by/4.0/", "Canon sample")
    page = client.get(path(KEY_M4)).content.decode()
    data = json.loads(page.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    assert {"@context": told["@context"]} | told["about"][0] == data
    assert data["subjectOf"]["identifier"] == f"{KEY_M4}#1"


@pytest.mark.parametrize("ending", ["csv", "json", "schema.jsonld", "xlsx"])
def test_pay_is_told_to_who_sees_it_alone(ending):
    publish("M4", pay=record_data()["pay"] | {"median": 187_654})

    def told(pays: bool) -> bool:
        content = file(ending, pays=pays)
        if ending == "xlsx":
            rows = load_workbook(io.BytesIO(content), read_only=True)["Profiles"].iter_rows(values_only=True)
            content = repr(list(rows)).encode()
        return b"187654" in content

    assert (told(True), told(False)) == (True, False)


def test_only_what_is_approved_and_as_of_a_moment_what_was():
    first, other = publish("M4", "M3")
    before = moments.read(["2027.1"])
    at = moments.read([first.decided_at.isoformat()])
    next_version(first)
    retire(propose_retirement(other, by=curator(), note="merged"), by=approver())
    in_scope("M4", "DE")
    in_review(code=key("M5"))
    assert [row["citation"] for row in rows()] == [f"{KEY_M4}#2", f"{key(scope='DE')}#1"]
    assert [row["citation"] for row in rows(Part(before))] == [f"{key('M3')}#1", f"{KEY_M4}#1"]
    assert [row["citation"] for row in rows(Part(at))] == [f"{KEY_M4}#1"]
    assert [row["citation"] for row in rows(Part(before, focuses=(FOCUS_CODE,)))] == [f"{key('M3')}#1", f"{KEY_M4}#1"]
    release = rdflib.Graph().parse(data=file("ttl", Part(before)), format="turtle")
    assert str(release.value(rdflib.URIRef(f"{SITE}/"), rdflib.OWL.versionInfo)) == "2027.1"


def test_a_chunk_costs_two_queries_whatever_is_in_it(monkeypatch):
    """And of SKOS one more for functions and focuses, as long as there are new ones."""
    levels = ["M2", "M3", "M4", "M5"]
    publish(*levels)

    def cost(ending: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            file(ending)
        return len(queries)

    assert [cost(ending) for ending in ("csv", "json", "ttl")] == [2, 2, 3]
    monkeypatch.setattr(reading, "CHUNK", 2)
    assert [row["key"] for row in rows()] == [key(level) for level in levels]
    # Two chunks, and a look at whether there is a third.
    assert [cost(ending) for ending in ("csv", "ttl")] == [5, 6]
