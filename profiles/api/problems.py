"""Refusals of the API as application/problem+json (RFC 9457): what was expected, what was found, and where."""

import json
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from pydantic import BaseModel, Field

CONTENT_TYPE = "application/problem+json"
# What any question may be answered with, whatever it asks for.
ALWAYS = (400, 401, 403, 404, 405, 409, 413, 422, 429)
LONGEST_FOUND = 80


class Fault(BaseModel):
    """One thing that is wrong with a question."""

    where: str = Field(description="path, query or body, and the name within it")
    expected: str


class ProblemRecord(BaseModel):
    """Why there is no answer."""

    type: str = "about:blank"
    title: str = Field(description="what the status means")
    status: int
    detail: str = Field(description="what was expected and what was found")
    errors: list[Fault] = []


class Problem(Exception):
    """Raised by whoever finds it, answered by the door."""

    def __init__(
        self, status: int, detail: str, *, errors: Iterable[Fault] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.errors, self.headers = status, detail, tuple(errors), dict(headers or {})

    def answer(self) -> HttpResponse:
        record = ProblemRecord(
            title=HTTPStatus(self.status).phrase, status=self.status, detail=self.detail, errors=list(self.errors)
        )
        return HttpResponse(
            json.dumps(record.model_dump(), ensure_ascii=True),
            status=self.status,
            content_type=CONTENT_TYPE,
            headers=self.headers,
        )


def who_are_you(detail: str) -> Problem:
    return Problem(401, detail, headers={"WWW-Authenticate": 'Bearer realm="canon"'})


def unknown(what: str, name: str) -> Problem:
    """Nothing is published under a name: what is not approved is told apart from what is not there by nobody."""
    return Problem(404, f"no {what} {shown(name)} is published")


def invalid(errors: Iterable[Mapping[str, Any]]) -> Problem:
    """From what pydantic found; a value comes back shortened, and never one of a header."""
    faults = [Fault(where=_where(error["loc"]), expected=_expected(error)) for error in errors]
    told = "; ".join(f"{fault.where}: {fault.expected}" for fault in faults[:3])
    return Problem(422, told or "a question as the specification has it expected", errors=faults[:50])


def _where(location: Iterable[str | int]) -> str:
    # Models of queries and bodies have a name of their own in the location, which nobody outside knows.
    parts = [str(part)[:LONGEST_FOUND] for part in location]
    return ".".join(part for n, part in enumerate(parts) if n != 1 or part not in ("asked", "titles_asked"))


def _expected(error: Mapping[str, Any]) -> str:
    told = error["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    if error["type"] == "missing":
        return "required, and not there"
    pattern = error.get("ctx", {}).get("pattern")
    return f"{'text of the shape ' + pattern if pattern else told} expected, found {shown(error.get('input'))}"


def shown(value: Any) -> str:
    """A value as it may stand in an answer: short, and on one line."""
    text = value if isinstance(value, str) else repr(value)
    text = "".join(c if c.isprintable() else "�" for c in text[: LONGEST_FOUND + 1])
    return f"“{text[:LONGEST_FOUND]}{'…' if len(text) > LONGEST_FOUND else ''}”"
