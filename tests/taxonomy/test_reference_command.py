"""The command that lists and loads reference data: what it says, and that a refusal changes nothing."""

import io

import pytest
from django.core.management import CommandError, call_command

from tests.factories import everything
from tests.reference import ALTERNATE, onet_zip

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def said(*arguments: object) -> str:
    out = io.StringIO()
    call_command("reference", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_it_lists_every_source_and_where_it_is_had(tmp_path):
    assert "onet: O*NET database" in said()
    assert said().count("not loaded; had at https://") == 9
    said("load", "onet", onet_zip(tmp_path))
    listed = said()
    assert listed.count("not loaded") == 8
    assert "O*NET 30.1, loaded 20" in listed
    assert "codes 3" in listed
    assert "CC BY 4.0. This page includes information from the O*NET 30.1 Database" in listed


def test_it_tells_what_a_load_did(tmp_path):
    said("load", "onet", onet_zip(tmp_path, release="29.0"))
    path = onet_zip(tmp_path, Alternate_Titles=ALTERNATE[:1])
    told = said("load", "onet", path).splitlines()
    assert told[0] == "O*NET 30.1 (before: 29.0)"
    assert {"  alternate titles: 0 came", "  alternate titles: 2 went", "  titles: 3 rows, written"} <= set(told)
    unindexed = "The titles that are loaded are not indexed yet: run manage.py index_titles."
    assert told[-1] == unindexed
    assert said("load", "onet", path).splitlines()[-2:] == [
        "Nothing has changed: this is what was loaded already.",
        unindexed,
    ]


def test_it_ends_with_what_renews_the_index_of_titles_where_that_is_older(tmp_path):
    path = onet_zip(tmp_path)
    said("load", "onet", path)
    call_command("index_titles", stdout=io.StringIO())
    assert said("load", "onet", path).splitlines()[-1] == "Nothing has changed: this is what was loaded already."
    told = said("load", "onet", onet_zip(tmp_path, release="30.2", Alternate_Titles=ALTERNATE[:1])).splitlines()[-1]
    assert told == "The index of titles is older than the loaded reference data: renew it with manage.py index_titles."


def test_a_refusal_names_every_fault(tmp_path):
    path, before = onet_zip(tmp_path, Job_Zones=[("11-3051.00", 9, "", "")]), everything()
    with pytest.raises(CommandError) as caught:
        said("load", "onet", path)
    assert str(caught.value).splitlines() == [
        "Nothing was loaded, nothing has changed:",
        "Job Zones.txt, line 2, column “Job Zone”: a number from 1 to 5 expected, found “9”",
    ]
    with pytest.raises(CommandError):
        said("load", "onet", tmp_path / "absent.zip")
    assert everything() == before
