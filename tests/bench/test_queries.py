"""Each page asks as many queries as was committed: a change of one shows in the diff of bench/queries.json."""

import os

import pytest

from bench import counting, queries
from tests.pages.addresses import DATA, PAGES
from tests.pages.canon import publish


@pytest.mark.django_db
def test_sample_pages_ask_what_was_committed(client):
    """`python -m bench queries --write` writes the counts anew."""
    publish("M3", "M4", "M5")
    asked = PAGES | {"suggest": DATA["suggest"]}
    told = counting.counted(client, asked.values())
    found = {name: told[address]["queries"] for name, address in asked.items()}
    if os.environ.get(queries.WRITE):
        queries.write(found)
    assert found == queries.committed()
