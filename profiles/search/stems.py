"""Porter's stemmer, as the databases index with it: to say afterwards which words were hit.

M. F. Porter, "An algorithm for suffix stripping", Program 14 (1980) 130–137.
"""

import re
from functools import lru_cache

_SECOND = {
    **{"ational": "ate", "tional": "tion", "enci": "ence", "anci": "ance", "izer": "ize", "bli": "ble", "alli": "al"},
    **{"entli": "ent", "eli": "e", "ousli": "ous", "ization": "ize", "ation": "ate", "ator": "ate", "alism": "al"},
    **{"iveness": "ive", "fulness": "ful", "ousness": "ous", "aliti": "al", "iviti": "ive", "biliti": "ble"},
    **{"logi": "log"},
}
_THIRD = {"icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": ""}
_FOURTH = (
    *("al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "sion", "tion"),
    *("ou", "ism", "ate", "iti", "ous", "ive", "ize"),
)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a folded word; words of other letters than a to z stay as they are but for their endings."""
    if len(word) < 3:
        return word
    word = _first(word)
    word = _ending(word, _SECOND, 0)
    word = _ending(word, _THIRD, 0)
    word = _fourth(word)
    return _fifth(word)


@lru_cache(maxsize=50_000)
def _shape(text: str) -> str:
    """Vowels and consonants in a row: "toy" → "cvc"; y is a vowel after a consonant."""
    shape = ""
    for letter in text:
        vowel = letter in "aeiou" or (letter == "y" and shape.endswith("c"))
        shape += "v" if vowel else "c"
    return shape


def _measure(text: str) -> int:
    return len(re.findall("v+c+", _shape(text)))


def _has_vowel(text: str) -> bool:
    return "v" in _shape(text)


def _short(text: str) -> bool:
    """Ends consonant, vowel, consonant, and the last is none of w, x, y."""
    return _shape(text).endswith("cvc") and text[-1] not in "wxy"


def _doubled(text: str) -> bool:
    return len(text) > 1 and text[-1] == text[-2] and _shape(text)[-1] == "c"


def _first(word: str) -> str:
    if word.endswith(("sses", "ies")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    if word.endswith("eed"):
        word = word[:-1] if _measure(word[:-3]) else word
    else:
        for ending in ("ed", "ing"):
            if word.endswith(ending) and _has_vowel(word.removesuffix(ending)):
                word = _mended(word.removesuffix(ending))
                break
    return word[:-1] + "i" if word.endswith("y") and _has_vowel(word[:-1]) else word


def _mended(word: str) -> str:
    """What -ed or -ing was taken from."""
    if word.endswith(("at", "bl", "iz")):
        return word + "e"
    if _doubled(word) and word[-1] not in "lsz":
        return word[:-1]
    return word + "e" if _measure(word) == 1 and _short(word) else word


def _ending(word: str, endings: dict[str, str], least: int) -> str:
    """The longest of these endings replaced, where what stands before it is long enough."""
    found = max((ending for ending in endings if word.endswith(ending)), key=len, default=None)
    if found is None or _measure(word.removesuffix(found)) <= least:
        return word
    return word.removesuffix(found) + endings[found]


def _fourth(word: str) -> str:
    found = max((ending for ending in _FOURTH if word.endswith(ending)), key=len, default=None)
    if found is None:
        return word
    kept = word.removesuffix(found) + (found[0] if found in ("sion", "tion") else "")
    return kept if _measure(kept) > 1 else word


def _fifth(word: str) -> str:
    if word.endswith("e"):
        rest = word[:-1]
        size = _measure(rest)
        word = rest if size > 1 or (size == 1 and not _short(rest)) else word
    return word[:-1] if word.endswith("ll") and _measure(word) > 1 else word
