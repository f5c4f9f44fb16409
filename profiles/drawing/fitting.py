"""How wide a text will be, by estimate, and how it is wrapped or shortened to fit: a server has no fonts to ask."""

import unicodedata
from functools import lru_cache

ELLIPSIS = "…"
# Shares of the size of the letters. Rather too wide than too narrow: readers' faces differ.
_NARROW, _PLAIN, _CAPITAL, _WIDE, _SQUARE = 0.38, 0.62, 0.74, 0.98, 1.05
_NARROW_LETTERS = frozenset("iljftrI.,:;'’|!()[]/-· ")
_WIDE_LETTERS = frozenset("mwMW@%—…")


def width(text: str, size: float) -> float:
    """Of one line, in the units of `size`."""
    return size * sum(_share(letter) for letter in text)


@lru_cache(maxsize=1024)
def _share(letter: str) -> float:
    if letter in _NARROW_LETTERS:
        return _NARROW
    if letter in _WIDE_LETTERS:
        return _WIDE
    if letter.isascii():
        return _CAPITAL if letter.isupper() else _PLAIN
    if unicodedata.combining(letter):
        return 0.0
    # Whatever is no common letter may be a picture or two letters in one.
    return _SQUARE if unicodedata.east_asian_width(letter) in "WF" or not letter.isalpha() else _CAPITAL


def shorten(text: str, room: float, size: float) -> str:
    """The text where it fits, else as much of it as leaves place for an ellipsis."""
    text = text[:300]  # longer than any line that is drawn; what comes in may be of any length
    if width(text, size) <= room:
        return text
    left = room - width(ELLIPSIS, size)
    kept = 0
    for kept, letter in enumerate(text):  # noqa: B007  the place where the room ends is what is wanted
        left -= size * _share(letter)
        if left < 0:
            break
    return text[:kept].rstrip() + ELLIPSIS


def wrap(text: str, room: float, size: float, *, lines: int = 2) -> list[str]:
    """At most so many lines that each fit; a word that is longer than a line is cut, the last line shortened."""
    words, found = text[:600].split(), []
    while words and len(found) < lines - 1:
        line = _fill(words, room, size)
        found.append(line)
    if words:
        found.append(shorten(" ".join(words), room, size))
    return found or [""]


def _fill(words: list[str], room: float, size: float) -> str:
    """Takes from the front of `words` what fits on one line; cuts a word only where it would stand there alone."""
    line = ""
    while words:
        longer = f"{line} {words[0]}" if line else words[0]
        if width(longer, size) > room:
            break
        line = longer
        words.pop(0)
    if line:
        return line
    word, kept = words.pop(0), 1
    # Scripts of square letters part their words anywhere, and without a hyphen.
    hyphen = "" if unicodedata.east_asian_width(word[0]) in "WF" else "-"
    while kept < len(word) and width(word[: kept + 1] + hyphen, size) <= room:
        kept += 1
    if not word[kept:]:
        return word
    words.insert(0, word[kept:])
    return word[:kept] + hyphen
