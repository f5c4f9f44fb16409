"""What the settings of the company's sign-in are refused for, each with its name and what was expected."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.oidc_settings import roles_by_claim, whole_or_nothing

IDP = "https://idp.example"
REFUSED = {
    "no secret": ((IDP, "canon", "", True, ()), "OIDC_CLIENT_SECRET: expected beside"),
    "no issuer, no secret": (("", "canon", "", True, ()), "OIDC_ISSUER, OIDC_CLIENT_SECRET: expected beside"),
    "nobody could sign in": (("", "", "", False, ()), "LOCAL_SIGN_IN is off"),
    "roles of nobody": (("", "", "", True, (("hr", "Curators"),)), "OIDC_ROLES is given"),
    "not over https": (("http://idp.example", "canon", "s", True, ()), "OIDC_ISSUER: the issuer's own"),
    "an address of its configuration": ((f"{IDP}/.well-known/openid-configuration", "c", "s", True, ()), "OIDC_ISSUER"),
    "with a query": ((f"{IDP}/?a=b", "c", "s", True, ()), "OIDC_ISSUER: the issuer's own"),
    "too long": ((f"{IDP}/{'x' * 200}", "c", "s", True, ()), "OIDC_ISSUER: at most 200"),
}


@pytest.mark.parametrize(("given", "told"), REFUSED.values(), ids=REFUSED)
def test_settings_that_cannot_be_meant_are_refused(given, told):
    issuer, client, secret, local, roles = given
    with pytest.raises(ImproperlyConfigured) as refused:
        whole_or_nothing(issuer, client, secret, local=local, roles=roles)
    assert str(refused.value).startswith(told)


def test_settings_that_are_whole_are_taken():
    whole_or_nothing("", "", "", local=True, roles=())
    whole_or_nothing(IDP, "canon", "s", local=False, roles=(("hr", "Curators"),))
    whole_or_nothing("http://127.0.0.1:9000/realm", "canon", "s", local=True, roles=())


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("", ()),
        ("hr-curators=Curators, hr-leads = Pay viewers,", (("hr-curators", "Curators"), ("hr-leads", "Pay viewers"))),
        ("cn=hr,ou=x=Curators;", (("cn=hr,ou=x", "Curators"),)),
        ("hr=Curators,hr=Approvers", (("hr", "Curators"), ("hr", "Approvers"))),
    ],
)
def test_roles_are_pairs(text, pairs):
    assert roles_by_claim(text) == pairs


@pytest.mark.parametrize("text", ["Curators", "=Curators", "hr="])
def test_what_is_no_pair_is_refused(text):
    with pytest.raises(ImproperlyConfigured):
        roles_by_claim(text)
