"""The one spelling of a payload, and its seal: the SHA-256 of those bytes."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

# What reviewers judge. Their scores hold for exactly this; pay is apart and the panel cannot judge itself.
CONTENT = ("title", "summary", "responsibilities", "skills", "aliases", "mappings", "sources")


_SPELLING = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical(value: Any) -> str:
    """JSON with sorted keys, no white space, no escapes that UTF-8 does not need, no NaN."""
    return _SPELLING.encode(value)


def joined(members: Mapping[str, str]) -> str:
    """The canonical spelling of an object whose values are spelled already, so that none is spelled twice."""
    return "{" + ",".join([f"{_name(name)}:{members[name]}" for name in sorted(members)]) + "}"


def cut(text: str, names: Sequence[str]) -> dict[str, str] | None:
    """The members of an object, spelled, from its canonical spelling; `names` are all of them, sorted. None where one
    is missing.

    Found by their names from the end, and nothing is read: a member whose own members are named alike may be cut
    wrongly. Who takes them proves them, by a digest of what they are joined to.
    """
    members, end = {}, len(text) - 1
    for name in reversed(names):
        mark = f'{"{" if name == names[0] else ","}"{name}":'
        if (at := text.rfind(mark, 0, end)) < 0:
            return None
        members[name], end = text[at + len(mark) : end], at
    return members


_name = lru_cache(maxsize=256)(canonical)  # names of members are few


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def seal(payload: Mapping[str, Any]) -> str:
    """The seal of a public payload: 64 hex digits. It covers pay through the payload's `pay_seal`."""
    return digest(canonical(payload))


def judged_digest(content: Mapping[str, Any]) -> str:
    """What panel scores are kept with. Who confirmed a mapping is no part of the text that was judged."""
    judged = {name: content.get(name) or None for name in CONTENT}
    mappings = [{k: v for k, v in mapping.items() if k != "confirmed"} for mapping in content.get("mappings") or ()]
    return digest(canonical(judged | {"mappings": mappings or None}))


def judged_digest_of(spelled: Mapping[str, str]) -> str:
    """The same of a content whose members are spelled already, and whose mappings nobody has confirmed."""
    return digest(joined({name: _EMPTY.get(text := spelled[name], text) for name in CONTENT}))


# What says nothing was judged as if it were not there.
_EMPTY = {canonical(nothing): canonical(None) for nothing in ("", [])}


def new_salt() -> str:
    return secrets.token_hex(16)


def pay_seal(part: Mapping[str, Any], salt: str) -> str:
    """Seal of the pay part. Salted, since a plain digest of a round figure can be guessed by trying."""
    return digest(salt + canonical(part))


def chain(previous: str, entry: Mapping[str, Any]) -> str:
    """The next link of a profile's audit trail: it depends on everything before it."""
    return digest(previous + canonical(entry))


def member_line(seal: str, state: str, cited: str) -> str:
    """A profile in a release, as its digest has it: `cited` is KEY#number."""
    return f"{seal} {state} {cited}"


def text_line(seal: str, kind: str, position: int) -> str:
    """A shared text in a release: `position` is its place among them, from 1."""
    return f"{seal} text {position} {kind}"


def release_digest(lines: Iterable[str]) -> str:
    """The digest of a release: SHA-256 over its lines, sorted, each with a line feed at its end.

    Every line begins with a seal; so `sort | sha256sum` over the lines of a bundle gives the same.
    """
    return digest("".join(f"{line}\n" for line in sorted(lines)))
