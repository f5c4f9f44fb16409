"""What the settings of the company's sign-in must be to be believed: all there, and over https."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from .addresses import is_loopback

LONGEST_ISSUER = 200  # what the column of an account's provider holds


def whole_or_nothing(issuer: str, client: str, secret: str, *, local: bool, roles: tuple) -> None:
    """Refuses what is given by halves, and a site that nobody could enter."""
    given = {"OIDC_ISSUER": issuer, "OIDC_CLIENT_ID": client, "OIDC_CLIENT_SECRET": secret}
    missing = [name for name, value in given.items() if not value]
    if 0 < len(missing) < len(given):
        raise ImproperlyConfigured(f"{', '.join(missing)}: expected beside the other OIDC_… settings, found nothing.")
    if missing and not local:
        raise ImproperlyConfigured("LOCAL_SIGN_IN is off, and no OIDC_ISSUER is given: nobody could sign in.")
    if missing and roles:
        raise ImproperlyConfigured("OIDC_ROLES is given, and no OIDC_ISSUER whose groups it could name.")
    if issuer:
        _believable(issuer)


def _believable(issuer: str) -> None:
    parts = urlsplit(issuer)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
    if not is_safe or not parts.hostname or parts.query or parts.fragment or "/.well-known/" in issuer:
        raise ImproperlyConfigured(f"OIDC_ISSUER: the issuer's own address is expected (https://…), found {issuer}.")
    if len(issuer) > LONGEST_ISSUER:
        raise ImproperlyConfigured(f"OIDC_ISSUER: at most {LONGEST_ISSUER} characters are expected.")


def roles_by_claim(text: str) -> tuple[tuple[str, str], ...]:
    """Pairs of a group at the provider and a role here, from `group=Role,group=Role`.

    Semicolons part the pairs where there is one, for names of groups may hold commas; the last `=` is ours.
    """
    pairs = []
    for pair in filter(None, (part.strip() for part in text.split(";" if ";" in text else ","))):
        group, equals, role = (part.strip() for part in pair.rpartition("="))
        if not (group and equals and role):
            raise ImproperlyConfigured(f"OIDC_ROLES: pairs like hr-curators=Curators are expected, found {pair}.")
        pairs.append((group, role))
    return tuple(pairs)
