"""A person of the company here: a new account for a new key, names as the company has them, roles as its groups say."""

import re
import unicodedata

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from profiles.people import APPROVERS, CURATORS, IMPORTER, REVIEWERS

DESK = {CURATORS, REVIEWERS, APPROVERS}
LONGEST_NAME = 60
_NOT_IN_NAMES = re.compile(r"[^a-z0-9._-]+")
# Who would be told by these names is not a person.
_RESERVED = {IMPORTER, "system", "root", "admin"}


def take_over(user, claims: dict) -> None:
    """Names, address and roles of an account become what the claims say, roles taken away too.

    Without OIDC_ROLES roles are given at the desk. No claim makes a superuser, or unmakes one.
    """
    with transaction.atomic():
        user.first_name, user.last_name = _line(claims.get("given_name")), _line(claims.get("family_name"))
        user.email = _email(claims)
        if settings.OIDC_ROLES:
            roles = roles_of(claims)
            user.is_staff = bool(roles & DESK) or user.is_superuser
            user.groups.set(Group.objects.filter(name__in=roles))
        user.save(update_fields=["first_name", "last_name", "email", "is_staff"])


def roles_of(claims: dict) -> set[str]:
    groups = groups_of(claims, settings.OIDC_GROUPS_CLAIM)
    return {role for group, role in settings.OIDC_ROLES if group in groups}


def groups_of(claims: dict, name: str) -> set[str]:
    """The groups of a person: a list of words, or one word. Anything else names none."""
    told = claims.get(name)
    told = [told] if isinstance(told, str) else told
    return {group for group in told if isinstance(group, str)} if isinstance(told, list) else set()


def free_name(claims: dict) -> str:
    """A name that nobody has: the company's name of the person without its domain, with a number where it is taken."""
    told = _line(claims.get("preferred_username")) or _line(claims.get("email"), 254)
    plain = unicodedata.normalize("NFKD", told.partition("@")[0]).encode("ascii", "ignore").decode().lower()
    stem = _NOT_IN_NAMES.sub("-", plain).strip("-._")[:LONGEST_NAME] or "person"
    people = get_user_model().objects.filter(username__istartswith=stem)
    taken = _RESERVED | {name.lower() for name in people.values_list("username", flat=True)}
    numbers = range(2, len(taken) + 3)
    return next(name for name in (stem, *(f"{stem}-{number}" for number in numbers)) if name not in taken)


def _email(claims: dict) -> str:
    """Where messages go; it proves nothing here, so it may be one that another account has too."""
    told = _line(claims.get("email"), 254)
    try:
        validate_email(told)
    except ValidationError:
        return ""
    return told


def _line(told: object, most: int = 150) -> str:
    """A word of the provider's, fit for a column: one line of printable letters."""
    if not isinstance(told, str):
        return ""
    return "".join(letter for letter in told if letter.isprintable())[:most].strip()
