"""The company's sign-in against a real provider: who is let in as whom, and every lie that is not believed."""

import base64
import json
import time
from urllib.parse import urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import NoReverseMatch, reverse
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

from config.audiences import Audience, audience_of
from config.sign_in.bounds import Bound
from config.sign_in.company.roles import free_name
from profiles.people import APPROVERS, CURATORS, PAY_VIEWERS, make_groups
from tests.factories import person
from tests.oidc_provider import CLIENT, SECRET, Provider
from tests.pages.reading import parse

pytestmark = pytest.mark.django_db

ANNA = {
    "sub": "a-1",
    "preferred_username": "Anna.Kay@corp.example",
    "given_name": "Anna",
    "family_name": "Kay",
    "email": "anna@corp.example",
    "email_verified": True,
    "groups": ["hr-curators", "everybody"],
}
ROLES = (("hr-curators", CURATORS), ("hr-approvers", APPROVERS), ("pay", PAY_VIEWERS))


@pytest.fixture(scope="module")
def running():
    with Provider() as provider:
        yield provider


@pytest.fixture
def provider(running, settings):
    running.person, running.claims, running.tamper = dict(ANNA), {}, lambda token: token
    settings.ROOT_URLCONF = "tests.oidc_provider"
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = running.issuer, CLIENT, SECRET
    settings.OIDC_NAME, settings.OIDC_ROLES, settings.SITE_URL = "Corp", ROLES, "http://testserver"
    return running


def there(client: Client, **sent: str) -> str:
    """Where the page sends a browser."""
    page = parse(client.post("/sign-in/company/", sent).text)
    return page.one("meta", http_equiv="refresh").attrs["content"].removeprefix("0;url=")


def back(address: str) -> str:
    """Where the provider, which knows its person, sends them on to."""
    answer = requests.get(address, allow_redirects=False, timeout=5)
    assert answer.status_code == 302
    parts = urlsplit(answer.headers["Location"])
    return f"{parts.path}?{parts.query}"


def enter(client: Client, **sent: str):
    return client.get(back(there(client, **sent)))


def user_of(client: Client):
    return get_user_model().objects.filter(pk=client.session.get("_auth_user_id")).first()


# -- who is let in ---------------------------------------------------------------------------------


def test_a_person_of_the_company_has_an_account_and_roles_from_the_first_time_on(client, provider):
    answer = enter(client, next="/levels/?as=asked")
    assert (answer.status_code, answer["Location"]) == (302, "/levels/?as=asked")
    anna = user_of(client)
    assert (anna.username, anna.get_full_name(), anna.email) == ("anna.kay", "Anna Kay", "anna@corp.example")
    assert (anna.is_staff, anna.is_superuser, anna.has_usable_password()) == (True, False, False)
    assert list(anna.groups.values_list("name", flat=True)) == [CURATORS]
    account = SocialAccount.objects.get()
    assert (account.provider, account.uid, account.extra_data) == (provider.issuer, "a-1", {})
    asked = provider.asked[-1]
    assert (asked["code_challenge_method"], asked["redirect_uri"]) == (
        "S256",
        "http://testserver/sign-in/company/callback/",
    )
    assert audience_of("company_start") is audience_of("company_callback") is Audience.PUBLIC


def test_each_sign_in_sets_the_roles_to_what_the_claims_say(client, provider):
    enter(client)
    anna = user_of(client)
    assert client.get("/admin/").status_code == 200
    other = Client()
    provider.person["groups"] = ["pay"]
    enter(other)
    assert user_of(other) == anna
    anna.refresh_from_db()
    assert (list(anna.groups.values_list("name", flat=True)), anna.is_staff) == ([PAY_VIEWERS], False)
    assert client.get("/admin/", follow=True).status_code == 403  # the older session too
    del provider.person["groups"]
    enter(other)
    assert list(anna.groups.all()) == []


@pytest.mark.parametrize("groups", [["Curators", "superuser", "admin"], {"hr-curators": True}, 7, "hr-curators,x"])
def test_groups_that_are_not_named_in_the_settings_give_nothing(client, provider, groups):
    provider.person["groups"] = groups
    provider.person |= {"is_superuser": True, "is_staff": True, "roles": ["hr-curators"]}
    enter(client)
    anna = user_of(client)
    assert (list(anna.groups.all()), anna.is_staff, anna.is_superuser) == ([], False, False)


