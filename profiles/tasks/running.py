"""The one task of the queue: works on an errand, if nobody does, and looks again later whether it came to its end."""

import logging
from collections.abc import Callable
from contextlib import suppress

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from profiles.models import Errand, ErrandKind, Stage, Step
from profiles.models.errand import UNDER_WAY
from profiles.people import may
from profiles.states import Role
from profiles.tasks import exporting, importing, indexing, resolving
from profiles.tasks.holding import MOST_TRIES, Lost, alive, end, lease, take

logger = logging.getLogger(__name__)
WORK: dict[tuple[str, str], Callable[[Errand], None]] = {
    (ErrandKind.IMPORT, Step.LOOK): importing.look,
    (ErrandKind.IMPORT, Step.APPLY): importing.apply,
    (ErrandKind.EXPORT, Step.ONLY): exporting.export,
    (ErrandKind.RESOLVE, Step.ONLY): resolving.resolve,
    (ErrandKind.REINDEX, Step.ONLY): indexing.reindex,
}


@task()
def carry_out(pk: int) -> None:
    """A worker that is killed leaves its task behind as running, for good. So each look leaves another for later, in
    one transaction with taking the errand, until the errand is at its end: whoever comes then takes it over."""
    with transaction.atomic():
        errand = take(pk)
        if Errand.objects.filter(pk=pk, stage__in=UNDER_WAY).exists():
            _look_later(pk)
    if errand is not None:
        with suppress(Lost):
            _work(errand)


def _look_later(pk: int) -> None:
    if carry_out.get_backend().supports_defer:
        carry_out.using(run_after=timezone.now() + lease()).enqueue(pk)


def _work(errand: Errand) -> None:
    if errand.tries > MOST_TRIES:
        end(errand, Stage.FAILED, said=f"It was begun {MOST_TRIES} times, and no worker came to its end.")
        return
    # Asked when the work is done, for a role may have been taken away since.
    if not may(errand.asked_by, Role.CURATOR):
        end(errand, Stage.REFUSED, said="It asks for a curator, and whoever asked for it is none any more.")
        return
    try:
        with alive(errand):
            WORK[errand.kind, errand.step](errand)
    except Lost:
        logger.warning("errand %s is held by another worker by now", errand.pk)
    except Exception:
        logger.exception("errand %s broke off", errand.pk)
        end(errand, Stage.FAILED, said="Something broke that should not have. Nothing was written; the log says more.")
