"""Asks for long work, asks again, and clears away what nobody needs any more."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from profiles.models import Errand, ErrandKind, ErrandPiece, Stage, Step
from profiles.models.errand import ENDED
from profiles.people import name_of
from profiles.states import Conflict
from profiles.tasks import pieces
from profiles.tasks.holding import is_free, lease
from profiles.tasks.running import carry_out

logger = logging.getLogger(__name__)
# Of one person: errands that wait, are under way, or wait to be applied.
MOST_OPEN = 20
FILES_LAST, ERRANDS_LAST = timedelta(days=1), timedelta(days=30)
_AFRESH = {"hold": "", "tries": 0, "done": 0, "total": 0, "said": "", "finished_at": None}


def _afresh() -> dict[str, Any]:
    return _AFRESH | {"stage": Stage.WAITING, "alive_at": timezone.now()}


class TooMany(Exception):
    """Somebody has as many open errands as one may have; the sentence is for them."""


def is_queued() -> bool:
    """Whether workers do what is asked for; else it is done before the asking returns."""
    return carry_out.get_backend().supports_defer


def ask(kind: ErrandKind, name: str, *, by, file: Iterable[bytes] = (), **options: Any) -> Errand:
    """A new errand, sent on its way; raises TooMany. As it stands then: done already, where there is no queue."""
    sweep()
    step = Step.LOOK if kind == ErrandKind.IMPORT else Step.ONLY
    told = {"kind": kind, "step": step, "name": name[:100], "options": options}
    with transaction.atomic():
        _has_room(by)
        errand = Errand.objects.create(asked_by=by, asked_by_name=name_of(by), asked_at=timezone.now(), **told)
        pieces.keep(errand, file)
        _queue(errand.pk)
    return _sent(errand.pk)


def _has_room(by) -> None:
    unfinished = Errand.objects.filter(asked_by=by).exclude(stage__in=ENDED).count()
    if unfinished >= MOST_OPEN:
        raise TooMany(
            f"at most {MOST_OPEN} errands of one person that are not at their end expected, found {unfinished}"
        )


def apply(errand: Errand, *, by, note: str = "") -> Errand:
    """The second press: an import that was looked at is carried out, once; raises Conflict where it cannot be."""
    with transaction.atomic():
        looked = Errand.objects.filter(pk=errand.pk, stage=Stage.LOOKED, asked_by=by)
        options = errand.options | ({"note": note} if note else {})
        if not looked.update(**_afresh(), step=Step.APPLY, options=options):
            raise Conflict("an import of your own after its dry run expected, it is another by now")
        _queue(errand.pk)
    return _sent(errand.pk)


def may_go_again(errand: Errand) -> bool:
    """It broke off, was refused and has its file yet, or nobody works on it."""
    if errand.is_under_way:
        silent = errand.alive_at or errand.asked_at
        return silent < timezone.now() - lease()
    return errand.stage == Stage.FAILED or (errand.stage == Stage.REFUSED and errand.pieces.exists())


def again(errand: Errand, *, by) -> Errand:
    """Once more: what was refused is looked at anew, what broke off or was left goes on; raises Conflict."""
    _has_room(by)
    own = Errand.objects.filter(pk=errand.pk, asked_by=by)
    with transaction.atomic():
        afresh = own.filter(stage=Stage.FAILED).update(**_afresh())
        refused = own.filter(stage=Stage.REFUSED, pieces__isnull=False)
        afresh = afresh or own.filter(pk__in=refused.values("pk")).update(**_afresh(), step=Step.LOOK)
        own.filter(stage=Stage.WAITING).update(alive_at=timezone.now())
        if not (afresh or own.filter(is_free()).exists()):
            raise Conflict("an errand of your own that nobody works on expected, it is another by now")
        _queue(errand.pk)
    return _sent(errand.pk)


def forget(errand: Errand, *, by) -> None:
    """Takes it away with its file; not while somebody works on it."""
    gone, _ = Errand.objects.filter(Q(stage__in=[*ENDED, Stage.LOOKED]) | is_free(), pk=errand.pk, asked_by=by).delete()
    if not gone:
        raise Conflict("an errand of your own that nobody works on expected, it is another by now")


def sweep() -> None:
    """Files go after a day, errands after thirty; what was looked at and not applied is over with its file."""
    now = timezone.now()
    Errand.objects.filter(stage__in=ENDED, asked_at__lt=now - ERRANDS_LAST).delete()
    over = Errand.objects.filter(stage__in=[*ENDED, Stage.LOOKED], alive_at__lt=now - FILES_LAST)
    ErrandPiece.objects.filter(errand__in=over).delete()
    late = {"stage": Stage.REFUSED, "said": "Nobody applied it within a day: send the file again."}
    over.filter(stage=Stage.LOOKED).update(**late, finished_at=now)
    if is_queued():
        from django_tasks_db.models import DBTaskResult

        DBTaskResult.objects.finished().filter(finished_at__lt=now - FILES_LAST).delete()


# -- on its way ------------------------------------------------------------------------------------


def _queue(pk: int) -> None:
    """With the row, or not at all; and a second look after a lease, should the first worker be killed at once."""
    if is_queued():
        carry_out.enqueue(pk)
        carry_out.using(run_after=timezone.now() + lease()).enqueue(pk)


def _sent(pk: int) -> Errand:
    if not is_queued():
        carry_out.enqueue(pk)
    return Errand.objects.get(pk=pk)
