"""What text may be stored: NFC, no control characters, no lone surrogates; one line or many."""

import datetime
import re
import unicodedata
from urllib.parse import urlsplit

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# Bidirectional overrides let a text show other words than it holds.
_BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
# What nearly every address looks like; anything odder is taken apart and looked at.
_PLAIN_URL = re.compile(r"https?://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(/[A-Za-z0-9._~%!$&'()*+,;=:@/?#-]*)?")
PARTIAL_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")


def clean_text(value: str) -> str:
    """The text in NFC with plain line ends, trimmed; ValueError where it holds what no text should."""
    # Printable text holds none of what is refused below; most texts leave here.
    if value.isprintable() and unicodedata.is_normalized("NFC", value):
        return value.strip()
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    if found := _CONTROL.search(value) or _BIDI.search(value):
        raise ValueError(f"text without control characters expected, found U+{ord(found[0]):04X}")
    return unicodedata.normalize("NFC", value).strip()


def clean_line(value: str) -> str:
    """The same on one line: every run of white space becomes one space."""
    if "  " not in value and value.isprintable() and unicodedata.is_normalized("NFC", value):
        return value.strip()
    return " ".join(clean_text(value).split())


def clean_url(value: str) -> str:
    """An absolute http or https address, or nothing; anything else could run or read on a click."""
    value = value.strip()
    if not value or _PLAIN_URL.fullmatch(value):
        return value
    if re.search(r"[\s\x00-\x1f<>\"\\^`{|}]", value):
        raise ValueError("an address without spaces or control characters expected")
    try:
        parts = urlsplit(value)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        usable = False
    if not usable:
        raise ValueError(f"an address that begins with https:// or http:// expected, found “{value[:40]}”")
    return value


def clean_partial_date(value: str) -> str:
    """A date as exact as is known: 2026, 2026-05 or 2026-05-31 (ISO 8601)."""
    value = value.strip()
    if not value:
        return ""
    if not (match := PARTIAL_DATE.fullmatch(value)):
        raise ValueError(f"a date such as 2026-05-31, 2026-05 or 2026 expected, found “{value[:40]}”")
    year, month, day = match.groups()
    datetime.date(int(year), int(month or 1), int(day or 1))  # 2026-02-31 is refused here
    return value


def fold_name(value: str) -> str:
    """How names are told apart: case and width do not count ("Power BI" = "power bi")."""
    if value.isascii():  # nothing is composed and nothing is wide: most names leave here
        return value.casefold()
    # PostgreSQL lowers İ to i, Python to two letters: what is one name to either is one here.
    plain = unicodedata.normalize("NFKC", value).replace("İ", "i")
    return unicodedata.normalize("NFKC", plain.casefold())
