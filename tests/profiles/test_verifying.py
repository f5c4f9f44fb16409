"""What is wrong with a file, from hand-made lines: trails, several releases, and shapes that are none."""

import pytest

from profiles import sealing
from profiles.verifying import Verification
from tests.factories import KEY_M4, payload


def wrong(*lines: dict) -> list[str]:
    verification = Verification()
    found = [one for number, line in enumerate(lines, 1) for one in verification.take(number, line)]
    return [str(one) for one in [*found, *verification.at_the_end()]]


def event(previous: str = "", **told: str) -> dict:
    given = {"move": "submit", "note": "please", "key": KEY_M4, "at": "2027-01-01T00:00:00Z"} | told
    names = ("move", "source", "target", "note", "before", "after", "key", "revision", "at")
    entry = {name: given.get(name, "") for name in names} | {"by_name": given.get("by", "")}
    return {"kind": "event"} | given | {"chain": sealing.chain(previous, entry)}


def revision(**changes) -> dict:
    text = payload(pay_seal=None)
    sealed = {"seal": sealing.seal(text), "payload": text}
    return {"kind": "revision", "key": text["key"], "number": 1, "state": "approved"} | sealed | changes


def release(name: str, *lines: str, **changes) -> list[dict]:
    seals = {"kind": "release_seals", "release": name, "lines": list(lines)}
    return [seals, {"kind": "release", "name": name, "digest": sealing.release_digest(lines)} | changes]


def member(of: dict) -> str:
    return f"{of['seal']} {of['state']} {of['key']}#{of['number']}"


def test_a_trail_is_followed_link_by_link_each_profile_by_itself():
    first = event()
    second = event(first["chain"], move="approve", by="axel")
    assert wrong(first, event(key="X.Y.M4"), second) == []
    assert wrong(first, second | {"by": "carla"}) == [
        f"line 2: {KEY_M4}: the trail is broken at “approve” of 2027-01-01T00:00:00Z"
    ]
    assert len(wrong(second)) == 1


def test_two_releases_share_their_texts():
    one = revision()
    assert wrong(one, *release("a", member(one)), *release("b", member(one))) == []
    assert wrong(one, *release("a", member(one)), *release("b", member(one), digest="0" * 64)) == [
        f"line 5: release b: the digest over its 1 seals is {sealing.release_digest([member(one)])}, not {'0' * 64}"
    ]


def test_of_a_full_bundle_the_state_may_be_another_by_now_and_the_text_may_not():
    one = revision()
    later = one | {"state": "superseded"}
    assert wrong({"kind": "desk"}, later, *release("a", member(one))) == []
    assert wrong(later, *release("a", member(one))) == [
        f"line 1: release a: {one['key']}#1 was approved in it, this says superseded"
    ]


def test_the_text_of_another_profile_and_a_text_that_comes_twice_are_told():
    one = revision()
    assert wrong(one, one) == [f"line 2: {one['key']}#1: it stands in line 1 already"]
    assert wrong(one | {"key": "X.Y.M4"}) == [f"line 1: X.Y.M4#1: the text is that of {one['key']}"]


def test_a_bundle_that_names_a_release_has_it():
    header = {"kind": "canon", "release": "2027.1"}
    assert wrong(header) == ["line 1: this is the bundle of release 2027.1, and the release is missing"]


@pytest.mark.parametrize(
    "line",
    [
        {},
        {"kind": None},
        {"kind": ["revision"]},
        {"kind": "revision"},
        {"kind": "revision", "payload": [], "seal": 1, "key": {}},
        {"kind": "event", "key": 1},
        {"kind": "release_seals", "release": "a", "lines": [1, [2], {"x": 3}]},
        {"kind": "release_seals", "release": ["a"], "lines": []},
        {"kind": "release_seals", "release": "a", "lines": ["", "a b", "a text", "x" * 10_000]},
        {"kind": "release_seals", "release": "a", "lines": ["\ud800"]},
        {"kind": "revision", "payload": {"key": "\ud800"}, "seal": "", "key": "\ud800", "state": ""},
        {"kind": "release_text", "release": "a", "record": "x"},
        {"kind": "release", "name": {}, "digest": None},
        {"kind": "release", "name": "a", "digest": []},
    ],
)
def test_any_line_is_answered(line):
    assert all(isinstance(told, str) for told in wrong(line, line))
