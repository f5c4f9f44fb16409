"""Local accounts as the house has them: nobody signs up, tries are counted, and one lands on this site only."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from config.sign_in import answers, log
from config.sign_in.bounds import PASSWORD_ANYWHERE, PASSWORD_HERE, PASSWORDS_FROM, TooMany, Tries
from config.sign_in.company.roles import take_over
from profiles.corrections.senders import network
from profiles.people import sender_of


def password_tries(request: HttpRequest, username: str) -> Tries:
    """The bounds that a password is tried under, whether or not there is such an account."""
    address, username = network(sender_of(request)), username.casefold()
    return Tries((PASSWORD_HERE, f"{address}\0{username}"), (PASSWORDS_FROM, address), (PASSWORD_ANYWHERE, username))


class Accounts(DefaultAccountAdapter):
    """What allauth asks of a site, answered."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "Name and password do not belong together.",
        "enter_current_password": "This is not your password until now.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Pages only: nothing here answers in JSON."""
        return False

    def add_message(self, *args: object, **kwargs: object) -> None:
        """Readers' pages show no messages, and would keep them for the desk."""

    def is_safe_url(self, url: str) -> bool:
        """A path of this site; not even another of its names."""
        return bool(url) and url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_client_ip(self, request: HttpRequest) -> str:
        return sender_of(request)

    # -- a password is tried -------------------------------------------------------------------------

    def authenticate(self, request: HttpRequest, **credentials: object):
        """Counted before the password is looked at, so that many at once are no way around the bound."""
        tries = password_tries(request, str(credentials.get("username", "")))
        try:
            tries.count()
        except TooMany as reached:
            log.refused("too many tries")
            raise ImmediateHttpResponse(answers.too_many(request, reached)) from reached
        user = super().authenticate(request, **credentials)
        if user is None:
            return None
        if not (settings.LOCAL_SIGN_IN or user.is_superuser):
            log.refused("passwords are off", account=user.pk)
            return None
        tries.give_back()
        return user

    def pre_authenticate(self, request: HttpRequest, **credentials: object) -> None:
        """allauth's own counts stand in a cache that each process has for itself."""

    def authentication_failed(self, request: HttpRequest, **credentials: object) -> None:
        tried = get_user_model().objects.filter(username=credentials.get("username", ""))
        log.refused("wrong name or password", account=tried.values_list("pk", flat=True).first())

    def pre_login(self, request: HttpRequest, user, *, signal_kwargs: dict | None = None, **asked: object):
        """The roles of a person of the company are what the company says of them, before they are let in."""
        refusal = super().pre_login(request, user, signal_kwargs=signal_kwargs, **asked)
        if refusal is None and (login := (signal_kwargs or {}).get("sociallogin")):
            take_over(user, login.claims)
        return refusal

    def respond_user_inactive(self, request: HttpRequest, user) -> HttpResponse:
        log.refused("not active", account=user.pk)
        return render(request, "sign_in/inactive.html", status=403)

    # -- a password is forgotten ---------------------------------------------------------------------

    def get_reset_password_from_key_url(self, key: str) -> str:
        """By the site's own address, whatever name it was asked by."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.SITE_URL + path.replace("UID-KEY", key)

    def send_password_reset_mail(self, user, email: str, context: dict) -> None:
        """Kept until the answer has gone out: how long a message takes would tell that there is such an account."""
        told = {"name": user.get_username(), "address": context["password_reset_url"], "site": settings.SITE_URL}
        text = render_to_string("sign_in/mail.txt", told)
        self.request.to_be_sent = [
            *getattr(self.request, "to_be_sent", []),
            EmailMessage("A new password for the canon", text, to=[user.email]),
        ]
