"""What of a payload is compared, part by part, and what tells that two items are the same one."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from profiles.comparison.alignment import Fields, Key, fold

Payload = Mapping[str, Any]

# Left out by name: `code` and `scope` stand in the key; pay has a part of its own, and its seal is salted.
LEFT_OUT = ("schema", "code", "scope", "pay_seal")


@dataclass(frozen=True)
class Part:
    """One section of a difference: the fields of one thing, or a list of items.

    `read` gives a mapping of fields for the one and a list of such mappings for the other; values are flat.
    """

    name: str
    one: str
    read: Callable[[Payload], Any]
    many: str = ""  # the plural; a part that has one is a list
    keys: tuple[Key, ...] = ()
    near: str = ""
    basis: bool = False

    @property
    def is_list(self) -> bool:
        return bool(self.many)

    def count(self, number: int) -> str:
        return f"{number} {self.one if number == 1 else self.many}"


# -- reading -------------------------------------------------------------------------------------------


def flat(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Lists of words become one text, so that every value can be told and weighed."""
    return {name: ", ".join(map(str, v)) if isinstance(v, list | tuple) else v for name, v in fields.items()}


def _field(name: str) -> Callable[[Payload], Fields]:
    return lambda payload: {name: payload.get(name)}


def _items(name: str) -> Callable[[Payload], list[Fields]]:
    return lambda payload: [flat(item) for item in payload.get(name) or ()]


def _basis(name: str) -> Callable[[Payload], Fields]:
    return lambda payload: flat((payload.get("basis") or {}).get(name) or {})


def _basis_items(name: str) -> Callable[[Payload], list[Fields]]:
    return lambda payload: [flat(item) for item in (payload.get("basis") or {}).get(name) or ()]


def _responsibilities(payload: Payload) -> list[Fields]:
    return [{"text": text} for text in payload.get("responsibilities") or ()]


def _panel(payload: Payload) -> list[Fields]:
    """Scores beside the other fields; objections as lines of one text, each with its answer and ruling."""
    return [
        {name: value for name, value in review.items() if name not in ("scores", "objections")}
        | dict(review.get("scores") or {})
        | {"objections": "\n".join(_objections(review.get("objections") or ()))}
        for review in payload.get("panel") or ()
    ]


def _objections(objections: Iterable[Mapping[str, str]]) -> Iterable[str]:
    for objection in objections:
        told = objection["text"]
        if answer := objection.get("answer"):
            told += f" → {answer}{_by(objection.get('answered_by'))}"
        if (outcome := objection.get("outcome")) and outcome not in ("open", "answered"):
            told += f" → {outcome}{_by(objection.get('ruled_by'))}"
        yield told


def _by(name: str | None) -> str:
    return f" ({name})" if name else ""


# -- what is the same item -------------------------------------------------------------------------------


def _folded(*names: str) -> Key:
    """Equal but for case and width in all these fields; an item without the first has no such key."""
    return lambda item: tuple(fold(item.get(name) or "") for name in names) if item.get(names[0]) else None


def _exactly(*names: str) -> Key:
    return lambda item: tuple(item.get(name) for name in names)


PARTS = (
    Part("key", "key", _field("key")),
    Part("title", "title", _field("title")),
    Part("summary", "definition", _field("summary")),
    Part("responsibilities", "responsibility", _responsibilities, "responsibilities", near="text"),
    Part("skills", "skill", _items("skills"), "skills", (_folded("name"),)),
    Part("aliases", "alias", _items("aliases"), "aliases", (_folded("title", "locale"), _folded("title"))),
    Part("mappings", "mapping", _items("mappings"), "mappings", (_exactly("system", "code"),)),
    Part(
        "sources",
        "source",
        _items("sources"),
        "sources",
        (_folded("url", "title"), _folded("url"), _folded("title")),
    ),
    Part("panel", "review", _panel, "reviews", (_folded("panelist"),)),
    Part("confidence", "stated confidence", _field("confidence")),
    Part("produced_by", "producer", _field("produced_by")),
    Part("function", "function", _basis("function"), basis=True),
    Part("focus", "focus", _basis("focus"), basis=True),
    Part("track", "track", _basis("track"), basis=True),
    Part("level", "level", _basis("level"), basis=True),
    Part(
        "levels", "level of the track", _basis_items("levels"), "levels of the track", (_exactly("code"),), basis=True
    ),
    Part("guidelines", "guideline", _basis_items("guidelines"), "guidelines", (_exactly("level"),), basis=True),
    Part("occupation", "occupational base", _basis("occupation"), basis=True),
)


def _figures(owner: str) -> Callable[[Payload], Fields]:
    return lambda part: flat(part.get(owner) or {})


PAY = (
    Part("own", "pay of this profile", _figures("own")),
    Part("function", "pay baseline of the function", _figures("function"), basis=True),
    Part("level", "pay baseline of the level", _figures("level"), basis=True),
)
