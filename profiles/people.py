"""Who it is and who may do what: the groups of the house, and what doors and workflow ask of a user or request."""

from profiles.states import Role

CURATORS, REVIEWERS, APPROVERS, PAY_VIEWERS = "Curators", "Reviewers", "Approvers", "Pay viewers"
# Stands for a file where the operator names nobody.
IMPORTER = "importer"

# Group → permissions by codename; "view" is every view permission of both apps.
_PERMISSIONS = {
    CURATORS: ("curate_profile", "review_profile", "view_pay"),
    REVIEWERS: ("review_profile",),
    APPROVERS: ("approve_revision", "view_pay"),
    PAY_VIEWERS: ("view_pay",),
}
ROLES = tuple(_PERMISSIONS)
_NEEDED = {
    Role.CURATOR: "profiles.curate_profile",
    Role.REVIEWER: "profiles.review_profile",
    Role.APPROVER: "profiles.approve_revision",
}


def make_groups(using: str = "default", **_: object) -> None:
    """The four groups with exactly the permissions they need; run after every migrate."""
    from django.apps import apps
    from django.contrib.auth.management import create_permissions
    from django.contrib.auth.models import Group, Permission

    create_permissions(apps.get_app_config("profiles"), verbosity=0, using=using)
    for name, codenames in _PERMISSIONS.items():
        group, _made = Group.objects.using(using).get_or_create(name=name)
        wanted = Permission.objects.using(using).filter(content_type__app_label="profiles", codename__in=codenames)
        group.permissions.add(*wanted)


def may(user, role: Role) -> bool:
    """Whether this user has the role. Inactive users (service accounts among them) have none."""
    return bool(user and user.is_active and user.has_perm(_NEEDED[role]))


def name_of(user) -> str:
    """The name copied into rows that outlive the user."""
    return user.get_username() if user else ""


def service_account(username: str):
    """A user who can sign in nowhere and decide on nothing; stands for an importer or a restored person."""
    from django.contrib.auth import get_user_model

    user, made = get_user_model().objects.get_or_create(username=username, defaults={"is_active": False})
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def curators():
    """Active people to whom a desk can be handed."""
    from django.contrib.auth import get_user_model

    backend = "django.contrib.auth.backends.ModelBackend"
    return get_user_model().objects.with_perm("profiles.curate_profile", backend=backend, include_superusers=False)


def sees_pay(user) -> bool:
    """Whether figures of pay are shown to this reader, and may be filtered and ordered by (`PAY_VISIBILITY`).

    The desk asks for the permission whatever the setting: what is not approved is nobody's public business.
    """
    from django.conf import settings

    if settings.PAY_VISIBILITY == "public":
        return True
    signed_in = bool(user and user.is_authenticated and user.is_active)
    return signed_in and (settings.PAY_VISIBILITY == "signed-in" or user.has_perm("profiles.view_pay"))


def sender_of(request) -> str:
    """The network address that a request came from: behind a proxy, the one that our own proxy put last."""
    from django.conf import settings

    if settings.BEHIND_PROXY:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return request.META.get("REMOTE_ADDR", "")
