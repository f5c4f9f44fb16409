"""Tries are counted under every bound, by all processes together, and kept no longer than their window."""

import datetime
import json
import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from config.models import TryCount
from config.sign_in.bounds import Bound, TooMany, Tries

TWO, THREE = Bound("two", 2, 15), Bound("three", 3, 60)
NOW = datetime.datetime(2027, 1, 31, 12, tzinfo=datetime.UTC)


def later(**more: int) -> datetime.datetime:
    return NOW + datetime.timedelta(**more)


@pytest.mark.django_db
def test_the_bound_that_is_reached_first_refuses_and_nothing_is_counted_then():
    for by in ("anna", "anna"):
        Tries((THREE, "here"), (TWO, by)).count(now=NOW)
    for _ in range(5):
        with pytest.raises(TooMany) as reached:
            Tries((THREE, "here"), (TWO, "anna")).count(now=later(minutes=10))
        assert reached.value.ends_at == later(minutes=15)
    Tries((THREE, "here"), (TWO, "ben")).count(now=later(minutes=10))
    with pytest.raises(TooMany) as reached:
        Tries((THREE, "here"), (TWO, "carl")).count(now=later(minutes=10))
    assert reached.value.ends_at == later(minutes=60)


@pytest.mark.django_db
def test_a_window_ends_and_its_row_goes_with_it():
    tries = Tries((TWO, "anna"))
    tries.count(now=NOW)
    tries.count(now=later(minutes=14))
    tries.count(now=later(minutes=15))
    assert TryCount.objects.get().count == 1
    Tries((TWO, "somebody else")).count(now=later(minutes=30))
    assert TryCount.objects.count() == 1


@pytest.mark.django_db
def test_a_good_try_is_given_back_and_rows_tell_nobody():
    Tries((TWO, "anna")).count(now=NOW)
    Tries((TWO, "anna")).give_back()
    row = TryCount.objects.get()
    assert row.count == 0
    assert "anna" not in f"{row.digest}{row}"
    Tries((TWO, "anna")).forget()
    assert not TryCount.objects.exists()


GUESS = """
import json, django
django.setup()
from config.sign_in.bounds import PASSWORD_HERE, TooMany, Tries
def is_taken():
    try:
        Tries((PASSWORD_HERE, "anna")).count()
    except TooMany:
        return False
    return True
print(json.dumps([is_taken() for _ in range(4)]))
"""


@pytest.mark.django_db(transaction=True)
def test_two_processes_count_together(tmp_path):
    """Four tries in each of two processes at once: five are taken, three are not."""
    name = connection.settings_dict["NAME"]
    url = f"sqlite:///{name}"
    if connection.vendor == "postgresql":
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    told = {"DATABASE_URL": url, "SECRET_KEY": settings.SECRET_KEY, "VAR_DIR": str(tmp_path)}
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings", **told}
    command = [sys.executable, "-c", GUESS]
    both = [subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, stdout=subprocess.PIPE) for _ in range(2)]
    taken = [answer for process in both for answer in json.loads(process.communicate(timeout=60)[0])]
    assert sorted(taken) == [False] * 3 + [True] * 5
    assert TryCount.objects.get().count == 5
