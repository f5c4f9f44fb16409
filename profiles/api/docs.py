"""The page that explains the API: made from its specification, without scripts of anybody."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from profiles.api import problems, questions
from profiles.api.door import MOST_BYTES
from profiles.api.site import ROOT, specification
from profiles.standards import FORMATS

STATUSES = {
    304: "The ETag that was sent in If-None-Match still holds.",
    400: "The request cannot be read at all.",
    401: "A token is wrong, has expired or was revoked; or the site is private and none was sent.",
    403: "Pay is asked for and not shown to who asks; or a token may not import, or its owner is no curator any more.",
    404: "Nothing is published under that name.",
    405: "The address has no such method.",
    409: "A place in another order was named, filters of today as of a moment, there is no index of titles, or an "
    "import can be applied no more.",
    413: f"The body has more than {MOST_BYTES // 1024} kB; of a bundle, more than the desk takes.",
    422: "A parameter is not as the specification has it, or is not known; each fault is told.",
    429: "More requests in a minute than are answered; Retry-After says when to go on.",
}


@dataclass(frozen=True)
class Field:
    """A parameter, or a key of a record: what it is called, what it holds, what it says."""

    name: str
    kind: str
    told: str
    required: bool = False
    record: str = ""


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    anchor: str
    summary: str
    told: str
    inputs: list[Field]
    answer: str
    tag: str


@dataclass(frozen=True)
class RecordType:
    name: str
    told: str
    fields: list[Field]


@lru_cache(maxsize=1)
def operations() -> list[tuple[str, list[Operation]]]:
    """By family, in the order of the specification."""
    families: dict[str, list[Operation]] = {}
    for path, methods in specification()["paths"].items():
        for method, told in methods.items():
            one = _operation(method, path, told)
            families.setdefault(one.tag, []).append(one)
    return list(families.items())


def _operation(method: str, path: str, told: dict[str, Any]) -> Operation:
    inputs = [_field(one["name"], one["schema"], required=one["required"]) for one in told.get("parameters", ())]
    if "requestBody" in told:
        inputs += [_body(kind, one["schema"]) for kind, one in told["requestBody"]["content"].items()]
    return Operation(
        method.upper(),
        path,
        told["operationId"],
        told["summary"],
        told.get("description", ""),
        inputs,
        _record(_answered(told)["content"]["application/json"]["schema"]),
        told["tags"][0],
    )


def _body(kind: str, schema: dict[str, Any]) -> Field:
    if kind == "application/json":
        return Field("body", "JSON", "", True, _record(schema))
    return Field("body", kind, schema.get("description", "the bundle as “file”"))


def _answered(told: dict[str, Any]) -> dict[str, Any]:
    """What it answers where all is well."""
    return next(answer for status, answer in told["responses"].items() if status.startswith("2"))


def _questions() -> set[str]:
    """What is asked stands with its operation already, but for the body of one."""
    asked = {one.__name__ for one in vars(questions).values() if isinstance(one, type)}
    return asked - {questions.Titles.__name__}


@lru_cache(maxsize=1)
def record_types() -> list[RecordType]:
    schemas = specification()["components"]["schemas"]
    return [
        RecordType(name, schema.get("description") or ", ".join(schema.get("properties", ())), _fields(schema))
        for name, schema in sorted(schemas.items())
        if schema.get("type") == "object" and name not in _questions()
    ]


def _fields(schema: dict[str, Any]) -> list[Field]:
    required = schema.get("required", ())
    return [_field(name, one, required=name in required) for name, one in schema.get("properties", {}).items()]


def _field(name: str, schema: dict[str, Any], *, required: bool) -> Field:
    return Field(name, _kind(schema), schema.get("description", ""), required, _record(schema))


def _record(schema: dict[str, Any]) -> str:
    """The record that a schema names, itself or for each of its items."""
    choices = [schema, *schema.get("anyOf", ()), *schema.get("allOf", ())]
    choices += [one["items"] for one in choices if isinstance(one.get("items"), dict)]
    return next((one["$ref"].rpartition("/")[2] for one in choices if "$ref" in one), "")


def _kind(schema: dict[str, Any]) -> str:
    """ "integer, 1 to 100", "list of text, at most 20", "approved or retired"."""
    parts = schema.get("anyOf") or schema.get("allOf")
    if parts:
        return " or ".join(filter(None, map(_kind, parts)))
    if "enum" in schema or "const" in schema:
        return ", ".join(map(str, schema.get("enum", [schema.get("const")])))
    if schema.get("type") == "array":
        bound = f", at most {schema['maxItems']}" if "maxItems" in schema else ""
        return f"list of {_kind(schema.get('items', {})) or 'records'}{bound}"
    kind = {"string": "text", "object": "object"}.get(schema.get("type"), schema.get("type", ""))
    if "minimum" in schema and "maximum" in schema:
        kind += f", {schema['minimum']:,} to {schema['maximum']:,}"
    elif "maxLength" in schema:
        kind += f", at most {schema['maxLength']:,} characters"
    return kind


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    context = {
        "families": operations(),
        "records": record_types(),
        "statuses": [(status, STATUSES[status]) for status in (304, *problems.ALWAYS)],
        "root": ROOT,
        "site": settings.SITE_URL,
        "a_minute": settings.API_REQUESTS_A_MINUTE,
        "most_titles": questions.MOST_TITLES,
        "closed": settings.REQUIRE_LOGIN,
        "formats": FORMATS.values(),
    }
    return render(request, "api/docs.html", context)
