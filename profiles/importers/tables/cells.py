"""What a cell says: tidied text, lists within a text, sums of money."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from profiles.importers.tables.mapping import Items, Value, fold

# What begins a line of a list in texts that are made one sentence.
BULLETS = ("- ", "• ", "* ", "– ", "· ")
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff]")
ODD_SIGNS = re.compile("[\x0b\x0c\x85\u2028\u2029\u200b\u2060\ufeff]")
_CURRENCY = r"(?:[A-Z]{0,3}[£$€¥₹]|[A-Z]{3}|kr\.?)?"
_WHOLE = r"\d{1,3}(?:([,.'’ \u00a0\u202f])\d{3}(?:\2\d{3})*)?|\d+"
# Three digits after a point are as likely thousands as decimals: they are neither.
_MONEY = re.compile(rf"{_CURRENCY}\s*({_WHOLE})(?:([.,])(\d{{1,2}}|\d{{4,}}))?\s*{_CURRENCY}")


class BadCell(Exception):
    """A cell that has no usable value."""

    def __init__(self, column: str, message: str) -> None:
        self.column = column
        super().__init__(message)


def tidy(cell: str) -> str:
    """One kind of line break, nothing invisible, no space at the ends of lines; the words are not touched."""
    text = _INVISIBLE.sub("", _BREAKS.sub("\n", cell))
    return "\n".join(line.strip() for line in text.split("\n")).strip()


@dataclass(frozen=True)
class Cells:
    """The cells of one row that the mapping asks for, tidied, by folded heading; blank ones are left out."""

    number: int
    texts: dict[str, str]
    bad: dict[str, str] = field(default_factory=dict)

    def text(self, heading: str) -> str:
        name = fold(heading)
        if name in self.bad:
            raise BadCell(heading, self.bad[name])
        return self.texts.get(name, "")

    def value(self, origin: Value | None) -> str:
        """The value that the mapping describes; empty where there is none."""
        if origin is None:
            return ""
        if origin.constant is not None:
            return origin.constant
        text = origin.joined_by.join(filter(None, (self.text(heading) for heading in origin.headings)))
        return (one_sentence(text) if origin.bullets == "one sentence" else text) or origin.default

    def line(self, origin: Value | None) -> str:
        """The same on one line."""
        return " ".join(self.value(origin).split())


@dataclass
class Split:
    """A text cut at its bullets; `lead_ins` counts the lines that only led over to them."""

    before: str = ""
    items: list[str] = field(default_factory=list)
    after: str = ""
    lead_ins: int = 0


def split(text: str, how: Items) -> Split:
    """Items of a cell as the mapping says: by line prefix, by separator, or the cell as one item."""
    if how.separator:
        found = Split(items=[part.strip() for part in text.split(how.separator) if part.strip()])
    elif how.prefixes:
        found = _by_prefix(text, tuple(how.prefixes), {fold(line) for line in how.lead_ins})
    else:
        found = Split(items=[text] if text else [])
    if how.capital:
        found.items = [item[0].upper() + item[1:] for item in found.items]
    return found


def _by_prefix(text: str, prefixes: tuple[str, ...], lead_ins: set[str]) -> Split:
    found, around = Split(), {False: [], True: []}
    for line in text.split("\n"):
        if fold(line) in lead_ins:
            found.lead_ins += 1
        elif item := _item(line, prefixes):
            found.items.append(item)
        else:
            around[bool(found.items)].append(line)
    found.before, found.after = ("\n".join(around[late]).strip() for late in (False, True))
    return found


def _item(line: str, prefixes: Sequence[str]) -> str:
    """What follows the prefix, or nothing where the line has none."""
    return next((line[len(prefix) :].strip() for prefix in prefixes if line.startswith(prefix)), "")


def one_sentence(text: str) -> str:
    """Lists within the text run on: "You can:", "- read", "- write" becomes "You can read; write."."""
    lines: list[str] = []
    items: list[str] = []
    for line in [*text.split("\n"), ""]:
        if item := _item(line, BULLETS):
            items.append(item.rstrip(".;, "))
            continue
        if items:
            lines.append(_run_on(lines, items))
            items = []
        lines.append(line)
    return "\n".join(lines).strip()


def _run_on(lines: list[str], items: list[str]) -> str:
    listed = "; ".join(items) + "."
    if lines and lines[-1] and lines[-1][-1] not in ".!?":
        return f"{lines.pop().rstrip(': ')} {listed}"
    return listed[0].upper() + listed[1:]


def money(text: str, decimal: str) -> int:
    """Whole units from "£52,300.00", "52 300" or, with a decimal comma, "52.300,00"; ValueError else."""
    found = _MONEY.fullmatch(text)
    if not found or found[2] == decimal or (found[3] or decimal) != decimal:
        raise ValueError(f"a sum such as 52{',' if decimal == '.' else '.'}300 expected, found “{text[:40]}”")
    return int(re.sub(r"\D", "", found[1])) + ((found[4] or "0")[0] >= "5")
