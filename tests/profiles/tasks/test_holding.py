"""Signs of life: they go out by themselves while somebody works, also from within one long transaction."""

import time
from contextlib import nullcontext

import pytest
from django.db import connection, transaction
from django.utils import timezone

from profiles.models import Errand
from profiles.tasks import holding
from tests.factories import curator

pytestmark = pytest.mark.django_db(transaction=True)


def test_whoever_works_keeps_the_errand_for_longer_than_a_lease(settings):
    settings.TASK_LEASE_SECONDS = 0.3
    asked = {"asked_by": curator(), "asked_by_name": "carla", "asked_at": timezone.now()}
    pk = Errand.objects.create(kind="reindex", name="Search index", **asked).pk
    errand = holding.take(pk)
    # On SQLite nobody writes beside a transaction that does, so the lease is not needed within one.
    working = transaction.atomic() if connection.vendor == "postgresql" else nullcontext()
    with holding.alive(errand), working:
        errand.done, until = 7, time.monotonic() + 30
        while Errand.objects.get(pk=pk).alive_at < errand.alive_at + 3 * holding.lease():
            assert time.monotonic() < until
            time.sleep(0.05)
        assert Errand.objects.get(pk=pk).done == 7
    # Silent from here on: the next one may have it, and the first can neither renew nor end it.
    while (second := holding.take(pk)) is None:
        assert time.monotonic() < until
        time.sleep(0.05)
    assert second.tries == 2
    for late in (holding.renew, lambda held: holding.end(held, "done")):
        with pytest.raises(holding.Lost):
            late(errand)
