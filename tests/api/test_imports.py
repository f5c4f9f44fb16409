"""Imports by the API: looked at, applied once, on desks only; for tokens of curators and nobody else."""

import datetime
import json
import time

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from profiles.models import ApiToken, Errand, Event, Profile, Revision
from profiles.people import CURATORS
from profiles.tasks.running import carry_out
from tests.factories import (
    FOCUS_CODE,
    FUNCTION_CODE,
    KEY_M4,
    curator,
    edit,
    everything,
    focus,
    ladder,
    on_desk,
    person,
    record_data,
)

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/imports"
LINES = "application/x-ndjson"
HEAD = {"kind": "canon", "format": "canon-bundle/1"}
M3 = f"{FUNCTION_CODE}.{FOCUS_CODE}.M3"


def token(scope: str = "import", owner=None) -> dict[str, str]:
    expires = timezone.now() + datetime.timedelta(days=1)
    said = {"name": "nightly", "scope": scope, "expires_at": expires, "by": person("root")}
    _, told = ApiToken.make(owner=owner or curator(), **said)
    return {"Authorization": f"Bearer {told}"}


def bundle(*records: dict) -> bytes:
    return "\n".join(json.dumps(record) for record in (HEAD, *records)).encode()


def send(client, body: bytes, headers: dict, kind: str = LINES):
    return client.post(ROOT, body, content_type=kind, headers=headers)


@pytest.fixture
def held(client):
    ladder()
    focus()
    return token()


def counts(told: dict) -> dict[str, int]:
    return {row["outcome"]: row["number"] for row in told["counts"] if row["kind"] == "profile"}


def test_a_bundle_is_looked_at_then_applied_once_and_lies_on_desks(client, held):
    on_desk()
    answer = send(client, bundle(record_data(summary="New words."), record_data(M3)), held)
    told = answer.json()
    assert (answer.status_code, answer["Location"], told["state"]) == (201, f"{ROOT}/{told['id']}", "looked")
    assert (counts(told), told["faults"]) == ({"changed": 1, "added": 1}, [])
    assert [(row["key"], row["what"], row["place"]) for row in told["profiles"]] == [
        (KEY_M4, "changed", "line 2"),
        (M3, "added", "line 3"),
    ]
    assert Profile.objects.count() == 1
    assert client.get(answer["Location"], headers=held).json() == told
    applied = client.post(f"{answer['Location']}/apply", headers=held)
    assert (applied.status_code, applied.json()["state"]) == (200, "done")
    assert applied.json()["said"] == "Applied: 1 profile changed, 1 added."
    assert Profile.objects.get(level__code="M4").summary == "New words."
    last = Event.objects.latest("pk")
    assert (last.by_name, last.note) == (
        "carla",
        "from the file API: nightly: by the API, with the token “nightly”",
    )
    # Pressed again nothing happens again; nothing was submitted or approved; the file is gone.
    before = Event.objects.count()
    assert client.post(f"{answer['Location']}/apply", headers=held).json() == applied.json()
    assert (Event.objects.count(), Revision.objects.count()) == (before, 0)
    assert Errand.objects.get().pieces.count() == 0


def test_the_same_file_again_changes_nothing_and_a_form_is_read_alike(client, held):
    body = bundle(record_data())
    client.post(f"{send(client, body, held)['Location']}/apply", headers=held)
    form = {"file": SimpleUploadedFile("canon.jsonl", body)}
    told = client.post(ROOT, form, headers=held).json()
    assert (told["state"], counts(told), told["said"]) == (
        "done",
        {"same": 1},
        "Nothing would change: the file says what stands here already.",
    )


def test_faults_are_told_with_line_and_path_and_cannot_be_applied(client, held):
    told = send(client, bundle(record_data(), {"kind": "profile", "code": KEY_M4, "titel": "x"}), held).json()
    assert (told["state"], told["said"]) == ("refused", "2 faults: this file cannot be applied.")
    assert [(one["line"], one["path"]) for one in told["faults"]] == [(3, "profiles → title"), (3, "profiles → titel")]
    refused = client.post(f"{told['url'].removeprefix('http://127.0.0.1:8000')}/apply", headers=held)
    assert (refused.status_code, refused["Content-Type"]) == (409, "application/problem+json")


def test_a_desk_that_changed_since_is_a_conflict_and_nothing_is_written(client, held):
    profile = on_desk()
    place = send(client, bundle(record_data(summary="New words."), record_data(M3)), held)["Location"]
    edit(profile, summary="Meanwhile.")
    answers = [client.post(f"{place}/apply", headers=held).status_code for _ in range(2)]
    assert (answers, Profile.objects.count(), Profile.objects.get().summary) == ([409, 409], 1, "Meanwhile.")


