"""What data of others are made of: nodes with facts, whose objects are addresses or texts; and what names stand for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

PREFIXES = {
    "dct": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
# What cannot stand in an address as RDF has it, and what Unicode keeps for halves of pairs.
_ODD = re.compile(r'[\x00-\x20<>"{}|^`\\\ud800-\udfff]')
_HALVES = re.compile(r"[\ud800-\udfff]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True)
class Address:
    """An IRI; what could end it early is escaped."""

    text: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", _ODD.sub(_escaped, self.text))


def _escaped(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace"))


@dataclass(frozen=True)
class Text:
    """A literal, maybe of a language or of a kind such as xsd:dateTime; never of both."""

    text: str
    language: str = ""
    kind: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", _HALVES.sub("\ufffd", self.text))
        told = self.language.strip().replace("_", "-").lower()
        object.__setattr__(self, "language", told if _LANGUAGE.fullmatch(told) else "")


Fact = tuple[str, Address | Text]


@dataclass
class Node:
    """Something with an address; facts by prefixed names. What is empty is not told."""

    address: Address
    types: tuple[str, ...] = ()
    facts: list[Fact] = field(default_factory=list)

    def tell(self, name: str, *objects: Address | Text) -> "Node":
        self.facts += [(name, one) for one in objects if one.text]
        return self

    def texts(self, name: str, texts: Iterable[str]) -> "Node":
        return self.tell(name, *map(Text, dict.fromkeys(texts)))
