"""The pages of the sign-in: in and out, a password changed and forgotten, and what none of them gives away."""

import re

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.test import Client

from config import settings as ours
from config.models import TryCount
from profiles.people import CURATORS
from tests.factories import KEY_M4, person
from tests.pages.addresses import PAGES
from tests.pages.canon import publish
from tests.pages.reading import main

pytestmark = pytest.mark.django_db

PASSWORD, ANOTHER = "a long password", "quite another one"


@pytest.fixture
def anna():
    user = person("anna", email="Anna@corp.example")
    user.set_password(PASSWORD)
    user.save()
    return user


def enter(client: Client, name: str = "anna", password: str = PASSWORD, address: str = "127.0.0.1", **more: str):
    return client.post("/sign-in/", {"login": name, "password": password, **more}, REMOTE_ADDR=address)


def who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def shape(response) -> tuple:
    """What somebody who tries names could tell answers apart by."""
    return response.status_code, re.sub(r'value="[^"]*"', "", response.text), sorted(response.headers)


# -- in and out ------------------------------------------------------------------------------------


def test_one_lands_where_one_wanted_to_go_in_a_session_of_twelve_hours(client, anna):
    client.session.save()
    before = client.session.session_key
    answer = enter(client, next="/levels/?track=M")
    assert (answer.status_code, answer["Location"], who(client)) == (302, "/levels/?track=M", str(anna.pk))
    cookie = answer.cookies["session"]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (12 * 3600, True, "Lax")
    assert client.session.session_key != before


ELSEWHERE = [
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "///x",
    "http:/x",
    "x",
]


@pytest.mark.parametrize("next_", [*ELSEWHERE, "https://testserver/levels/", "http://localhost/levels/"])
def test_nobody_is_sent_to_another_site(client, anna, next_):
    assert enter(client, next=next_)["Location"] == "/"
    assert client.get("/sign-in/", {"next": next_})["Location"] == "/sign-out/"
    assert client.post("/sign-out/", {"next": next_})["Location"] == "/"


def test_going_out_takes_a_post_of_the_page(client, anna):
    client.force_login(anna)
    page = main(client, "/sign-out/")
    assert "anna" in page.text
    assert who(client) == str(anna.pk)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(anna)
    assert (strict.post("/sign-out/").status_code, who(strict)) == (403, str(anna.pk))
    assert (client.post("/sign-out/").status_code, who(client)) == (302, None)


def test_there_is_one_door_for_desk_and_pages(client, anna):
    assert client.get("/admin/", follow=True).redirect_chain == [
        ("/admin/login/?next=/admin/", 302),
        ("/sign-in/?next=/admin/", 302),
    ]
    client.force_login(anna)
    assert client.get("/admin/", follow=True).status_code == 403  # and no loop: anna is not of the desk
    client.force_login(person("carla", CURATORS, is_staff=True))
    assert client.get("/admin/login/")["Location"] == "/admin/"
    assert client.get("/admin/password_change/")["Location"] == "/password/"
    assert client.post("/admin/logout/")["Location"] == "/"
    assert who(client) is None


def test_no_page_of_the_sign_in_is_kept_and_readers_pages_know_nothing_of_it(client, anna):
    publish("M4")
    client.force_login(anna)
    for address in ("/sign-in/", "/sign-out/", "/password/", "/password/forgotten/", "/password/new/set/"):
        assert "no-store" in client.get(address)["Cache-Control"], address
    for reader in (Client(), client):
        answer = reader.get(f"/canon/{KEY_M4}/")
        assert (dict(answer.cookies), "Cookie" in answer.get("Vary", "")) == ({}, False)


def test_nobody_signs_up_and_only_what_is_needed_has_a_route(client):
    for address in (
        "signup",
        "accounts/signup",
        "sign-in/signup",
        "email",
        "confirm-email",
        "3rdparty",
        "oidc/x/login",
    ):
        assert client.get(f"/{address}/").status_code == 404, address


# -- tries are counted -----------------------------------------------------------------------------


def test_after_five_wrong_passwords_none_is_looked_at(client, anna):
    for _ in range(5):
        assert enter(client, password="wrong").status_code == 200
    answer = enter(client)  # the right one
    assert (answer.status_code, who(client)) == (429, None)
    assert 0 < int(answer["Retry-After"]) <= 15 * 60
    assert "15 minutes" in answer.text
    assert enter(client, name="ANNA").status_code == 429
    assert enter(client, address="192.0.2.2").status_code == 302


def test_answers_do_not_say_who_has_an_account(client, anna):
    person("shut", is_active=False)
    for _ in range(6):
        known, unknown, shut = (enter(Client(), name=name, password="wrong") for name in ("anna", "nobody", "shut"))
        assert shape(known) == shape(unknown) == shape(shut)
    assert known.status_code == 429
    known, unknown = (client.post("/password/forgotten/", {"email": f"{n}@corp.example"}) for n in ("anna", "nobody"))
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_good_sign_ins_do_not_count(anna):
    for _ in range(8):
        assert enter(Client()).status_code == 302
    assert {row.count for row in TryCount.objects.all()} == {0}


def test_an_address_that_a_client_makes_up_is_believed_of_no_one_but_our_own_proxy(client, anna, settings):
    def guess(number: int) -> int:
        sent = {"login": "anna", "password": "wrong"}
        return client.post("/sign-in/", sent, headers={"X-Forwarded-For": f"198.51.100.{number}"}).status_code

    assert [guess(number) for number in range(6)] == [200] * 5 + [429]
    settings.BEHIND_PROXY = True
    assert [guess(number) for number in range(6)] == [200] * 6