def test_with_a_queue_it_is_202_until_a_worker_has_come(client, held, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    answer = send(client, bundle(record_data()), held)
    place, number = answer["Location"], answer.json()["id"]
    early = client.post(f"{place}/apply", headers=held)
    assert (answer.status_code, answer.json()["state"], early.status_code) == (202, "waiting", 409)
    carry_out.func(number)
    assert client.get(place, headers=held).json()["state"] == "looked"
    pressed = [client.post(f"{place}/apply", headers=held).status_code for _ in range(2)]
    carry_out.func(number)
    assert (pressed, client.get(place, headers=held).json()["state"]) == ([202, 202], "done")
    # What broke off is pressed again by the same press.
    Errand.objects.filter(pk=number).update(stage="failed")
    assert client.post(f"{place}/apply", headers=held).json()["state"] == "waiting"


# -- who -------------------------------------------------------------------------------------------------


def test_only_a_token_of_a_curator_for_imports_is_let_in(client, held):
    body = bundle(record_data())
    other = token(owner=curator("olga"))
    place = send(client, body, held)["Location"]
    signed_in = Client()
    signed_in.force_login(curator())
    before = everything()

    def unchanged() -> bool:
        apart = {"profiles.ApiToken": 0, "auth.User": 0}  # new tokens of this test
        return {**everything(), **apart} == {**before, **apart}

    assert send(signed_in, body, {}).status_code == 401
    for scope in ("read", "pay"):
        assert send(client, body, token(scope)).status_code == 403
    assert send(client, body, token(owner=person("emery"))).status_code == 403
    for answer in (client.get(place, headers=other), client.post(f"{place}/apply", headers=other)):
        assert answer.status_code == 404
    assert {**everything(), "profiles.ApiToken": 0, "auth.User": 0} == {
        **before,
        "profiles.ApiToken": 0,
        "auth.User": 0,
    }
    # A role that is taken away takes the token's right with it, at once.
    curator().groups.remove(Group.objects.get(name=CURATORS))
    assert client.post(f"{place}/apply", headers=held).status_code == 403
    get_user_model().objects.filter(username="carla").update(is_active=False)
    assert client.get(place, headers=held).status_code == 401


# -- what is hostile -------------------------------------------------------------------------------------

ONE = json.dumps(HEAD).encode() + b"\n"
BOMBS = {
    "deep": (ONE + b'{"kind":' + b"[" * 1_000_000 + b"}", 201),
    "nested": (ONE + b'{"a":' * 5_000 + b"1" + b"}" * 5_000, 201),
    "number": (ONE + b'{"kind":"profile","version":' + b"9" * 1_000_000 + b"}", 201),
    "exponent": (ONE + b'{"kind":"profile","confidence":1e999999}', 201),
    "long line": (ONE + b'{"kind":"' + b"x" * 10_000_000 + b'"}', 201),
    "blank lines": (b"\n" * 20_000_000, 201),
    "faults": (b"{}\n" * 5_000_000, 201),
    "many items": (ONE + b'{"kind":"profile","responsibilities":[' + b"1," * 3_000_000 + b"1]}", 201),
    "many keys": (ONE + b"{" + b",".join(b'"%d":1' % n for n in range(300_000)) + b"}", 201),
    "gzip": (b"\x1f\x8b" + b"\0" * 1_000, 201),
    "zip": (b"PK\x03\x04" + b"\0" * 1_000, 201),
    "empty": (b"", 422),
    "binary": (bytes(range(256)) * 1_000, 201),
    "surrogates": (ONE + rb'{"kind":"\ud800\u0000"}', 201),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_are_refused_at_once(client, held, bomb):
    body, status = BOMBS[bomb]
    began = time.process_time()
    answer = send(client, body, held)
    took = time.process_time() - began
    assert answer.status_code == status
    if status == 201:
        assert answer.json()["state"] == "refused"
        assert answer.json()["faults"]
    assert took < 1


def test_what_is_no_import_is_told_so(client, held, settings):
    assert send(client, b"{}", held, "application/json").status_code == 422
    assert send(client, b"x", held, "multipart/form-data; boundary=y").status_code == 422
    assert send(client, b"x", held, "multipart/form-data").status_code == 400
    assert client.get(f"{ROOT}/0", headers=held).status_code == 422
    assert client.get(f"{ROOT}/99", headers=held).status_code == 404
    settings.BULK_MOST_BYTES = 10
    assert send(client, b"{}" * 40_000, held).status_code == 413
    assert send(client, b"{}" * 10, held).status_code == 413


def test_one_person_has_no_more_than_so_many_open(client, held, monkeypatch):
    monkeypatch.setattr("profiles.tasks.asking.MOST_OPEN", 1)
    answers = [send(client, bundle(record_data()), held).status_code for _ in range(2)]
    assert (answers, Errand.objects.count()) == ([201, 429], 1)
