"""The canon as SKOS: functions, focuses and profiles as concepts of one scheme, skills of another.

The address of a concept is that of its page. A profile has its key as notation and `KEY#version` as version, says by
`schema:skills` which skills it applies, and by the relation that a person gave which occupations it is mapped to.
Of functions and focuses stands what the moment's headings say. Pay is no part of it.

What was told once is remembered by address, so memory grows with functions, focuses and skills, and not with profiles.
"""

import json
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.urls import reverse

from profiles.models.revision import Heading
from profiles.moments import Moment
from profiles.records import written_instant
from profiles.rendering import licence
from profiles.rendering.shelf import Sealed
from profiles.standards.graph import Address, Node, Text
from profiles.standards.reading import Chunks
from profiles.standards.telling import address_of, citation
from profiles.states import State
from taxonomy.codes import skill_address
from taxonomy.systems import SHAPES
from taxonomy.texts import fold_name

RELATIONS = {
    "exact": "skos:exactMatch",
    "close": "skos:closeMatch",
    "broad": "skos:broadMatch",
    "narrow": "skos:narrowMatch",
    "related": "skos:relatedMatch",
    "": "skos:mappingRelation",
}
PAGES = "O*NET/SOC"  # the one system whose occupations have pages here
ISCO = "http://data.europa.eu/esco/isco/C"


@lru_cache(maxsize=4096)
def _path(name: str, *codes: str) -> str:
    return reverse(f"profiles:{name}", args=codes)


def _page(name: str, *codes: str) -> Address:
    return Address(settings.SITE_URL + _path(name, *codes))


@lru_cache(maxsize=4096)
def _path_of_skill(name: str) -> str:
    return reverse("profiles:skill", args=[skill_address(fold_name(name))])


def occupation_address(system: str, code: str) -> Address:
    """Its page here, or what its publisher calls it; of any other system a name of this site's own."""
    known = system in SHAPES and SHAPES[system][0].fullmatch(code)
    if known and system == PAGES:
        return _page("occupation", code)
    if known and system == "ISCO-08":
        return Address(ISCO + code)
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return Address(f"tag:{host},2026:{quote(system, safe='')}/{quote(code, safe='')}")


class Skos:
    """Nodes of one file; each concept that profiles share is told once, where the first of them needs it."""

    def __init__(self, moment: Moment) -> None:
        self.moment = moment
        self.canon, self.skills = _page("index"), _page("skills")
        self._told: set[str] = set()

    def nodes(self, chunks: Chunks) -> Iterator[Node]:
        yield from self._schemes()
        for chunk in chunks:
            yield from self._headings(chunk)
            for sealed in chunk:
                yield from self._profile(sealed)

    def _schemes(self) -> Iterator[Node]:
        label = f"Canon of job profiles, {self.moment.label}" if self.moment.is_past else "Canon of job profiles"
        canon = Node(self.canon, ("skos:ConceptScheme",)).texts("skos:prefLabel", [label])
        yield self._terms(canon.texts("owl:versionInfo", [self.moment.asked]))
        skills = Node(self.skills, ("skos:ConceptScheme",))
        yield self._terms(skills.texts("skos:prefLabel", ["Skills of the canon"]))

    @staticmethod
    def _terms(node: Node) -> Node:
        told = licence.address()
        node.tell("dct:license", Address(told)) if told else node.texts("dct:rights", [settings.CANON_LICENCE])
        return node.texts("schema:creditText", [settings.CANON_ATTRIBUTION])

    def _is_new(self, address: Address) -> bool:
        if address.text in self._told:
            return False
        self._told.add(address.text)
        return True

    # -- functions and focuses -----------------------------------------------------------------------

    def _headings(self, chunk: list[Sealed]) -> Iterator[Node]:
        """In one query for those that no chunk before had, in none where all are told."""
        kinds, revisions = Heading.Kind, [sealed.revision for sealed in chunk]
        wanted = {(kinds.FUNCTION, row.function_code): _page("function", row.function_code) for row in revisions}
        wanted |= {
            (kinds.FOCUS, row.focus_code): _page("focus", row.function_code, row.focus_code) for row in revisions
        }
        new = {named: address for named, address in wanted.items() if self._is_new(address)}
        if not new:
            return
        codes = {code for _, code in new}
        for row in self.moment.headings(kinds.FUNCTION, kinds.FOCUS, code__in=codes).order_by("kind", "code"):
            if address := new.get((row.kind, row.code)):
                yield from self._heading(row, address)

    def _heading(self, row: Heading, address: Address) -> Iterator[Node]:
        node = self._concept(address, self.canon).texts("skos:prefLabel", [row.name])
        node.texts("skos:definition", [json.loads(row.text)["summary"]])
        if row.kind == Heading.Kind.FUNCTION:
            yield node.texts("skos:notation", [row.code]).tell("skos:topConceptOf", self.canon)
            yield Node(self.canon).tell("skos:hasTopConcept", address)
            return
        above = _page("function", row.parent)
        yield node.texts("skos:notation", [f"{row.parent}.{row.code}"]).tell("skos:broader", above)
        yield Node(above).tell("skos:narrower", address)

    @staticmethod
    def _concept(address: Address, scheme: Address, *more: str) -> Node:
        return Node(address, ("skos:Concept", *more)).tell("skos:inScheme", scheme)

    # -- profiles ------------------------------------------------------------------------------------

    def _profile(self, sealed: Sealed) -> Iterator[Node]:
        row, payload = sealed.revision, sealed.payload
        focus = _page("focus", row.function_code, row.focus_code)
        node = self._concept(Address(address_of(row)), self.canon, "schema:Occupation")
        node.tell("skos:broader", focus)
        node.texts("skos:prefLabel", [payload["title"]]).texts("skos:notation", [row.key])
        aliases = {Text(alias["title"], alias["locale"]): None for alias in payload["aliases"]}
        node.tell("skos:altLabel", *(alias for alias in aliases if alias != Text(payload["title"])))
        node.texts("skos:definition", [payload["summary"]])
        node.texts("skos:scopeNote", [f"Level {row.level_code}, {row.level_title}; rank {row.rank}"])
        node.texts("schema:responsibilities", payload["responsibilities"])
        node.texts("owl:versionInfo", [citation(row)]).texts("schema:sha256", [row.seal])
        node.tell("dct:modified", Text(written_instant(row.decided_at), kind="xsd:dateTime"))
        if row.stood == State.RETIRED:
            node.tell("owl:deprecated", Text("true", kind="xsd:boolean"))
        skills = {Address(settings.SITE_URL + _path_of_skill(use["name"])): use for use in payload["skills"]}
        node.tell("schema:skills", *skills)
        mapped = {occupation_address(m["system"], m["code"]): m for m in payload["mappings"]}
        for address, mapping in mapped.items():
            node.tell(RELATIONS[mapping["relation"]], address)
        yield self._terms(node)
        yield Node(focus).tell("skos:narrower", node.address)
        for address, use in skills.items():
            if self._is_new(address):
                yield self._concept(address, self.skills).texts("skos:prefLabel", [use["name"]])
        for address, mapping in mapped.items():
            if self._is_new(address):
                yield _occupation(address, mapping)


def _occupation(address: Address, mapping: dict[str, str]) -> Node:
    """No label of SKOS: it is a concept of somebody else's scheme, which says what it is called."""
    node = Node(address, ("skos:Concept",)).texts("skos:notation", [mapping["code"]])
    named = " ".join(filter(None, (mapping["system"], mapping.get("edition", ""))))
    return node.texts("rdfs:label", [mapping["label"]]).texts("dct:source", [named])
