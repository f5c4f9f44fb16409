"""How a permanent code is made from names, and what shape a code has."""

import hashlib
import re
import unicodedata
from collections.abc import Container

from django.utils.text import slugify

FUNCTION_CODE = r"[A-Z0-9]{1,16}"
FOCUS_CODE = r"[A-Z0-9]{1,24}"
LEVEL_CODE = r"[A-Z]{1,3}[0-9]{1,2}"
TRACK_CODE = r"[A-Z]{1,3}"
SCOPE_CODE = r"[A-Z0-9][A-Z0-9-]{1,15}"
SKILL_ADDRESS = r"[a-z0-9_-]{1,70}"
GLOBAL = "global"

KEY = re.compile(
    rf"(?P<function>{FUNCTION_CODE})\.(?P<focus>{FOCUS_CODE})\.(?P<level>{LEVEL_CODE})"
    rf"(?:@(?P<scope>{SCOPE_CODE}))?"
)


def fold(name: str) -> str:
    """The name's ASCII letters and digits, upper case ("Größe & Co." → "GROSSECO")."""
    # NFKD has no decomposition for ß; German readers expect SS and not a hole.
    plain = unicodedata.normalize("NFKD", name.replace("ß", "ss"))
    return re.sub(r"[^A-Za-z0-9]", "", plain.encode("ascii", "ignore").decode()).upper()


def function_code(name: str, taken: Container[str] = ()) -> str:
    """First six letters or digits of the name; a numeral is appended where that is taken."""
    stem = fold(name)[:6] or "X"
    code, numeral = stem, 0
    while code in taken:
        numeral += 1
        code = f"{stem}{numeral}"
    return code


def focus_code(function: str, focus: str, taken: Container[str] = ()) -> str:
    """First eight letters or digits of the focus name, then four hex digits of its slug's SHA-1.

    A code that is taken gets the next two hex digits, as often as it needs.
    """
    slug = slugify(function if function == focus else f"{function}-{focus}")[:60]
    stem, digest = (
        fold(focus)[:8],
        hashlib.sha1(slug.encode(), usedforsecurity=False).hexdigest().upper(),
    )
    for length in range(4, len(digest) + 1, 2):
        if (code := stem + digest[:length]) not in taken:
            return code
    raise ValueError(f"every code for “{focus}” in “{function}” is taken")


def make_key(function: str, focus: str, level: str, scope: str = GLOBAL) -> str:
    """A profile's permanent name: FUNCTION.FOCUS.LEVEL, with @SCOPE where it is not global."""
    key = f"{function}.{focus}.{level}"
    return key if scope == GLOBAL else f"{key}@{scope}"


def skill_address(folded: str) -> str:
    """The address of a skill, of its case-folded name: readable, and another one for every other name.

    Where the slug keeps all of the name it stands alone ("shift-planning"); where it loses something, six hex digits
    of the name's SHA-1 tell it from others ("c-plus-plus-…" for C++, "c" for C). A pure function of the name, so that
    any page can link without a look-up.
    """
    told = folded.replace("+", " plus ").replace("#", " sharp ")
    slug = slugify(told)[:60].strip("-_")
    if slug.replace("-", " ") == folded:
        return slug
    digest = hashlib.sha1(folded.encode(), usedforsecurity=False).hexdigest()[:6]
    return f"{slug}-{digest}" if slug else digest
