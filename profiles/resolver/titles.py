"""How a job title from somebody's file is read: what it says, at what level, and what is noise.

A title is folded to plain lower-case words; requisition numbers, places of work, shifts and terms of contract go;
abbreviations are written out; words of seniority become a level hint and are not matched. Words of management
("director", "supervisor") are told as a hint too but stay, since they tell one occupation from another.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from profiles.resolver.abbreviations import WRITTEN_OUT
from profiles.resolver.levels import WORD, hint, without_seniority
from profiles.resolver.noise import without_noise

LONGEST = 200  # characters of a title that are read

_APOSTROPHES = str.maketrans("", "", "'’`´")

_HEAD_ENDS = re.compile(r"(?<=\w{4})-|\s+(?:of|for|to|in|at)\s+|\s*[,/(–—:|]\s*|\s+-\s*|-\s+")


@dataclass(frozen=True)
class Title:
    """A title as it was read: words in their order, its head word, and a level hint ("" where it tells none)."""

    raw: str
    words: tuple[str, ...]
    head: str
    level_hint: str

    @property
    def text(self) -> str:
        return " ".join(self.words)


@lru_cache(maxsize=1_000)  # of a chunk: names here are looked up by what was read, and then the index
def read(raw: str) -> Title:
    """Reads any text; one that says nothing gives no words."""
    plain = _plain(raw)
    spelled = _written_out(plain)
    level_hint = hint(spelled)
    kept = without_seniority(spelled)
    head = _head(kept)
    words = _words(kept)
    return Title(raw, tuple(words), head if head in words else (words[-1] if words else ""), level_hint)


def _plain(raw: str) -> str:
    """Lower case, no accents, no noise; separators stay, since they tell where the head ends."""
    folded = unicodedata.normalize("NFKD", raw[:LONGEST]).encode("ascii", "ignore").decode()
    text = " ".join(folded.translate(_APOSTROPHES).lower().replace(".", "").replace("_", " ").split())
    return without_noise(text)


def _written_out(text: str) -> str:
    text = re.sub(r"^or\b", "operating room", text)  # anywhere else it is the little word
    text = re.sub(r"\bsr\b", "senior", re.sub(r"\bjr\b", "junior", text))
    return WORD.sub(lambda m: " ".join(WRITTEN_OUT.get(m[0], (m[0],))), text)


def _head(text: str) -> str:
    """The word that says what somebody is: "director" of "director of sales", "clerk" of "payroll clerk - nights"."""
    for part in _HEAD_ENDS.split(text):
        words = WORD.findall(part)
        if words:
            return words[-1]
    return ""


_IDLE = {"of", "the", "and", "for", "to", "a", "an", "in", "at", "on", "with", "or"}


def _words(text: str) -> list[str]:
    found = WORD.findall(text)
    return [word for word in dict.fromkeys(found) if word not in _IDLE] or found[:1]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The plural and the ending of the doer off: enough for titles, and the same every time."""
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("ers", "er"), ("ors", "or"), ("ing", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            return word[: -len(ending)] + instead
    return word


def read_text(text: str) -> list[str]:
    """The words of a running text (tasks, tools), for counting."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().translate(_APOSTROPHES).lower()
    return [word for word in WORD.findall(plain) if word not in _IDLE]
