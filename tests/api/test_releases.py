"""The API over time: releases with their members, and what stood as of a moment."""

import pytest

from profiles.models import Release, Revision
from profiles.workflow import make_release, propose_retirement, retire
from tests.factories import FUNCTION_CODE, KEY_M4, approver, curator, next_version
from tests.pages.canon import key, publish

pytestmark = pytest.mark.django_db
ROOT = "/api/v1"
ONE = f"{ROOT}/profiles/{KEY_M4}"


def asked(client, address: str, status: int = 200):
    response = client.get(address)
    assert response.status_code == status, response.content
    return response.json()


@pytest.fixture
def story() -> tuple[Revision, Revision]:
    """Two profiles in release 2027.1; since then one has a second version and the other has ended."""
    first, other = publish("M4", "M3")
    second = next_version(first)
    retire(propose_retirement(other, by=curator(), note="merged"), by=approver())
    make_release("2027.2", by=approver(), notes="The second.")
    return first, second


def test_releases_the_newest_first_with_their_members(client, story):
    first, _ = story
    page = asked(client, f"{ROOT}/releases?limit=1")
    assert ([row["name"] for row in page["items"]], page["next"]) == (["2027.2"], "2027.2")
    onward = asked(client, f"{ROOT}/releases?limit=1&after=2027.2")
    assert ([row["name"] for row in onward["items"]], onward["next"]) == (["2027.1"], None)
    row = Release.objects.get(name="2027.1")
    told = asked(client, f"{ROOT}/releases/2027.1")
    assert (told["digest"], told["approved"], told["retired"], told["made_by"]) == (row.digest, 2, 0, "axel")
    members = asked(client, f"{ROOT}/releases/2027.1/profiles?limit=1")
    assert (members["total"], members["next"], members["items"][0]["citation"]) == (2, key("M3"), f"{key('M3')}#1")
    members = asked(client, f"{ROOT}/releases/2027.1/profiles?after={members['next']}")
    assert [(one["key"], one["seal"]) for one in members["items"]] == [(KEY_M4, first.seal)]
    then = asked(client, f"{ROOT}/releases/2027.1/profiles/{KEY_M4.lower()}")
    assert (then["citation"], then["state"], then["superseded_at"]) == (f"{KEY_M4}#1", "approved", None)
    assert asked(client, f"{ROOT}/releases/2027.2/profiles/{key('M3')}")["state"] == "retired"
    asked(client, f"{ROOT}/releases/2027.1/profiles/{key('M5')}", 404)
    asked(client, f"{ROOT}/releases/none", 404)
    asked(client, f"{ROOT}/releases?after=none", 409)


def test_as_of_tells_what_stood_and_its_etag_says_so(client, story):
    _, second = story
    for when in ("2027.1", second.decided_at.isoformat().replace("+00:00", "Z")):
        told = asked(client, f"{ONE}?as_of={when}")
        assert told["citation"] == (f"{KEY_M4}#1" if when == "2027.1" else f"{KEY_M4}#2")
        assert told["state"] == "approved"
    today, then = (client.get(address)["ETag"] for address in (ONE, f"{ONE}?as_of=2027.2"))
    assert (second.seal in today, ".2027.2." in then, today != then) == (True, True, True)
    assert [row["version"] for row in asked(client, f"{ONE}/revisions?as_of=2027.1")["items"]] == [1]
    assert [row["key"] for row in asked(client, f"{ROOT}/profiles")["items"]] == [KEY_M4]
    page = asked(client, f"{ROOT}/profiles?as_of=2027.1&function={FUNCTION_CODE}&limit=1")
    assert ([row["citation"] for row in page["items"]], page["total"], page["next"]) == (
        [f"{key('M3')}#1"],
        2,
        key("M3"),
    )
    onward = asked(client, f"{ROOT}/profiles?as_of=2027.1&after={page['next']}")
    assert [(row["citation"], row["state"]) for row in onward["items"]] == [(f"{KEY_M4}#1", "approved")]
    assert asked(client, f"{ROOT}/functions/{FUNCTION_CODE}?as_of=2027.1")["code"] == FUNCTION_CODE
    assert asked(client, f"{ROOT}/focuses?as_of=2027.1&function={FUNCTION_CODE}")["next"] is None
    compared = asked(client, f"{ROOT}/compare?keys={KEY_M4}&as_of=2027.1")
    assert compared["columns"][0]["citation"] == f"{KEY_M4}#1"


def test_what_is_no_moment_or_no_question_of_one_is_refused(client, story):
    for moment in ("none", "2999-01-01"):
        assert "`as_of`" in asked(client, f"{ONE}?as_of={moment}", 404)["detail"]
    early = asked(client, f"{ONE}?as_of=2020-01-01", 404)["detail"]
    assert early == f"no profile “{KEY_M4}” had been published as of 1 January 2020, 00:00 UTC"
    asked(client, f"{ROOT}/profiles?as_of=2027.1&level=M4", 409)
    asked(client, f"{ROOT}/levels?as_of=2027.1", 422)