# -- passwords -------------------------------------------------------------------------------------


def link_in(message) -> str:
    (link,) = re.findall(r"https://canon\.example(/password/new/\S+)", message.body)
    return link


def test_a_forgotten_password_is_set_by_the_link_of_a_message_once(client, anna, settings, mailoutbox):
    settings.SITE_URL = "https://canon.example"
    inside = Client()
    enter(inside)
    for _ in range(5):
        enter(client, password="wrong")
    client.post("/password/forgotten/", {"email": "anna@corp.example"})
    (message,) = mailoutbox
    assert message.to == ["Anna@corp.example"]
    form = client.get(link_in(message))["Location"]
    assert form.endswith("-set-password/")  # the key is in no address that a page could pass on
    short = client.post(form, {"password1": "too short", "password2": "too short"})
    assert "at least 12 characters" in short.text
    assert client.post(form, {"password1": ANOTHER, "password2": ANOTHER})["Location"] == "/password/new/set/"
    assert inside.get("/sign-out/")["Location"] == "/"  # that session has ended
    assert enter(client, password=ANOTHER).status_code == 302  # former tries are forgotten
    assert "does not hold any more" in Client().get(link_in(message)).text
    assert "does not hold any more" in Client().get("/password/new/1-odd/").text


def test_messages_go_to_those_alone_who_have_a_password_here_and_not_without_end(client, anna, mailoutbox):
    same = {"email": "anna@corp.example"}
    company = person("of.the.company", **same)
    SocialAccount.objects.create(user=company, provider="https://idp.example", uid="1")
    company.set_password(PASSWORD)
    company.save()
    without = person("without", **same)
    without.set_unusable_password()
    without.save()
    person("shut", is_active=False, password=company.password, **same)
    answers = [client.post("/password/forgotten/", same).status_code for _ in range(4)]
    assert answers == [302, 302, 302, 429]
    assert [message.body.count("account anna at") for message in mailoutbox] == [1, 1, 1]


def test_a_message_that_cannot_be_sent_is_no_broken_page(client, anna, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert client.post("/password/forgotten/", {"email": "anna@corp.example"}).status_code == 302


def test_whoever_knows_the_password_changes_it(client, anna):
    other = Client()
    for one in (client, other):
        enter(one)
    new = {"oldpassword": PASSWORD, "password1": ANOTHER, "password2": ANOTHER}
    wrong = client.post("/password/", new | {"oldpassword": "a guess"})
    assert "not your password" in wrong.text
    assert client.post("/password/", new)["Location"] == "/sign-out/?changed=1"
    assert "Your password is changed" in main(client, "/sign-out/?changed=1").text
    assert who(client) == str(anna.pk)
    assert other.get("/password/").status_code == 302  # to the door
    guesses = [client.post("/password/", new).status_code for _ in range(10)]
    assert guesses == [200] * 9 + [429]


def test_without_a_password_there_is_none_to_change(client):
    user = person("emery")
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    assert client.get("/password/", follow=True).redirect_chain == [("/sign-out/", 302)]


def test_passwords_are_kept_by_argon2_and_former_ones_made_anew(client, anna, settings):
    settings.PASSWORD_HASHERS = ours.PASSWORD_HASHERS
    anna.password = make_password(PASSWORD, hasher="pbkdf2_sha256")
    anna.save()
    assert enter(client).status_code == 302
    anna.refresh_from_db()
    assert anna.password.startswith("argon2$argon2id$")


# -- a private site, and the log -------------------------------------------------------------------


def test_a_private_site_answers_only_the_sign_ins_own_pages(client, anna, settings):
    publish("M4")
    middleware = settings.MIDDLEWARE.copy()
    after = middleware.index("django.contrib.auth.middleware.AuthenticationMiddleware")
    middleware.insert(after + 1, "django.contrib.auth.middleware.LoginRequiredMiddleware")
    settings.MIDDLEWARE, settings.REQUIRE_LOGIN = middleware, True
    asked = [address for address in PAGES.values() if client.get(address).status_code != 302]
    assert asked == []
    for address in ("/sign-in/", "/password/forgotten/", "/password/forgotten/sent/", "/password/new/set/", "/healthz"):
        assert client.get(address).status_code == 200, address
    there = client.get(f"/canon/{KEY_M4}/?v=1")["Location"]
    assert there == f"/sign-in/?next=/canon/{KEY_M4}/%3Fv%3D1"
    page = main(client, there)
    wanted = page.one("input", name="next").attrs["value"]
    assert enter(client, next=wanted)["Location"] == f"/canon/{KEY_M4}/?v=1"
    assert client.get("/").status_code == 200


def test_the_log_knows_people_by_number_alone(client, anna, caplog):
    enter(client, password="wrong")
    enter(client, name="nobody@corp.example")
    enter(client)
    client.post("/sign-out/")
    assert [record.getMessage() for record in caplog.records if record.name == "canon.sign_in"] == [
        f"sign-in refused: wrong name or password (account {anna.pk})",
        "sign-in refused: wrong name or password",
        f"account {anna.pk} signed in",
        f"account {anna.pk} signed out",
    ]
    assert get_user_model().objects.count() == 1
