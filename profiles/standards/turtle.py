"""Nodes as Turtle (RDF 1.1), one block each; a text is escaped so that it ends where it ends."""

import re
from collections.abc import Iterable, Iterator

from profiles.standards.graph import PREFIXES, Address, Fact, Node, Text

_SPELLED = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ODD = re.compile(r'["\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')


def written(nodes: Iterable[Node]) -> Iterator[str]:
    yield "".join(f"@prefix {name}: <{address}> .\n" for name, address in PREFIXES.items())
    for node in nodes:
        if node.types or node.facts:
            yield _block(node)


def _block(node: Node) -> str:
    kinds = [f"a {' , '.join(node.types)}"] if node.types else []
    facts = [f"{name} {' , '.join(objects)}" for name, objects in _gathered(node.facts).items()]
    return f"\n{_address(node.address)} " + " ;\n    ".join(kinds + facts) + " .\n"


def _gathered(facts: Iterable[Fact]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, one in facts:
        found.setdefault(name, []).append(_address(one) if isinstance(one, Address) else _text(one))
    return found


def _address(address: Address) -> str:
    return f"<{address.text}>"


def _text(text: Text) -> str:
    told = _ODD.sub(lambda found: _SPELLED.get(found[0]) or f"\\u{ord(found[0]):04X}", text.text)
    return f'"{told}"' + (f"^^{text.kind}" if text.kind else f"@{text.language}" if text.language else "")
