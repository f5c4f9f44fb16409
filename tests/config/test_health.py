"""Probes: the process answers to any name, and says what is missing before it can be asked."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from profiles.guards import GUARDS
from taxonomy.triggers import remove


@pytest.mark.parametrize("host", ["testserver", "10.0.0.7", "no name at all"])
def test_the_process_answers_to_any_name_without_a_redirect(settings, host):
    settings.SECURE_SSL_REDIRECT = True
    response = Client(headers={"host": host}).get("/healthz")
    assert (response.status_code, response.json()) == (200, {"ok": True})
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_it_is_ready_when_everything_is_in_place(client):
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"ready": True, "missing": []})
    assert client.post("/readyz").status_code == 405


@pytest.mark.django_db
def test_it_is_not_ready_without_a_migration_or_a_trigger(client):
    MigrationRecorder.Migration.objects.filter(app="profiles").delete()
    remove(GUARDS[:1], using="default")
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"ready": False, "missing": ["migrations", "triggers"]})


@pytest.mark.django_db
def test_it_is_not_ready_without_its_search_index(client):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TABLE profiles_searchindex")
        else:
            cursor.execute("ALTER TABLE profiles_searchdocument DROP COLUMN document")
    assert client.get("/readyz").json() == {"ready": False, "missing": ["search index"]}


def test_without_a_database_that_is_all_it_says(client, monkeypatch):
    def refused() -> None:
        raise OperationalError("password of the server: secret")

    monkeypatch.setattr("config.health.connection.ensure_connection", refused)
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"ready": False, "missing": ["database"]})
