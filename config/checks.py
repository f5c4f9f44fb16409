"""System checks that refuse a start which would show the inside of the site to the world."""

import sys

from django.conf import settings
from django.core.checks import Error, register

from .addresses import is_loopback

_SHORTEST_KEY = 50
_FEWEST_LETTERS = 5


@register("config")
def debug_stays_at_home(**kwargs) -> list[Error]:
    """DEBUG answers errors with settings and source, so nobody else may reach it."""
    outside = [host for host in _hosts_bound(sys.argv) if not is_loopback(host)]
    if not settings.DEBUG or not outside:
        return []
    return [
        Error(
            f"DEBUG is on, and the server would listen on {outside[0]}, which is not loopback.",
            hint="Take DEBUG away, or listen on 127.0.0.1.",
            id="config.E001",
        )
    ]


@register("config")
def hosts_are_named(**kwargs) -> list[Error]:
    """A site that answers to any name can be made to send links to somebody else's."""
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    return [
        Error(
            "ALLOWED_HOSTS holds '*', so the site would answer to any name.",
            hint="Set SITE_URL, or name the hosts.",
            id="config.E002",
        )
    ]


@register("config")
def secret_key_is_secret(**kwargs) -> list[Error]:
    """Whoever can guess the key can sign sessions."""
    key = settings.SECRET_KEY
    guessable = key.startswith("django-insecure-") or len(set(key)) < _FEWEST_LETTERS
    if not guessable and len(key) >= _SHORTEST_KEY:
        return []
    return [
        Error(
            f"SECRET_KEY is a default, or has fewer than {_SHORTEST_KEY} characters.",
            hint="Leave it unset to have one made under var/, or give a long random one.",
            id="config.E003",
        )
    ]


@register("config")
def roles_are_known(**kwargs) -> list[Error]:
    """A role that is spelt in another way would silently be given to nobody."""
    from profiles.people import ROLES

    unknown = sorted({role for _, role in settings.OIDC_ROLES} - set(ROLES))
    if not unknown:
        return []
    return [
        Error(
            f"OIDC_ROLES: one of {', '.join(ROLES)} is expected, found {', '.join(unknown)}.",
            hint="Write group=Role, as in hr-curators=Curators.",
            id="config.E004",
        )
    ]


def _hosts_bound(argv: list[str]) -> list[str]:
    """The address in BIND, and the one that `runserver` was given beside it."""
    return [settings.BIND, *_runserver_hosts(argv)]


def _runserver_hosts(argv: list[str]) -> list[str]:
    if argv[1:2] != ["runserver"]:
        return []
    addresses = [word for word in argv[2:] if not word.startswith("-") and ":" in word]
    return [address.rpartition(":")[0] or "0.0.0.0" for address in addresses]  # noqa: S104
