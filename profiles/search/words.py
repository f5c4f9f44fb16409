"""Words as the index knows them, of a text or of what somebody typed: small letters, no accents, bounded."""

import re
import unicodedata
from dataclasses import dataclass

LONGEST, MOST = 200, 12  # characters and words that are read of what somebody typed

_WORD = re.compile(r"[^\W_]+")
_PARTING = re.compile(f"({_WORD.pattern})")
_SPACES = {n: " " for n in range(128) if not chr(n).isalnum()}
# The marks that Latin, Greek and Cyrillic letters bear; a script whose marks are letters of their own keeps them.
_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\ufe20-\ufe2f]+")


@dataclass(frozen=True)
class Term:
    """A word to look for, or the beginning of words."""

    word: str
    begins: bool = False


# Any of these will do.
Group = tuple[Term, ...]


def fold(text: str) -> str:
    """Small letters without accents ("Größe" → "große", "Café" → "cafe")."""
    if text.isascii():
        return text.lower()
    plain = _MARKS.sub("", unicodedata.normalize("NFD", text.lower()))
    return unicodedata.normalize("NFC", plain)


def raw_words(text: str) -> list[str]:
    """The words of a text as they are written."""
    # Several times as fast, and nearly every text is so.
    return text.translate(_SPACES).split() if text.isascii() else _WORD.findall(text)


def words_of(text: str) -> list[str]:
    return raw_words(fold(text))


def line_of(text: str) -> str:
    """The words of a text with one space between."""
    return " ".join(words_of(text))


def parted(text: str) -> list[str]:
    """A text cut into what stands between words, and words: [between, word, between, …, between]."""
    return _PARTING.split(text)


def asked(text: str) -> list[str]:
    """The words of what somebody typed: NFC, nothing but words, not too long and not too many."""
    text = unicodedata.normalize("NFC", text[:LONGEST])[:LONGEST]
    # Lone surrogates are no text, and no database stores them.
    return words_of(text.encode("utf-8", "replace").decode())[:MOST]
