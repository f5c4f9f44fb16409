"""Groups, roles and the accounts that stand for a file."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.management import call_command

from profiles.people import may, name_of, service_account
from profiles.states import Role
from tests.factories import all_rounder, approver, curator, person

pytestmark = pytest.mark.django_db


def test_the_groups_have_the_permissions_they_need():
    found = {group.name: sorted(group.permissions.values_list("codename", flat=True)) for group in Group.objects.all()}
    assert found == {
        "Curators": ["curate_profile", "review_profile", "view_pay"],
        "Reviewers": ["review_profile"],
        "Approvers": ["approve_revision", "view_pay"],
        "Pay viewers": ["view_pay"],
    }


def test_migrate_makes_lost_groups_again():
    Group.objects.all().delete()
    call_command("migrate", verbosity=0)
    test_the_groups_have_the_permissions_they_need()


@pytest.mark.parametrize(
    ("make", "roles"),
    [
        (curator, {Role.CURATOR, Role.REVIEWER}),
        (approver, {Role.APPROVER}),
        (all_rounder, set(Role)),
        (lambda: person("rita", "Reviewers"), {Role.REVIEWER}),
        (lambda: person("petra", "Pay viewers"), set()),
        (lambda: person("emil"), set()),
        (lambda: person("root", is_superuser=True), set(Role)),
        (lambda: person("gone", "Curators", "Approvers", is_active=False), set()),
        (lambda: person("fired", is_superuser=True, is_active=False), set()),
        (AnonymousUser, set()),
        (lambda: None, set()),
    ],
)
def test_who_has_which_role(make, roles):
    user = make()
    assert {role for role in Role if may(user, role)} == roles


def test_nobody_has_no_name():
    assert (name_of(None), name_of(AnonymousUser()), name_of(curator("carla"))) == ("", "", "carla")


def test_a_service_account_can_sign_in_nowhere_and_has_no_role():
    account = service_account("importer")
    assert (account.is_active, account.has_usable_password(), account.is_staff) == (False, False, False)
    assert {may(account, role) for role in Role} == {False}


def test_a_service_account_is_made_once():
    assert service_account("importer") == service_account("importer")


def test_a_person_who_is_there_already_stays_as_they_are():
    carla = curator("carla")
    assert service_account("carla") == carla
    assert service_account("carla").is_active
