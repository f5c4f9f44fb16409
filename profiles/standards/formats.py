"""The formats: what each is called, what a file of it is, and how it is written, piece by piece."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from profiles.standards import jsonld, schema_org, sheets, turtle
from profiles.standards.reading import Told, one_by_one
from profiles.standards.skos import Skos
from profiles.standards.telling import sealed_record

# Lines are sent together: a piece of its own for each would cost more than the line.
PIECE = 64 * 1024
Writer = Callable[..., Iterator[str] | Iterator[bytes]]


def _json(told: Told, *, pays: bool) -> Iterator[str]:
    """An array of the records that the API answers for one profile."""
    yield "["
    yield from jsonld.separated(sealed_record(one).model_dump_json() for one in one_by_one(told, pays=pays))
    yield "\n]\n"


def _turtle(told: Told, *, pays: bool) -> Iterator[str]:
    return turtle.written(Skos(told.moment).nodes(told.chunks(pays=False)))


def _jsonld(told: Told, *, pays: bool) -> Iterator[str]:
    return jsonld.written(Skos(told.moment).nodes(told.chunks(pays=False)))


@dataclass(frozen=True)
class Format:
    """`ending` is how the file's name ends, which is also how it is asked for."""

    ending: str
    name: str
    told: str
    content_type: str
    write: Writer


FORMATS = {
    one.ending: one
    for one in (
        Format("csv", "CSV", "one row a profile", "text/csv; charset=utf-8", sheets.csv),
        Format(
            "xlsx",
            "Excel",
            "the same rows as a workbook",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            sheets.xlsx,
        ),
        Format("json", "JSON", "whole texts, as the API tells them", "application/json", _json),
        Format("ttl", "SKOS, Turtle", "concepts, skills and mappings as linked data", "text/turtle", _turtle),
        Format("jsonld", "SKOS, JSON-LD", "the same linked data as JSON", "application/ld+json", _jsonld),
        Format("schema.jsonld", "schema.org", "occupations in JSON-LD", "application/ld+json", schema_org.written),
    )
}


def written(form: Format, told: Told, *, pays: bool) -> Iterator[bytes]:
    """A file of this format; figures of pay are in it for who sees pay."""
    return _together(form.write(told, pays=pays))


def _together(parts: Iterable[str | bytes]) -> Iterator[bytes]:
    held: list[bytes] = []
    size = 0
    for part in parts:
        held.append(part.encode("utf-8", "replace") if isinstance(part, str) else part)
        size += len(held[-1])
        if size >= PIECE:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)
