"""Names that mislead: an alias of two roles, a neighbour that is not there, one skill under two spellings."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from profiles.contradictions.around import Around
from profiles.gate import Finding, Payload, Severity
from taxonomy.texts import fold_name

# Words after which a definition names the focus that it borders on.
_CUES = (
    r"[Ss]ibling focus(?:es)?(?: such as)?|[Dd]istinct from|[Ss]et apart from|[Uu]nlike|[Cc]alls on|[Bb]elongs? to"
    r"|[Ii]s (?:for|the work of)|(?:[Ll]ies?|[Rr]ests?|[Ss]tays?) with|[Nn]ot to be confused with|[Hh]anded to"
    r"|[Ww]here(?:as)?"
)
_WORD = r"[A-Z][\w'’.-]*"
# A name: words with capitals, joined by signs and small words between them.
_NAME = rf"{_WORD}(?:(?: [&/+] |/|, (?=[A-Z][\w'’-]* &)| (?:and|of|for) (?=[A-Z])| ){_WORD})*"
_NAMED = re.compile(rf"\b({_CUES}) (?:the )?({_NAME})")
# Of two words or more only: "where Customers …" begins no name.
_WEAK = ("where", "whereas")
_TOKEN = re.compile(r"[^\W_]+")
_JOINING = frozenset({"and", "of", "the", "for", "in"})


def shared_titles(payload: Payload, around: Around) -> Iterator[Finding]:
    """A name that people use for this role and that is also said of another."""
    for alias in payload["aliases"]:
        if places := around.captions.get(fold_name(alias["title"])):
            message = f"“{alias['title']}” is also a title of {places.told}: whoever asks for it is led to both"
            yield Finding("aliases.twice", Severity.WARNING, "aliases", message, alias["title"])


def neighbours(payload: Payload, around: Around) -> Iterator[Finding]:
    """A boundary note that names a focus which does not exist."""
    if around.names is None:
        return
    for place, text in (("summary", payload["summary"]), ("focus", payload["basis"]["focus"]["summary"])):
        for name in bordering(text):
            if name not in around.names:
                message = f"the definition names “{name}” as a neighbour, and no focus or function is called so"
                yield Finding("focus.neighbour", Severity.WARNING, place, message, name)


class Names:
    """What focuses and functions are called; a part of such a name stands for it ("Quality" for "Process Quality")."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_word: dict[str, list[frozenset[str]]] = {}
        for words in {tokens(name) for name in names}:
            for word in words:
                self._by_word.setdefault(word, []).append(words)
        self._asked: dict[str, bool] = {}

    def __contains__(self, name: str) -> bool:
        if (known := self._asked.get(name)) is None:
            wanted = tokens(name)
            rarest = min((self._by_word.get(word, []) for word in wanted), key=len, default=[])
            known = self._asked[name] = any(wanted <= words for words in rarest)
        return known


def bordering(text: str) -> list[str]:
    """What a definition names as its neighbours, in order and each once."""
    found = []
    for cue, name in _NAMED.findall(text or ""):
        name = name.rstrip(".,'’")
        if not (cue.casefold() in _WEAK and len(tokens(name)) < 2):
            found.append(name)
    return list(dict.fromkeys(found))


def tokens(name: str) -> frozenset[str]:
    """The words of a name that tell it from others."""
    return frozenset(_TOKEN.findall(name.casefold())) - _JOINING


def spelled_twice(payload: Payload, around: Around) -> Iterator[Finding]:
    """One skill under two spellings: within this profile, or here otherwise than in most others."""
    seen: dict[str, str] = {}
    for name in (skill["name"] for skill in payload["skills"]):
        if (other := seen.setdefault(plain(name), name)) != name:
            message = f"“{name}” and “{other}” are one skill under two spellings"
            yield Finding("skills.twice", Severity.WARNING, "skills", message, name)
        elif usual := around.spellings.get(name):
            message = f"“{name}” is written “{usual[0]}” in {usual[1]} other profile{'s' if usual[1] > 1 else ''}"
            yield Finding("skills.spelled", Severity.WARNING, "skills", message, name)


@lru_cache(maxsize=16_384)
def plain(name: str) -> str:
    """What two spellings of one skill have in common: letters alone, British or American, one or many."""
    ascii_only = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    words = _TOKEN.findall("".join(sign for sign in ascii_only if not unicodedata.combining(sign)))
    return "".join(_stem(word) for word in words if word not in _JOINING) + _signs(name)


def _stem(word: str) -> str:
    for british, american in (
        ("isation", "ization"),
        ("ising", "izing"),
        ("yse", "yze"),
        ("our", "or"),
        ("ogue", "og"),
    ):
        word = word.replace(british, american)
    word = {"programme": "program", "modelling": "modeling", "labelling": "labeling", "centre": "center"}.get(
        word, word
    )
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "is", "us")) else word


def _signs(name: str) -> str:
    """C, C# and C++ are three skills."""
    return "".join(sign for sign in name if sign in "+#")


def spellings_of(counted: Iterable[tuple[str, int]]) -> dict[str, tuple[str, int]]:
    """Name → its more usual spelling and how many use that, for names that have one; of equals the first by letters."""
    groups: dict[str, list[tuple[str, int]]] = {}
    for name, number in counted:
        groups.setdefault(plain(name), []).append((name, number))
    found = {}
    for names in (group for group in groups.values() if len(group) > 1):
        usual = min(names, key=lambda pair: (-pair[1], pair[0]))
        found |= {name: usual for name, _ in names if name != usual[0]}
    return found
