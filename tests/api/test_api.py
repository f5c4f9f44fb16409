"""The API by hand: what each question answers, to whom, and what it never tells."""

import datetime
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from profiles.models import ApiToken
from profiles.people import PAY_VIEWERS
from tests.factories import FOCUS_CODE, FUNCTION_CODE, KEY_M4, edit, in_review, next_version, person, record_data
from tests.pages.canon import key, publish

pytestmark = pytest.mark.django_db
ROOT = "/api/v1"
ONE = f"{ROOT}/profiles/{KEY_M4}"
ADDRESSES = (
    *(f"{ROOT}/profiles", f"{ROOT}/profiles?sort=rank&level=M4", ONE, f"{ONE}/revisions", f"{ONE}/revisions/1"),
    *(f"{ONE}/adjacent", f"{ROOT}/compare?keys={KEY_M4}&keys={key('M3')}", f"{ROOT}/levels", f"{ROOT}/levels/M4"),
    *(f"{ROOT}/functions", f"{ROOT}/functions/{FUNCTION_CODE}", f"{ROOT}/focuses", f"{ROOT}/focuses/{FOCUS_CODE}"),
    *(f"{ROOT}/skills", f"{ROOT}/skills/shift-planning", f"{ROOT}/occupations/11-3051"),
    *(f"{ROOT}/search?q=plant", f"{ROOT}/search?q=canary", f"{ROOT}/resolve?title=Plant+Manager"),
    *(f"{ONE}?as_of=2027.1", f"{ROOT}/profiles?as_of=2027.1", f"{ROOT}/releases", f"{ROOT}/releases/2027.1"),
    *(f"{ROOT}/releases/2027.1/profiles", f"{ROOT}/releases/2027.1/profiles/{KEY_M4}"),
)


def asked(client, address: str, status: int = 200, **headers):
    response = client.get(address, headers=headers)
    assert response.status_code == status, response.content
    return response.json() if response.content else None


def token(scope: str = "read", *groups: str, days: int = 1) -> dict[str, str]:
    row, told = ApiToken.make(
        name="a machine",
        owner=person("mona", *groups),
        scope=scope,
        expires_at=timezone.now() + datetime.timedelta(days=1),
        by=person("root"),
    )
    if days < 0:
        past = timezone.now() + datetime.timedelta(days=days)
        ApiToken.objects.filter(pk=row.pk).update(made_at=past - datetime.timedelta(days=1), expires_at=past)
    return {"Authorization": f"Bearer {told}"}


def test_one_profile_is_its_sealed_record_with_version_seal_and_licence(client, settings):
    settings.CANON_LICENCE, settings.CANON_ATTRIBUTION = "CC BY 4.0", "Canon sample"
    (first,) = publish()
    told = asked(client, f"{ROOT}/profiles/{KEY_M4.lower()}")
    named = ("key", "version", "citation", "state", "seal", "licence", "attribution", "approved_by", "stands_in_for")
    assert {name: told[name] for name in named} == {
        "key": KEY_M4,
        "version": 1,
        "citation": f"{KEY_M4}#1",
        "state": "approved",
        "seal": first.seal,
        "licence": "CC BY 4.0",
        "attribution": "Canon sample",
        "approved_by": "axel",
        "stands_in_for": None,
    }
    plain = record_data()
    assert [told["profile"][name] for name in ("title", "responsibilities", "pay")] == [
        plain[name] for name in ("title", "responsibilities", "pay")
    ]
    assert (told["pay"]["owner"], told["pay"]["figures"]["median"]) == ("own", 164_000)
    assert asked(client, f"{ROOT}/profiles/{KEY_M4}@DE")["stands_in_for"] == f"{KEY_M4}@DE"


def test_lists_are_narrowed_and_turned_by_key(client):
    publish("M3", "M4", "M5")
    first = asked(client, f"{ROOT}/profiles?level=m4&level=M5&sort=rank&limit=1")
    assert ([row["key"] for row in first["items"]], first["total"]) == ([KEY_M4], 2)
    second = asked(client, f"{ROOT}/profiles?level=m4&level=M5&sort=rank&limit=1&after={first['next']}")
    assert ([row["key"] for row in second["items"]], second["next"]) == ([key("M5")], None)
    assert asked(client, f"{ROOT}/profiles?after={first['next']}", 409)["status"] == 409
    assert asked(client, f"{ROOT}/profiles?pay_min=164001")["total"] == 0
    assert asked(client, f"{ROOT}/profiles?pay_min=164000&sort=pay")["items"][0]["pay"] == {
        "median": 164_000,
        "currency": "USD",
    }


