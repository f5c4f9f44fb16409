"""Releases at the desk: the approver's form, what it says before, and that others only look."""

import pytest
from django.test import Client
from django.urls import reverse

from profiles import workflow
from profiles.models import Release
from tests.factories import approved, approver, curator, in_review, next_version, retired
from tests.pages.reading import parse

pytestmark = pytest.mark.django_db

ADD, ALL = reverse("admin:profiles_release_add"), reverse("admin:profiles_release_changelist")


def client_of(user) -> Client:
    user.is_staff = True
    user.save()
    client = Client()
    client.force_login(user)
    return client


def test_an_approver_names_the_canon_and_is_told_before_what_that_is():
    first = approved()
    retired(code="PLANTO.GONE1.M4")
    in_review(code="PLANTO.WAIT1.M4")
    client = client_of(approver())
    told = parse(client.get(ADD).content.decode()).one("main").text
    assert "1 approved profile, the pages of 1 retired, and the shared texts" in told
    answer = client.post(ADD, {"name": "2027.1", "notes": "The first."})
    assert (answer.status_code, answer.url) == (302, ALL)
    release = Release.objects.get()
    assert (release.name, release.notes, release.made_by_name) == ("2027.1", "The first.", "axel")
    next_version(first)
    told = parse(client.get(ADD).content.decode()).one("main").text
    assert "0 came, 0 went, 1 changed" in told
    again = parse(client.post(ADD, {"name": "2027.1"}).content.decode()).one("main").text
    assert "there is a release 2027.1 already" in again
    assert Release.objects.count() == 1


def test_others_of_the_house_look_and_change_nothing():
    approved()
    release = workflow.make_release("2027.1", by=approver())
    client, change = client_of(curator()), reverse("admin:profiles_release_change", args=[release.pk])
    assert (client.get(ADD).status_code, client.post(ADD, {"name": "b"}).status_code) == (403, 403)
    page = client.get(ALL).content.decode()
    assert 'href="/releases/2027.1/"' in page
    seen = client.get(change)
    assert (seen.status_code, release.digest in seen.content.decode()) == (200, True)
    assert client_of(approver()).post(change, {"name": "forged"}).status_code == 403
    assert Release.objects.get().name == "2027.1"
