"""Nodes as JSON-LD 1.1, one a line; the context stands in the file, so that nobody has to fetch it."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from profiles.standards.graph import PREFIXES, Address, Node, Text


def written(nodes: Iterable[Node]) -> Iterator[str]:
    yield f'{{"@context":{dumped(PREFIXES)},"@graph":['
    yield from separated(dumped(_node(node)) for node in nodes if node.types or node.facts)
    yield "\n]}\n"


def dumped(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def separated(items: Iterable[str]) -> Iterator[str]:
    """Members of an array, one a line."""
    joint = "\n"
    for item in items:
        yield joint + item
        joint = ",\n"


def _node(node: Node) -> dict[str, Any]:
    told: dict[str, Any] = {"@id": node.address.text}
    if node.types:
        told["@type"] = list(node.types)
    for name, one in node.facts:
        told.setdefault(name, []).append(_object(one))
    return told


def _object(one: Address | Text) -> dict[str, str]:
    if isinstance(one, Address):
        return {"@id": one.text}
    kind = {"@type": one.kind} if one.kind else {"@language": one.language} if one.language else {}
    return {"@value": one.text} | kind
