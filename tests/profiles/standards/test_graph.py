"""Turtle and JSON-LD by hand: whatever a text is, others read back the same text and nothing more."""

import json

import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from profiles.standards import jsonld, turtle
from profiles.standards.graph import PREFIXES, Address, Node, Text

SITE = "https://canon.example"
HOSTILE = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=60) | st.sampled_from(
    ['" .\n<urn:x> a <urn:y> .', "\\", 'a\\" ; skos:x "', "\\u0022", '"""', "@en", "^^xsd:int", "]}", '"@id"', "#\r\n"]
)
LANGUAGES = st.sampled_from(["", "de", "de_AT", "EN-gb", "x y", 'en" .', "…"])


def graphs(nodes: list[Node]) -> list[rdflib.Graph]:
    """What a reader of each makes of them."""
    told = [("turtle", "".join(turtle.written(nodes))), ("json-ld", "".join(jsonld.written(nodes)))]
    return [rdflib.Graph().parse(data=text, format=form) for form, text in told]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(HOSTILE, LANGUAGES), min_size=1, max_size=4), HOSTILE)
def test_no_text_or_address_breaks_out(texts, code):
    subject = Address(f"{SITE}/{code}")
    node = Node(subject, ("skos:Concept",)).tell("skos:altLabel", *(Text(*pair) for pair in texts))
    written, linked = graphs([node.tell("skos:broader", subject)])
    assert isomorphic(written, linked)
    named = rdflib.URIRef(subject.text)
    assert {(str(s), str(o)) for s, o in written.subject_objects(rdflib.SKOS.broader)} == {(subject.text,) * 2}
    assert sorted(str(one) for one in set(written.objects(named, rdflib.SKOS.altLabel))) == sorted(
        text for text, _ in {(one.text, one.language) for one in (Text(*pair) for pair in texts) if one.text}
    )
    assert {str(one) for one in written.predicates()} <= {
        *(PREFIXES["skos"] + name for name in ("altLabel", "broader")),
        str(rdflib.RDF.type),
    }


def test_halves_of_pairs_languages_and_what_is_empty():
    node = Node(Address(f"{SITE}/a b<c>")).tell("skos:altLabel", Text("a\ud800b", "de_AT"), Text(""), Text("x", "no!"))
    assert node.address.text == f"{SITE}/a%20b%3Cc%3E"
    assert json.loads("".join(jsonld.written([node])))["@graph"] == [
        {
            "@id": f"{SITE}/a%20b%3Cc%3E",
            "skos:altLabel": [{"@value": "a\ufffdb", "@language": "de-at"}, {"@value": "x"}],
        }
    ]
    assert [one for graph in graphs([Node(Address(SITE))]) for one in graph] == []
