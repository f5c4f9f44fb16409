"""`manage.py reindex` makes the index anew and says how much stands in it."""

from io import StringIO

import pytest
from django.core.management import call_command

from profiles import clock
from profiles.clock import Clock
from profiles.models import SearchDocument
from tests.factories import approved
from tests.profiles.search.canon import levels


@pytest.mark.django_db
def test_it_can_be_run_at_any_time():
    approved(title="Zeppelin pilot")
    SearchDocument.objects.all().delete()
    for _ in range(2):
        told = StringIO()
        call_command("reindex", stdout=told)
        assert told.getvalue() == "1 profiles indexed\n"
        assert levels("zeppelin") == ["M4"]


@pytest.mark.django_db
def test_what_was_found_before_is_kept_as_a_page_no_longer():
    call_command("reindex", stdout=StringIO())
    assert clock.now() == Clock()
    approved()
    before = clock.now()
    call_command("reindex", stdout=StringIO())
    assert clock.now() == Clock(before.epoch, before.number + 1)
