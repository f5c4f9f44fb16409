"""The columns of CSV and xlsx: one row a profile, each with its version, seal and licence."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from profiles import pay as pay_rules
from profiles.records import written_instant
from profiles.rendering.shelf import Sealed
from profiles.standards.telling import citation, confidence, url_of

Value = str | int | float | None


@dataclass(frozen=True)
class Column:
    """What it is called, what it holds, how wide it stands in a spreadsheet, and how a text fills it."""

    name: str
    told: str
    width: int
    read: Callable[[Sealed], Value]


def _row(name: str) -> Callable[[Sealed], Value]:
    return lambda sealed: getattr(sealed.revision, name)


def _level(name: str) -> Callable[[Sealed], Value]:
    return lambda sealed: sealed.payload["basis"]["level"][name]


def _lines(texts: Iterable[str]) -> str:
    """A list in one cell: one a line, none over several."""
    return "\n".join(" ".join(text.split()) for text in texts)


def _list(part: str, told: Callable[[dict[str, Any]], str]) -> Callable[[Sealed], Value]:
    return lambda sealed: _lines(map(told, sealed.payload[part]))


def _bracketed(text: str, more: str) -> str:
    return f"{text} ({more})" if more else text


def _mapping(mapping: dict[str, Any]) -> str:
    code = f"{mapping['system']} {mapping['code']}"
    return _bracketed(f"{code} {mapping['label']}".rstrip(), mapping["relation"])


COLUMNS = (
    Column("citation", "KEY#version: how the text is cited", 36, lambda sealed: citation(sealed.revision)),
    Column("key", "FUNCTION.FOCUS.LEVEL, with @SCOPE for a region", 34, _row("key")),
    Column("version", "number of the approved version", 8, _row("number")),
    Column("state", "approved, or retired where that was asked for", 10, _row("stood")),
    Column("title", "title of the job", 40, _row("title")),
    Column("function", "code of the function", 12, _row("function_code")),
    Column("function_name", "name of the function", 28, _row("function_name")),
    Column("focus", "code of the focus", 16, _row("focus_code")),
    Column("focus_name", "name of the focus", 32, _row("focus_name")),
    Column("track", "S support, P professional, M management, E executive", 6, _row("track_code")),
    Column("level", "code of the level", 6, _row("level_code")),
    Column("level_title", "title of the level", 24, _row("level_title")),
    Column("rank", "rank that all tracks share", 6, _row("rank")),
    Column("scope", "global, or the region the text is for", 8, _row("scope_code")),
    Column("years_min", "typical years of experience, from; never a requirement", 9, _level("years_min")),
    Column("years_max", "typical years of experience, to", 9, _level("years_max")),
    Column("summary", "definition of the role", 60, lambda sealed: sealed.payload["summary"]),
    Column("responsibilities", "one a line", 60, lambda sealed: _lines(sealed.payload["responsibilities"])),
    Column("skills", "one a line", 30, _list("skills", lambda skill: skill["name"])),
    Column(
        "aliases",
        "other titles, one a line; a language in brackets",
        30,
        _list("aliases", lambda alias: _bracketed(alias["title"], alias["locale"])),
    ),
    Column("mappings", "outside codes, one a line: system, code, label (relation)", 40, _list("mappings", _mapping)),
    Column(
        "sources",
        "evidence, one a line; an address in brackets",
        40,
        _list("sources", lambda source: _bracketed(source["title"], source["url"])),
    ),
    Column("confidence", "at approval, 0 to 1; empty where it is not scored", 10, lambda s: confidence(s.revision)),
)


def _figure(name: str) -> Callable[[Sealed], Value]:
    def read(sealed: Sealed) -> Value:
        found = pay_rules.resolve(sealed.pay)
        return found.figures.get(name) if found else None

    return read


def _owner(sealed: Sealed) -> Value:
    found = pay_rules.resolve(sealed.pay)
    return found.owner if found else None


PAY = (
    Column("pay_owner", "whose figures hold: own, function or level", 10, _owner),
    Column("pay_low", "low end of the yearly range", 10, _figure("low")),
    Column("pay_median", "yearly median", 10, _figure("median")),
    Column("pay_high", "high end of the yearly range", 10, _figure("high")),
    Column("pay_currency", "currency of the figures", 8, _figure("currency")),
    Column("pay_basis", "what the figures are", 20, _figure("basis")),
    Column("pay_region", "where they hold", 12, _figure("region")),
    Column("pay_source", "whose figures they are", 30, _figure("source")),
    Column("pay_as_of", "of when they are", 10, _figure("as_of")),
)
LAST = (
    Column("approved_at", "when the version was approved, UTC", 22, lambda s: written_instant(s.revision.decided_at)),
    Column("approved_by", "by whom", 18, _row("decided_by_name")),
    Column("seal", "SHA-256 of the sealed text", 20, _row("seal")),
    Column("url", "page of the profile", 40, lambda sealed: url_of(sealed.revision)),
    Column("licence", "under which the text may be used", 14, lambda sealed: settings.CANON_LICENCE),
    Column("attribution", "who is to be named in any use", 20, lambda sealed: settings.CANON_ATTRIBUTION),
)


def columns(*, pays: bool) -> tuple[Column, ...]:
    """Columns of pay are there for who sees pay, and for nobody else."""
    return COLUMNS + (PAY if pays else ()) + LAST