def test_without_roles_in_the_settings_those_of_the_desk_stand(client, provider, settings):
    settings.OIDC_ROLES = ()
    enter(client)
    make_groups()
    anna = person("anna.kay", APPROVERS)
    enter(Client())
    assert list(anna.groups.values_list("name", flat=True)) == [APPROVERS]


def test_an_address_that_somebody_has_here_links_nothing(client, provider):
    root = get_user_model().objects.create_superuser("anna.kay", "anna@corp.example", "a password of their own")
    enter(client)
    anna = user_of(client)
    assert (anna.username, anna.is_superuser) == ("anna.kay-2", False)
    root.refresh_from_db()
    assert root.has_usable_password()
    assert not SocialAccount.objects.filter(user=root).exists()


def test_the_same_subject_of_another_issuer_is_another_person(client, provider, settings):
    enter(client)
    with Provider(person=dict(ANNA)) as other:
        settings.OIDC_ISSUER = other.issuer
        enter(second := Client())
    assert user_of(second) != user_of(client)
    assert SocialAccount.objects.filter(uid="a-1").count() == 2


def test_an_account_that_was_shut_stays_shut(client, provider):
    enter(client)
    get_user_model().objects.update(is_active=False)
    answer = enter(second := Client())
    assert (answer.status_code, user_of(second)) == (403, None)


def test_a_session_gets_a_new_key_and_nobody_elses_person(client, provider):
    client.force_login(emery := person("emery"))
    before = client.session.session_key
    enter(client)
    assert user_of(client) not in (None, emery)
    assert client.session.session_key != before
    assert not SocialAccount.objects.filter(user=emery).exists()


NAMES = {
    "plain": ({"preferred_username": "Zoë.Møller"}, "zoe.mller"),
    "from the address": ({"email": "jo@x.example"}, "jo"),
    "nothing of use": ({"preferred_username": "李明", "email": 3}, "person"),
    "not a person's": ({"preferred_username": "importer"}, "importer-2"),
    "markup": ({"preferred_username": "<b>\0x\n"}, "b-x"),
}


@pytest.mark.parametrize(("claims", "name"), NAMES.values(), ids=NAMES)
def test_a_name_is_made_that_nobody_has(claims, name):
    assert free_name(claims) == name


# -- what is not believed --------------------------------------------------------------------------


def unsigned(token: str) -> str:
    header = base64.urlsafe_b64encode(json.dumps({"alg": "none"}).encode()).decode().rstrip("=")
    return f"{header}.{token.split('.')[1]}."


def resigned(token: str, header: dict, key: object) -> str:
    body = token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return jwt.encode(header, claims, key, [header["alg"]])


def of_another_key(token: str) -> str:
    return resigned(token, {"alg": "ES256", "kid": "first"}, ECKey.generate_key("P-256"))


def by_our_secret(token: str) -> str:
    return resigned(token, {"alg": "HS256", "kid": "first"}, OctKey.import_key(SECRET))