def test_revisions_and_an_older_text(client):
    (first,) = publish()
    second = next_version(first)
    told = asked(client, f"{ONE}/revisions?limit=1")
    assert ([row["citation"] for row in told["items"]], told["next"]) == ([f"{KEY_M4}#2"], 2)
    older = asked(client, f"{ONE}/revisions?before=2")["items"]
    assert [(row["version"], row["state"], row["seal"]) for row in older] == [(1, "superseded", first.seal)]
    assert asked(client, f"{ONE}/revisions/1")["profile"]["summary"] == record_data()["summary"]
    assert asked(client, ONE)["seal"] == second.seal
    assert asked(client, f"{ONE}/revisions/3", 404)["detail"] == f"no profile “{KEY_M4}~3” is published"


def test_adjacent_roles_with_the_parts_of_their_distance(client):
    publish("M3", "M4")
    told = asked(client, f"{ONE}/adjacent")
    (near,) = told["items"]
    assert (told["edition"], near["key"], near["distance"], near["band"]) == ("structural/1", key("M3"), 0.133, "near")
    assert near["direction"] == "step down"
    assert [tuple(part.values()) for part in near["parts"]] == [
        ("taxonomy", "same focus", 0.0),
        ("level", "one level down", 0.133),
        ("track", "same track", 0.0),
    ]
    assert near["shared_skills"] == ["Shift planning", "Power BI", "Labour law"]


def test_comparison_canon_search_and_resolver(client):
    publish("M3", "M4")
    compared = asked(client, f"{ROOT}/compare?keys={key('M3')}&keys={KEY_M4}~1")
    assert [column["citation"] for column in compared["columns"]] == [f"{key('M3')}#1", f"{KEY_M4}#1"]
    level = next(section for section in compared["sections"] if section["title"] == "Level")
    assert level["rows"][1] == {"label": "Aligned rank", "equal": False, "cells": ["6", "7"]}
    assert asked(client, f"{ROOT}/levels/m4")["years_min"] == 10
    levels = asked(client, f"{ROOT}/levels")["items"]
    assert [(track["code"], len(track["levels"])) for track in levels] == [("M", 6)]
    assert [row["code"] for row in asked(client, f"{ROOT}/functions")["items"]] == [FUNCTION_CODE]
    assert asked(client, f"{ROOT}/focuses?function={FUNCTION_CODE}")["items"][0]["code"] == FOCUS_CODE
    skills = asked(client, f"{ROOT}/skills?limit=1")
    assert (skills["items"], skills["next"]) == (
        [{"address": "labour-law", "name": "Labour law", "type": "knowledge", "profiles": 2}],
        "labour-law",
    )
    assert asked(client, f"{ROOT}/occupations/11-3051")["profiles"] == [key("M3"), KEY_M4]
    hits = asked(client, f"{ROOT}/search?q=plant+director")
    assert {(hit["found_in"], hit["caption"]) for hit in hits["items"]} == {("alias", "Plant Director")}
    single = asked(client, f"{ROOT}/resolve?title=Plant+Manager+M4")
    assert single["candidates"][0]["code"] == KEY_M4
    many = client.post(f"{ROOT}/resolve", {"titles": ["Plant Manager M4", "Zeppelin"]}, "application/json").json()
    assert [answer["abstains"] for answer in many["items"]] == [False, True]


# -- who asks, and how -----------------------------------------------------------------------------------


