"""Bundles from curators' machines: looked at first, then applied as a whole – onto desks only, by tokens made for it.

The one door of the API that changes something. It reads no desk: errands (`profiles.tasks`) do, as on the pages, and
what they found comes back as counts, keys and faults. A token approves nothing, and no session opens this door.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from ninja import Router

from profiles import tasks
from profiles.api.problems import Problem, shown, who_are_you
from profiles.api.questions import ImportPath
from profiles.api.records import ImportRecord
from profiles.models.errand import Errand, ErrandKind, Stage, Step
from profiles.models.token import Scope
from profiles.people import may
from profiles.states import Conflict, Role

router = Router(tags=["Imports"])
LINES, FORM = "application/x-ndjson", "multipart/form-data"
ENVELOPE = 64 * 1024  # headers and boundaries round a file in a form
PIECE = 256 * 1024
_FILE = {"type": "string", "format": "binary", "minLength": 1}
BODY = {
    "requestBody": {
        "required": True,
        "content": {
            LINES: {"schema": {"minLength": 1, "description": "a bundle, one JSON object a line"}},
            FORM: {"schema": {"type": "object", "properties": {"file": _FILE}, "required": ["file"]}},
        },
    }
}


def most_bytes() -> int:
    return settings.BULK_MOST_BYTES + ENVELOPE


# -- the operations --------------------------------------------------------------------------------------


@router.post(
    "/imports",
    response={201: ImportRecord, 202: ImportRecord},
    summary="Look at a bundle (dry run)",
    openapi_extra=BODY,
)
def bring_import(request: HttpRequest) -> HttpResponse:
    """A bundle as lines of JSON, or as `file` of a form; nothing is changed. 201: looked at; 202: a worker will look.
    It waits for a day to be applied."""
    owner = _curator(request)
    note = f"by the API, with the token “{request.token.name}”"
    try:
        with _kept(_body(request)) as file:
            name, pieces = f"API: {request.token.name}", iter(partial(file.read, PIECE), b"")
            errand = tasks.ask(ErrandKind.IMPORT, name, by=owner, file=pieces, bundle=True, note=note)
    except tasks.TooMany as refused:
        told = f"{refused}: apply them, or wait until they are over"
        raise Problem(429, told, headers={"Retry-After": "60"}) from refused
    return _told(errand, 202 if errand.is_under_way else 201)


@router.get("/imports/{number}", response=ImportRecord, summary="How far an import is, and what it found")
def tell_import(request: HttpRequest, number: ImportPath) -> HttpResponse:
    """Of one's own alone."""
    return _told(_own(_curator(request), number))


@router.post(
    "/imports/{number}/apply",
    response={200: ImportRecord, 202: ImportRecord},
    summary="Apply what was looked at",
)
def apply_import(request: HttpRequest, number: ImportPath) -> HttpResponse:
    """All of it, or nothing where a desk is another by now (409). Asked again, it tells how it went the first time."""
    owner = _curator(request)
    errand = _own(owner, number)
    try:
        errand = _press(errand, owner)
    except Conflict:
        errand = _own(owner, number)  # somebody else pressed at the same moment: what they got is told
    if errand.stage != Stage.DONE and not (errand.is_under_way and errand.step == Step.APPLY):
        told = f"an import after its dry run expected, this one is “{errand.stage}”"
        raise Problem(409, f"{told}. {errand.said}".strip())
    return _told(errand, 202 if errand.is_under_way else 200)


def _press(errand: Errand, owner) -> Errand:
    if errand.stage == Stage.LOOKED:
        return tasks.apply(errand, by=owner)
    left = errand.step == Step.APPLY and errand.stage != Stage.REFUSED and tasks.may_go_again(errand)
    return tasks.again(errand, by=owner) if left else errand


# -- who ---------------------------------------------------------------------------------------------------


def _curator(request: HttpRequest) -> Any:
    """The owner of the token, who has to be a curator now: what a token may ends with the role."""
    token = request.token
    if token is None:
        raise who_are_you("a token of the scope “import” expected (Authorization: Bearer …), found none")
    if token.scope != Scope.IMPORT:
        raise Problem(403, f"a token of the scope “import” expected, found {shown(token.scope)}")
    if not may(token.owner, Role.CURATOR):
        raise Problem(403, "a token of a curator expected, its owner is none")
    return token.owner


def _own(owner, number: int) -> Errand:
    errand = Errand.objects.filter(kind=ErrandKind.IMPORT, asked_by=owner, pk=number).first()
    if errand is None:
        raise Problem(404, f"there is no import {number} of yours")
    return errand


# -- in ----------------------------------------------------------------------------------------------------


def _body(request: HttpRequest) -> Iterator[bytes]:
    kind = request.content_type
    try:
        if kind == FORM:
            file = request.FILES.get("file")
            if file is None:
                raise Problem(422, "a form with the bundle as “file” expected, found none")
            yield from file.chunks(PIECE)
        elif kind == LINES:
            while piece := request.read(PIECE):
                yield piece
        else:
            raise Problem(422, f"{LINES} or {FORM} expected, found {shown(kind)}")
    except RequestDataTooBig as error:
        raise Problem(413, f"at most {settings.BULK_MOST_BYTES} bytes expected") from error
    except (MultiPartParserError, UnreadablePostError, BadRequest, SuspiciousOperation) as error:
        raise Problem(400, f"a body of {FORM} as it should be expected, it cannot be read") from error


@contextmanager
def _kept(chunks: Iterator[bytes]) -> Iterator[IO[bytes]]:
    """The bundle in a file of its own, so that no lock of the database waits for a slow sender: some bytes, and
    no more than are taken."""
    with tempfile.SpooledTemporaryFile(PIECE) as file:
        for chunk in chunks:
            file.write(chunk)
            if file.tell() > settings.BULK_MOST_BYTES:
                raise Problem(413, f"at most {settings.BULK_MOST_BYTES} bytes expected, found more")
        if not file.tell():
            raise Problem(422, "a bundle and its Content-Length expected, the body is empty")
        file.seek(0)
        yield file


# -- out ---------------------------------------------------------------------------------------------------


_PROFILE = ("key", "title", "what", "place")
_FAULT = {"line": "line", "path": "path", "expected": "message"}


def _told(errand: Errand, status: int = 200) -> HttpResponse:
    address, press = (reverse(f"api:{name}", args=[errand.pk]) for name in ("tell_import", "apply_import"))
    report = errand.told
    record = ImportRecord(
        id=errand.pk,
        state=errand.stage,
        step=errand.step,
        done=errand.done,
        total=errand.total or None,
        said=errand.said,
        asked_at=errand.asked_at,
        finished_at=errand.finished_at,
        url=settings.SITE_URL + address,
        apply_url=settings.SITE_URL + press if errand.stage == Stage.LOOKED else None,
        counts=[
            {"kind": kind, "outcome": outcome, "number": number}
            for kind, counted in report.get("counted", ())
            for number, outcome in counted
        ],
        profiles=[{name: row[name] for name in _PROFILE} for row in report.get("profiles", ())],
        untold=report.get("untold", 0),
        notes=report.get("notes", []),
        faults=[{name: one[key] for name, key in _FAULT.items()} for one in report.get("faults", ())],
        more_faults=report.get("more", 0),
    )
    response = HttpResponse(record.model_dump_json(), content_type="application/json", status=status)
    if status != 200:
        response["Location"] = address
    response["Cache-Control"] = "private, no-store"
    return response
