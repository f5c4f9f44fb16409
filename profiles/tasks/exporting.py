"""Desks as a workbook, written to a file that whoever asked for it takes away within a day."""

import json
import tempfile
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from profiles.exporters.workbook import WRITERS
from profiles.models import Errand, Profile, Stage
from profiles.models.errand import PIECE
from profiles.tasks import pieces
from profiles.tasks.holding import end

SUFFIXES = {"xlsx": "xlsx", "csv": "zip"}


def chosen(function: str = "", focus: str = "") -> QuerySet[Profile]:
    """Desks of a function or of a focus, by their codes; all, where neither is named."""
    profiles = Profile.objects.all()
    if function:
        profiles = profiles.filter(focus__function__code=function)
    return profiles.filter(focus__code=focus) if focus else profiles


def file_name(kind: str) -> str:
    return f"canon-desk-{timezone.now():%Y-%m-%d}.{SUFFIXES[kind]}"


def export(errand: Errand) -> None:
    """Figures of pay go out to whoever may see them when it is written."""
    options = errand.options
    profiles = chosen(options.get("function", ""), options.get("focus", ""))
    errand.done = errand.total = profiles.count()
    pay = errand.asked_by.has_perm("profiles.view_pay")
    with tempfile.TemporaryFile() as out:
        WRITERS[options["format"]](profiles, out, pay=pay)
        size = out.tell()
        if size > settings.BULK_MOST_UNPACKED:
            said = (
                f"A file of at most {settings.BULK_MOST_UNPACKED:,} bytes expected, found {size:,}: choose a function."
            )
            end(errand, Stage.REFUSED, said=said)
            return
        out.seek(0)
        with transaction.atomic():
            errand.pieces.all().delete()
            pieces.keep(errand, iter(partial(out.read, PIECE), b""))
            end(
                errand,
                Stage.DONE,
                said=f"Profiles: {errand.total:,}, bytes: {size:,}.",
                report=json.dumps({"pay": pay}),
            )