def test_whoever_has_it_is_told_that_it_still_holds(client, settings):
    (first,) = publish()
    etag = client.get(ONE)["ETag"]
    assert first.seal in etag
    again = client.get(ONE, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    settings.PAY_VISIBILITY = "permission"
    assert client.get(ONE, headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize(
    ("method", "address", "body", "status"),
    [
        ("get", f"{ROOT}/profiles?q=%00", None, 400),
        ("post", f"{ROOT}/resolve", b"{", 400),
        ("get", f"{ROOT}/profiles/A.B.M4", None, 404),
        ("get", f"{ROOT}/nowhere", None, 404),
        ("delete", f"{ROOT}/levels", None, 405),
        ("get", f"{ROOT}/resolve?title=x&to=occupations", None, 409),
        ("post", f"{ROOT}/resolve", b" " * 300_000, 413),
        ("get", f"{ROOT}/profiles?limit=0", None, 422),
        ("get", f"{ROOT}/profiles?levl=M4", None, 422),
        ("post", f"{ROOT}/resolve", json.dumps({"titles": ["x"] * 101}).encode(), 422),
    ],
)
def test_every_refusal_is_a_problem_that_says_what_was_expected(client, method, address, body, status):
    sent = {} if body is None else {"data": body, "content_type": "application/json"}
    response = getattr(client, method)(address, **sent)
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert response.json()["status"] == status
    assert response.json()["detail"]


def test_more_than_the_bound_is_refused_until_the_minute_ends(client, settings):
    settings.API_REQUESTS_A_MINUTE = 2
    answers = [client.get(f"{ROOT}/levels") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[2]["Retry-After"]) <= 60


def test_a_private_site_asks_for_a_token_that_holds(client, settings):
    settings.REQUIRE_LOGIN = True
    publish()
    assert asked(client, ONE, 401)["status"] == 401
    asked(client, ONE, 401, Authorization="Bearer canon_wrong")
    asked(client, ONE, 401, **token(days=-1))
    held = token()
    asked(client, ONE, 200, **held)
    row = ApiToken.objects.latest("pk")
    assert row.last_used_on == timezone.now().date()
    assert held["Authorization"].split()[1] not in str(vars(row))
    person("mona").__class__.objects.filter(username="mona").update(is_active=False)
    asked(client, ONE, 401, **held)


def test_a_token_opens_nothing_but_the_api(client):
    person("mona").__class__.objects.filter(username="mona").update(is_staff=True, is_superuser=True)
    assert client.get("/admin/", headers=token("pay")).status_code == 302


def test_a_superuser_makes_a_token_sees_it_once_and_revokes_it(client):
    root = person("root", is_staff=True, is_superuser=True)
    client.force_login(root)
    said = {"name": "reports", "owner": root.pk, "scope": "read", "days": 30}
    page = client.post(reverse("admin:profiles_apitoken_add"), said).content.decode()
    (told,) = re.findall(r"canon_[\w-]{43}", page)
    row = ApiToken.named(told)
    assert (row.owner_name, row.made_by_name, row.scope) == ("root", "root", "read")
    listed = client.get(reverse("admin:profiles_apitoken_changelist")).content.decode()
    assert (row.begins in listed, told in listed) == (True, False)
    client.post(reverse("admin:profiles_apitoken_changelist"), {"action": "revoke", "_selected_action": [row.pk]})
    assert ApiToken.named(told) is None


# -- what is never told ----------------------------------------------------------------------------------


def everything_told(client, **headers) -> str:
    answers = [client.get(address, headers=headers) for address in ADDRESSES]
    return "".join(answer.content.decode() + str(answer.headers) for answer in answers)


def test_restricted_pay_is_in_no_answer_filter_or_etag(client, settings):
    settings.PAY_VISIBILITY = "permission"
    pay = record_data()["pay"] | {"median": 987_000, "low": 876_000, "high": 998_000}
    publish("M3", "M4", pay=pay)
    figures = re.compile("987000|876000|998000|[897]{3},000|[897]{3}k")
    # One after the other: the owner has no right to pay yet when the first token is asked with.
    for make in (dict, lambda: token("pay"), lambda: token("read", PAY_VIEWERS)):
        headers = make()
        assert figures.findall(everything_told(client, **headers)) == []
        for query in ("pay_min=1", "pay_max=9", "sort=pay", "currency=USD"):
            asked(client, f"{ROOT}/profiles?{query}", 403, **headers)
    seen = asked(client, ONE, 200, **token("pay", PAY_VIEWERS))
    assert seen["pay"]["figures"]["median"] == 987_000


def test_what_is_not_approved_is_in_no_answer(client):
    _, first = publish("M3", "M4")
    before = everything_told(client).count("canary")
    in_review(edit(first.profile, title="canary title", summary="canary", aliases=["canary alias"]))
    in_review(code=key("M5"), title="canary manager")
    assert everything_told(client).count("canary") == before == 1  # the word that was searched for
    asked(client, f"{ROOT}/profiles/{key('M5')}", 404)
    asked(client, f"{ONE}/revisions/2", 404)


def test_a_question_costs_as_many_queries_with_three_profiles_as_with_one(client):
    def costs() -> dict[str, int]:
        counted = {}
        for address in ADDRESSES:
            if "search" in address or "resolve" in address or "compare" in address:
                continue
            asked(client, address)
            with CaptureQueriesContext(connection) as queries:
                asked(client, address)
            counted[address] = len(queries)
        return counted

    publish("M4")
    one = costs()
    publish("M3", "M5")
    assert costs() == one
    assert (one[f"{ROOT}/profiles"], one[ONE], one[f"{ROOT}/levels"]) == (2, 1, 1)