LIES = {
    "unsigned": unsigned,
    "signed by another key": of_another_key,
    "signed by the secret of two": by_our_secret,
    "cut short": lambda token: token[:-9],
    "not a token": lambda token: "x",
    "no token": lambda token: None,
    "a token for another": {"aud": ["payroll"]},
    "for several, made for another": {"aud": [CLIENT, "payroll"], "azp": "payroll"},
    "of another issuer": {"iss": "https://evil.example"},
    "expired": {"exp": int(time.time()) - 3600},
    "without an end": {"exp": None},
    "of another sign-in": {"nonce": "another"},
    "without a subject": {"sub": ""},
    "with a subject of control letters": {"sub": "a\0b"},
    "of somebody else than userinfo": {"sub": "b-2"},
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_token_that_cannot_be_believed_lets_nobody_in(client, provider, lie):
    if callable(lie):
        provider.tamper = lie
    else:
        provider.claims = lie
    answer = enter(client)
    assert (answer.status_code, user_of(client)) == (403, None)
    assert "could not be verified" in answer.text
    assert not get_user_model().objects.exists()


def test_a_code_is_taken_once(client, provider):
    address = back(there(client))
    client.get(address)
    client.post("/sign-out/")
    assert client.get(address).status_code == 400  # the state is used up
    used, fresh = dict(part.split("=") for part in urlsplit(address).query.split("&")), there(client)
    state = dict(part.split("=") for part in urlsplit(fresh).query.split("&"))["state"]
    answer = client.get(f"/sign-in/company/callback/?code={used['code']}&state={state}")
    assert (answer.status_code, user_of(client)) == (403, None)


def test_a_code_of_another_sign_in_fails_at_pkce(client, provider):
    """An attacker's code put into a victim's session, with the victim's own state."""
    theirs = dict(part.split("=") for part in urlsplit(back(there(Client()))).query.split("&"))
    state = dict(part.split("=") for part in urlsplit(there(client)).query.split("&"))["state"]
    answer = client.get(f"/sign-in/company/callback/?code={theirs['code']}&state={state}")
    assert (answer.status_code, user_of(client)) == (403, None)


def test_the_state_of_another_session_is_refused(client, provider):
    address = back(there(Client()))
    answer = client.get(address)
    assert (answer.status_code, user_of(client)) == (400, None)
    assert answer["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


@pytest.mark.parametrize("query", ["", "state=x&code=y", "state=&error=access_denied", "state=%F0&code=%F0"])
def test_a_callback_that_nobody_asked_for_is_refused(client, provider, query):
    assert client.get(f"/sign-in/company/callback/?{query}").status_code == 400


def test_an_answer_in_another_issuers_name_or_without_a_code_is_refused(client, provider):
    assert client.get(f"{back(there(client))}&iss=https://evil.example").status_code == 403
    state = dict(part.split("=") for part in urlsplit(there(client)).query.split("&"))["state"]
    answer = client.get(f"/sign-in/company/callback/?state={state}&error=access_denied")
    assert (answer.status_code, user_of(client)) == (403, None)


def test_what_a_browser_asks_for_does_not_reach_the_provider(client, provider):
    odd = "next=//evil.example&scope=offline&process=connect&auth_params=redirect_uri%3Dhttps://evil.example"
    page = parse(client.post(f"/sign-in/company/?{odd}").text)
    asked = page.one("meta", http_equiv="refresh").attrs["content"]
    assert "evil" not in asked
    assert "offline" not in asked
    assert client.get(back(asked.removeprefix("0;url=")))["Location"] == "/"
    assert Client(enforce_csrf_checks=True).post("/sign-in/company/").status_code == 403
    assert client.get("/sign-in/company/").status_code == 405


def test_a_provider_that_is_away_is_told_plainly(client, provider, settings):
    address = back(there(client))
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    answer = client.post("/sign-in/company/")
    assert answer.status_code == 503
    assert "does not answer" in answer.text
    assert client.get(address).status_code == 400


def test_what_is_not_a_providers_answer_is_told_plainly(client, provider, monkeypatch):
    for place, odd in (("jwks_uri", "/nowhere"), ("token_endpoint", "/nowhere"), ("userinfo_endpoint", "/jwks")):
        address = back(there(client))
        known = provider.configuration() | {place: provider.issuer + odd}
        monkeypatch.setattr("config.sign_in.company.views.configuration", lambda known=known: known)
        monkeypatch.setattr("config.sign_in.company.provider.configuration", lambda known=known: known)
        assert client.get(address).status_code in (403, 503), place
        assert user_of(client) is None
        monkeypatch.undo()


def test_two_first_sign_ins_at_once_make_one_account(client, provider, monkeypatch):
    """The slower of two finds its name, or its key, taken by then."""
    person("anna.kay")
    monkeypatch.setattr("config.sign_in.company.adapter.free_name", lambda claims: "anna.kay")
    answer = enter(client)
    assert (answer.status_code, user_of(client)) == (409, None)
    assert get_user_model().objects.count() == 1


def test_the_way_to_the_company_has_a_bound(client, provider, monkeypatch):
    monkeypatch.setattr("config.sign_in.company.views.STARTS_FROM", Bound("starts", 1, 15))
    assert [client.post("/sign-in/company/").status_code for _ in range(2)] == [200, 429]


def test_without_a_provider_no_route_is_laid(client):
    with pytest.raises(NoReverseMatch):
        reverse("company_start")
    assert client.post("/sign-in/company/").status_code == 404


# -- with the company's sign-in alone --------------------------------------------------------------


def test_with_passwords_off_a_superuser_still_has_theirs(client, provider, settings):
    settings.LOCAL_SIGN_IN = False
    people = get_user_model().objects
    people.create_user("carla", password="a long password")
    people.create_superuser("root", password="a long password")
    shown = client.get("/sign-in/").text
    assert ("Continue with Corp" in shown, 'type="password"' in shown) == (True, False)
    assert 'type="password"' in client.get("/sign-in/?with=password").text
    client.post("/sign-in/", {"login": "carla", "password": "a long password"})
    assert user_of(client) is None
    client.post("/sign-in/", {"login": "root", "password": "a long password"})
    assert user_of(client).username == "root"
