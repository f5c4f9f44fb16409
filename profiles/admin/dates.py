"""Days as an iCalendar file (RFC 5545), which every calendar program reads."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST = 75  # octets of a line; what is longer goes on in the next, after a space


@dataclass(frozen=True)
class Entry:
    """A whole day with what is to be done on it; `name` tells it from all others for good."""

    name: str
    day: datetime.date
    title: str
    text: str
    address: str
    category: str


def calendar_of(entries: Sequence[Entry], *, name: str, host: str, at: datetime.datetime) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Canon//Review calendar//EN", f"X-WR-CALNAME:{_text(name)}"]
    for entry in entries:
        lines += _event(entry, host, f"{at.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}")
    return "".join(_folded(line) + "\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(entry: Entry, host: str, stamp: str) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:review-{entry.name}@{host}",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}",
        f"SUMMARY:{_text(entry.title)}",
        f"DESCRIPTION:{_text(entry.text)}",
        f"URL:{entry.address}",
        f"CATEGORIES:{_text(entry.category)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _text(value: str) -> str:
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\n"), ("\r", "\n"), ("\n", "\\n")):
        value = value.replace(sign, written)
    return value


def _folded(line: str) -> str:
    """Cut between characters, so that no letter is torn apart."""
    cuts, length = [""], 0
    for letter in line:
        size = len(letter.encode())
        if length + size > LONGEST:
            cuts.append(" ")
            length = 1
        cuts[-1] += letter
        length += size
    return "\r\n".join(cuts)
