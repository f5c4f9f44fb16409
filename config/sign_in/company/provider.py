"""The company's provider: what it says of itself, where people are sent to, and by which key they are known here."""

import hashlib
import secrets
import time

import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

# How long what the provider says of itself is believed without asking again.
SECONDS_KNOWN = 300
LONGEST_SUBJECT = 191  # what the column holds
_known: dict[str, tuple[float, dict]] = {}


class Refused(Exception):
    """What the provider said cannot be believed; the sentence is for the log, and holds no claim."""


class Unreachable(Exception):
    """The provider did not answer, or not in its own language."""


def fetched(address: str, **options: object) -> dict:
    """The JSON object at an address of the provider."""
    try:
        with get_adapter().get_requests_session() as session:
            answer = session.get(address, allow_redirects=False, **options)
        if answer.status_code != 200:
            raise Unreachable(f"{answer.status_code} from the provider")
        found = answer.json()
    except (requests.RequestException, ValueError) as fault:
        raise Unreachable(type(fault).__name__) from fault
    if not isinstance(found, dict):
        raise Unreachable("something else than an object from the provider")
    return found


def configuration() -> dict:
    """What the provider says of itself, which must be the very issuer of the settings."""
    issuer = settings.OIDC_ISSUER
    at, known = _known.get(issuer, (0.0, {}))
    if known and time.monotonic() - at < SECONDS_KNOWN:
        return known
    found = fetched(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != issuer:
        raise Unreachable("the provider names another issuer than OIDC_ISSUER")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        _is_safe(found.get(name), name)
    _known[issuer] = (time.monotonic(), found)
    return found


def _is_safe(address: object, name: str) -> None:
    """An issuer on https has nothing that is not; one on http is a test on this machine."""
    scheme = settings.OIDC_ISSUER.partition("://")[0]
    if not isinstance(address, str) or not address.startswith(("https://", f"{scheme}://")):
        raise Unreachable(f"the provider's {name} is no address on {scheme}")


class CompanyOAuth2(OpenIDConnectOAuth2Adapter):
    """allauth's talk with a provider, at our addresses and with what we know of it."""

    @property
    def openid_config(self) -> dict:
        return configuration()

    def get_callback_url(self, request: HttpRequest, app: object) -> str:
        return settings.SITE_URL + reverse("company_callback")


class Company(OpenIDConnectProvider):
    """Known by its issuer: a person's key is issuer and subject, and another issuer's subjects are other people."""

    oauth2_adapter_class = CompanyOAuth2

    def get_login_url(self, request: HttpRequest, **kwargs: object) -> str:
        return reverse("company_start")

    def get_callback_url(self) -> str:
        return reverse("company_callback")

    def redirect(self, request: HttpRequest, process: str, next_url: str | None = None, **kwargs: object):
        """There is one process; no parameter of the request reaches the provider. The nonce waits in the session."""
        nonce = secrets.token_urlsafe(32)
        return super().redirect(
            request, "login", next_url, scope=settings.OIDC_SCOPES, auth_params={"nonce": nonce}, nonce=nonce
        )

    # -- what the claims say, as allauth asks for it ---------------------------------------------------

    def extract_uid(self, claims: dict) -> str:
        """The subject, to the letter; one that is longer than the column by its digest."""
        subject = claims["sub"]
        if len(subject) <= LONGEST_SUBJECT and not subject.startswith("sha256:"):
            return subject
        return f"sha256:{hashlib.sha256(subject.encode()).hexdigest()}"

    def extract_extra_data(self, claims: dict) -> dict:
        """Nothing is kept of the claims."""
        return {}

    def extract_common_fields(self, claims: dict) -> dict:
        """Names and address are put on the account by config.sign_in.company.people."""
        return {}

    def extract_email_addresses(self, claims: dict) -> list:
        return []
