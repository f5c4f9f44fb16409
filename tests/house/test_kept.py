"""Pages that the door keeps read what only a decision writes, and show nothing that has a clock of its own."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from profiles.views.keeping import KEEPS, Keeper, Pages
from tests.pages.addresses import PAGES
from tests.pages.canon import publish

# Written with each decision, in its transaction, before the clock moves (`listings.tick`).
WITH_THE_CLOCK = {
    *("profiles_listing", "profiles_listingclock", "profiles_heading", "profiles_skillheading"),
    *("profiles_revision", "profiles_revisionpay", "profiles_revisionskill", "profiles_revisionmapping"),
    *("profiles_searchdocument", "profiles_searchcaption", "profiles_searchindex", "profiles_searchindex_title"),
    *("profiles_searchindex_alias", "profiles_searchindex_skill", "profiles_searchspelling"),
}
# Its folded name alone is read, to which every name that a skill had is folded alike.
NEVER_CHANGED = {"taxonomy_skill"}
KEPT = {"index", "function", "focus", "profile", "browse", "levels", "level", "skills", "skill", "compare", "search"}
_TABLE = re.compile(r'(?:FROM|JOIN) "?(\w+)"?')


@pytest.mark.django_db
def test_the_pages_that_are_kept_are_these_and_read_only_what_is_written_before_the_clock_moves():
    publish("M3", "M4", "M5")
    client, kept = Client(), set()
    for name, address in PAGES.items():
        client.get(address)  # what a process reads once
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address, **{KEEPS: Keeper(Pages(1_000_000), lambda database: None)})
        if hasattr(response, "kept_page"):
            tables = [set(_TABLE.findall(query["sql"])) for query in captured.captured_queries]
            assert tables[0] == {"profiles_listingclock"}, name
            assert set().union(*tables) - WITH_THE_CLOCK - NEVER_CHANGED == set(), name
            kept.add(name)
    assert kept == KEPT
