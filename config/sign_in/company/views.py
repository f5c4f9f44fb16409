"""The way to the company's sign-in, and back: whatever goes wrong there ends on a plain page."""

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from config.sign_in import answers, log
from config.sign_in.bounds import STARTS_FROM, TooMany, Tries
from config.sign_in.company import claims as told
from config.sign_in.company.provider import Company, CompanyOAuth2, Refused, Unreachable, configuration, fetched
from profiles.corrections.senders import network
from profiles.people import sender_of

AWAY = "The company's sign-in does not answer at present. Please try again in a few minutes."
STALE = "This sign-in was begun elsewhere, or too long ago. Please begin anew."
UNBELIEVED = "What the company's sign-in answered could not be verified, so nobody was signed in."


@login_not_required
@never_cache
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Leads to the provider by a page that goes on by itself.

    A redirect would not do: the policy (form-action) lets no answer to a form lead to another site, and
    which sites the provider itself leads on to nobody knows.
    """
    try:
        Tries((STARTS_FROM, network(sender_of(request)))).count()
        there = _company(request).redirect(request, "login", next_url=get_next_redirect_url(request))
    except TooMany as reached:
        log.refused("too many ways to the company")
        return answers.too_many(request, reached)
    except Unreachable as fault:
        return _refused(request, str(fault), AWAY, status=503)
    return render(request, "sign_in/onward.html", {"there": there["Location"], "company": settings.OIDC_NAME})


@login_not_required
@never_cache
@require_GET
def callback(request: HttpRequest) -> HttpResponse:
    try:
        state = _company(request).unstash_redirect_state(request, request.GET.get("state", ""))
    except PermissionDenied:
        return _refused(request, "the state is not of this session", STALE, status=400)
    if "code" not in request.GET:
        return _refused(request, "the provider sent no code", "The company's sign-in was broken off there.")
    try:
        login = _login(request, state)
        # Account, key and roles are written together, or not at all.
        with transaction.atomic():
            return complete_social_login(request, login)
    except Unreachable as fault:
        return _refused(request, str(fault), AWAY, status=503)
    except Refused as fault:
        return _refused(request, str(fault), UNBELIEVED)
    except IntegrityError:
        return _refused(request, "two first sign-ins at once", STALE, status=409)


def _company(request: HttpRequest) -> Company:
    return get_adapter(request).get_provider(request, settings.OIDC_ISSUER)


def _login(request: HttpRequest, state: dict):
    """Takes the code to the provider, and makes of what it says a login that may be believed."""
    company, there = _company(request), configuration()
    if request.GET.get("iss", settings.OIDC_ISSUER) != settings.OIDC_ISSUER:
        raise Refused("the answer names another issuer")  # RFC 9207
    answer = _answer(request, company, state["pkce_code_verifier"])
    claims = told.verified(
        answer.get("id_token"),
        keys=fetched(there["jwks_uri"]),
        issuer=settings.OIDC_ISSUER,
        client=settings.OIDC_CLIENT_ID,
        nonce=state["nonce"],
    )
    if endpoint := there.get("userinfo_endpoint"):
        bearer = {"Authorization": f"Bearer {answer['access_token']}"}
        claims = told.joined(claims, fetched(endpoint, headers=bearer))
    login = company.sociallogin_from_response(request, claims)
    login.state, login.claims = state, claims
    return login


def _answer(request: HttpRequest, company: Company, verifier: str) -> dict:
    """What the provider gives for the code, which it takes once."""
    client = CompanyOAuth2(request, settings.OIDC_ISSUER).get_client(request, company.app)
    try:
        answer = client.get_access_token(request.GET["code"], pkce_code_verifier=verifier)
    except OAuth2Error as fault:
        raise Refused("the provider did not take the code") from fault
    except (RequestException, LookupError, ValueError) as fault:
        raise Unreachable(type(fault).__name__) from fault
    if not isinstance(answer, dict):
        raise Unreachable("something else than an object from the provider")
    return answer


def _refused(request: HttpRequest, reason: str, sentence: str, *, status: int = 403) -> HttpResponse:
    log.refused(f"company: {reason}")
    return answers.company_refused(request, sentence, status=status)
