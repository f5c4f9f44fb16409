"""Ways to get one's own work approved, or an unapproved text published: each tried for real, each refused."""

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from profiles import workflow
from profiles.desk import Conflict
from profiles.models import Contributor, Event, Revision
from profiles.people import APPROVERS, CURATORS, IMPORTER
from profiles.states import Move, State
from profiles.workflow import Refused
from tests.factories import (
    KEY_M4,
    approved,
    approver,
    curator,
    edit,
    everything,
    in_review,
    on_desk,
    person,
    record_data,
    refused_by_the_database,
    state_of,
)

pytestmark = pytest.mark.django_db

CANARY = "Nobody has approved this sentence yet"


# -- people who try, and what they try it on ---------------------------------------------------------


def colleague(username: str, *groups: str, **fields):
    """Somebody who may enter the desk."""
    return person(username, *groups, is_staff=True, **fields)


def decider(username: str, **fields):
    """Somebody who may write and may approve; what stops them is only that the work is their own."""
    return colleague(username, CURATORS, APPROVERS, **fields)


def entered(user, **client) -> Client:
    found = Client(**client)
    found.force_login(user)
    return found


def own_work() -> dict[str, tuple]:
    """hand → (user, revision in review): submitted, or edited before somebody else submitted; superusers too."""
    work = {}
    for number, (name, chief) in enumerate([("alma", False), ("root", True)]):
        user = decider(name, is_superuser=chief)
        submitted = on_desk(code=f"PLANTO.SUBMIT{number}.M4", by=curator())
        work[f"{name} submitted"] = user, in_review(submitted, by=user)
        edited = edit(on_desk(code=f"PLANTO.EDITED{number}.M4", by=curator()), by=user, summary=CANARY)
        work[f"{name} edited"] = user, in_review(edited, by=curator())
    return work


def standing() -> dict:
    """All rows but those that a mere visit writes."""
    visits = ("sessions.", "admin.", "auth.", "config.TryCount")
    return {label: rows for label, rows in everything().items() if not label.startswith(visits)}


def door(revision: Revision, name: str) -> str:
    return reverse(f"admin:profiles_revision_{name}", args=[revision.pk])


def page(revision: Revision) -> str:
    return reverse("admin:profiles_revision_change", args=[revision.pk])


QUEUE = "/admin/profiles/revision/"


# -- through the web ---------------------------------------------------------------------------------


def press_approve(client: Client, revision: Revision):
    """As the page sends it for others: it names the seal, and has the form for those alone who may decide."""
    shown = client.get(page(revision)).content.decode()
    assert f"seal {revision.seal[:12]}" in shown
    return client.post(door(revision, "approve"), {"seal": revision.seal, "note": "fine"})


def blind_post(client: Client, revision: Revision):
    return client.post(door(revision, "approve"), {"seal": revision.seal})


def claimed_first(client: Client, revision: Revision):
    response = blind_post(client, revision)
    assert client.get(door(revision, "claim_it")).status_code == 405
    return response


def sent_back_and_so_decided(client: Client, revision: Revision):
    return client.post(door(revision, "send_back"), {"seal": revision.seal, "note": "decided it is"})


def retired_unproposed(client: Client, revision: Revision):
    return client.post(door(revision, "retire"), {"seal": revision.seal, "note": "gone"})


def by_get(client: Client, revision: Revision):
    return client.get(door(revision, "approve"), {"seal": revision.seal})


def by_head(client: Client, revision: Revision):
    return client.head(door(revision, "approve"), {"seal": revision.seal})


def by_overridden_method(client: Client, revision: Revision):
    asked = {"_method": "POST", "seal": revision.seal}
    return client.get(door(revision, "approve"), asked, headers={"X-HTTP-Method-Override": "POST"})


def as_json(client: Client, revision: Revision):
    return client.post(door(revision, "approve"), {"seal": revision.seal}, content_type="application/json")


def as_a_browser_would(client: Client, revision: Revision):
    """The test client sends a form in parts, browsers send this one urlencoded."""
    body = urlencode({"seal": revision.seal, "note": "fine"})
    return client.post(door(revision, "approve"), body, content_type="application/x-www-form-urlencoded")


def bulk(client: Client, revision: Revision, **more):
    chosen = {"action": "approve_each", ACTION_CHECKBOX_NAME: [revision.pk], "index": "0"}
    return client.post(QUEUE, chosen | more)


def bulk_across(client: Client, revision: Revision):
    return bulk(client, revision, select_across="1")


def bulk_deletion(client: Client, revision: Revision):
    return bulk(client, revision, action="delete_selected", post="yes")


LIST_FORM = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "_save": "Save"}


def edited_in_the_list(client: Client, revision: Revision):
    """In the stock admin a form over several rows; here the list has none and is only shown."""
    cells = {"form-0-id": revision.pk, "form-0-state": "approved", "form-0-number": "1"}
    return client.post(f"{QUEUE}?state=all", LIST_FORM | cells)


DECIDED = {"state": "approved", "number": "1", "decided_at_0": "2026-01-01", "decided_at_1": "10:00", "origin": "desk"}


def changed_by_form(client: Client, revision: Revision):
    return client.post(page(revision), DECIDED | {"_save": "Save"})


def changed_in_a_popup(client: Client, revision: Revision):
    return client.post(f"{page(revision)}?_popup=1", DECIDED | {"_popup": "1"})


def saved_as_new(client: Client, revision: Revision):
    return client.post(page(revision), DECIDED | {"_saveasnew": "1", "profile": revision.profile_id})


def added(client: Client, revision: Revision):
    values = {"profile": revision.profile_id, "payload": revision.payload, "seal": revision.seal}
    return client.post("/admin/profiles/revision/add/", DECIDED | values)


def deleted(client: Client, revision: Revision):
    return client.post(reverse("admin:profiles_revision_delete", args=[revision.pk]), {"post": "yes"})


def submitted_as_approved(client: Client, revision: Revision):
    address = reverse("admin:profiles_profile_submit", args=[revision.profile_id])
    return client.post(address, {"note": "again", "state": "approved", "seal": revision.seal})


def handed_over(client: Client, revision: Revision):
    """The work lies with somebody else now; who wrote it stays who wrote it."""
    return client.post(door(revision, "approve"), {"seal": revision.seal, "to": "carla", "submitted_by": "carla"})


def through_an_api(client: Client, revision: Revision):
    for method in (client.put, client.patch, client.post):
        for address in (f"/api/revisions/{revision.pk}/", f"/api/v1/profiles/{revision.key}/", "/graphql"):
            assert method(address, DECIDED, content_type="application/json").status_code == 404
        assert method("/api/", DECIDED, content_type="application/json").status_code == 405  # a page, to be read only
    return client.post(f"/canon/{revision.key}/", DECIDED)


def of_tables_without_an_admin(client: Client, revision: Revision):
    for model in ("contributor", "event", "revisionpay", "revisionskill", "heading"):
        for rest in ("", "add/", "1/change/", "1/delete/"):
            assert client.post(f"/admin/profiles/{model}/{rest}", {"post": "yes"}).status_code == 404
    return client.post("/admin/profiles/", DECIDED)


# What a refusal looks like: led back to the page with a sentence, or an error of the client's.
WAYS: dict[Callable, int] = {
    press_approve: 302,
    blind_post: 302,
    claimed_first: 302,
    sent_back_and_so_decided: 302,
    retired_unproposed: 302,
    by_get: 405,
    by_head: 405,
    by_overridden_method: 405,
    as_json: 302,
    as_a_browser_would: 302,
    bulk: 302,
    bulk_across: 302,
    bulk_deletion: 302,
    edited_in_the_list: 200,
    changed_by_form: 403,
    changed_in_a_popup: 403,
    saved_as_new: 403,
    added: 403,
    deleted: 403,
    submitted_as_approved: 302,
    handed_over: 302,
    through_an_api: 405,
    of_tables_without_an_admin: 200,
}


def test_own_work_is_not_decided_on_through_the_web():
    work = own_work()
    clients = {user.pk: entered(user) for user, _ in work.values()}
    before = standing()
    for way, answer in WAYS.items():
        answers = {hand: way(clients[user.pk], revision).status_code for hand, (user, revision) in work.items()}
        assert (way.__name__, answers) == (way.__name__, dict.fromkeys(work, answer))
        assert standing() == before, way.__name__


def test_somebody_else_does_all_that_and_is_not_refused():
    """The control: what was refused above was refused for whose work it was."""
    client = entered(decider("otto"))
    for way in (press_approve, blind_post, as_a_browser_would, bulk):
        revision = in_review(code=f"PLANTO.{way.__name__.replace('_', '').upper()}.M4", by=decider("alma"))
        way(client, revision)
        assert state_of(revision) == State.APPROVED, way.__name__


def test_a_door_without_the_token_of_its_form_stays_shut():
    client = entered(decider("otto"), enforce_csrf_checks=True)
    revision = in_review(by=curator())
    before = standing()
    for name in ("approve", "send_back", "withdraw", "propose_retirement", "retire", "claim_it"):
        assert client.post(door(revision, name), {"seal": revision.seal, "note": "x"}).status_code == 403
    assert bulk(client, revision).status_code == 403
    assert standing() == before


DOORS = ("approve", "send_back", "withdraw", "propose_retirement", "retire", "claim_it")
OUTSIDERS: dict[str, Callable] = {
    "anonymous": lambda: None,
    "employee": lambda: person("emil"),
    "employee who may enter": lambda: colleague("erna"),
    "reviewer": lambda: colleague("rita", "Reviewers"),
    "pay viewer": lambda: colleague("petra", "Pay viewers"),
    "curator without a desk": lambda: person("cora", CURATORS, APPROVERS),
    "former approver": lambda: decider("gone", is_active=False),
}


@pytest.mark.parametrize("who", OUTSIDERS)
def test_outsiders_find_every_door_shut(who):
    waiting, stands = in_review(by=curator()), approved(code="PLANTO.STANDS.M4")
    user = OUTSIDERS[who]()
    client = entered(user) if user else Client()
    before = standing()
    posted = {"seal": waiting.seal, "note": "please", "to": "carla"}
    answers = [client.post(door(revision, name), posted) for revision in (waiting, stands) for name in DOORS]
    for name in ("submit", "hand_over"):
        answers.append(client.post(reverse(f"admin:profiles_profile_{name}", args=[waiting.profile_id]), posted))
    answers += [bulk(client, waiting), changed_by_form(client, waiting)]
    assert {answer.status_code for answer in answers} <= {302, 403}
    assert standing() == before


def test_unapproved_text_is_shown_to_no_outsider():
    profile = edit(on_desk(), summary=CANARY)
    revision = in_review(profile)
    inside = [
        page(revision),
        reverse("admin:profiles_profile_change", args=[profile.pk]),
        reverse("admin:profiles_profile_preview", args=[profile.pk]),
        reverse("admin:profiles_profile_history", args=[profile.pk]),
    ]
    seen_inside = [CANARY in entered(curator_at_desk()).get(address).content.decode() for address in inside[:3]]
    assert seen_inside == [True, True, True]
    outside = [f"/canon/{KEY_M4}/", f"/canon/{KEY_M4}/?v=1", f"/compare/?keys={KEY_M4}", f"/coordinates/?key={KEY_M4}"]
    outside += ["/", *inside]
    for who in ("anonymous", "employee", "employee who may enter", "pay viewer"):
        user = OUTSIDERS[who]()
        client = entered(user) if user else Client()
        for address in outside:
            assert CANARY not in client.get(address, follow=True).content.decode(), (who, address)


def curator_at_desk():
    return colleague("carla2", CURATORS)


# -- by a detour -------------------------------------------------------------------------------------


def refuses(user, revision: Revision) -> None:
    """At the workflow and at the door of the admin, for a seal that is right."""
    before = standing()
    with pytest.raises((Refused, Conflict)):
        workflow.approve(revision, by=user, seal=Revision.objects.get(pk=revision.pk).seal)
    if not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])
    blind_post(entered(user), revision)
    assert state_of(revision) == State.IN_REVIEW
    assert standing() == before


def bundle(folder: Path, *records: dict) -> str:
    lines = [{"kind": "canon", "format": "canon-bundle/1"}, *records]
    path = folder / "bundle.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return str(path)


def existing(**changes) -> dict:
    """A profile record whose places are there already."""
    on_desk(summary="Before the file.")
    return record_data(KEY_M4, **changes)


def the_waiting() -> Revision:
    return Revision.objects.open().get()


def test_a_file_that_one_submits_oneself_is_ones_own_work(tmp_path):
    alma = decider("alma")
    call_command("import_canon", bundle(tmp_path, existing(summary=CANARY)), submit=True, by="alma", verbosity=0)
    refuses(alma, the_waiting())


def test_a_file_that_one_brings_and_another_submits_is_ones_own_work(tmp_path):
    alma = decider("alma")
    call_command("import_canon", bundle(tmp_path, existing(summary=CANARY)), by="alma", verbosity=0)
    in_review(Revision.profile.field.related_model.objects.get(), by=curator())
    refuses(alma, the_waiting())


def test_the_account_of_a_file_decides_on_nothing_even_when_it_is_woken_up(tmp_path):
    call_command("import_canon", bundle(tmp_path, existing(summary=CANARY)), submit=True, verbosity=0)
    importer = get_user_model().objects.get(username=IMPORTER)
    assert not importer.is_active
    assert not importer.has_usable_password()
    get_user_model().objects.filter(pk=importer.pk).update(username="isabel", is_active=True, is_superuser=True)
    refuses(decider("isabel"), the_waiting())
    # And who bears the name by now is taken for the same.
    refuses(decider(IMPORTER), the_waiting())


def test_a_file_that_calls_itself_approved_is_on_the_desk_and_nowhere_else(tmp_path):
    told = {"by": "The board", "at": "2026-01-01T00:00:00Z"}
    path = bundle(tmp_path, existing(summary=CANARY, status="approved", version=7, decision=told))
    for mode in ({}, {"submit": True}):
        call_command("import_canon", path, verbosity=0, **mode)
        assert not Revision.objects.visible_to().exists()
        assert Client().get(f"/canon/{KEY_M4}/").status_code == 404


def full_bundle(folder: Path) -> str:
    """A revision that says of itself that it was approved, over a profile that is there."""
    waiting = in_review(on_desk(summary=CANARY), by=curator())
    told = {"submitted_at": "2026-01-01T00:00:00Z", "decided_at": "2026-01-02T00:00:00Z", "decided_by": "The board"}
    sealed = {"schema": 1, "seal": waiting.seal, "payload": json.loads(waiting.payload), "number": 1}
    text = {"kind": "revision", "key": waiting.key, "state": "approved", "origin": "desk"} | sealed | told
    return bundle(folder, {"kind": "desk", "profile": record_data(summary=CANARY)}, text)


def test_a_full_bundle_is_for_the_command_line_and_for_no_other_mode(tmp_path):
    path, before = full_bundle(tmp_path), everything()
    for mode in ({}, {"submit": True}):
        with pytest.raises(CommandError, match="--as-published"):
            call_command("import_canon", path, verbosity=0, **mode)
    assert everything() == before


def test_no_route_takes_a_full_bundle(tmp_path):
    """Sent to every address that needs no argument, by a superuser, under every likely name of a field."""
    path, root = full_bundle(tmp_path), decider("root", is_superuser=True)
    before = standing()
    asked = {"mode": "as published", "as_published": "on", "submit": "on", "apply": "1", "by": "root", "note": "x"}
    client, [waiting] = entered(root), Revision.objects.all()
    for address in plain_addresses():
        with open(path, "rb") as first, open(path, "rb") as second, open(path, "rb") as third:
            files = {"file": first, "bundle": second, "workbook": third}
            client.force_login(root)  # one of them is the way out
            assert client.post(address, asked | files).status_code < 500, address
        assert (Revision.objects.count(), state_of(waiting)) == (1, State.IN_REVIEW), address
    assert standing() == before


def plain_addresses() -> list[str]:
    found = {prefix for prefix, route in _routes(get_resolver().url_patterns) if "<" not in prefix}
    assert {"/", "/compare/", "/admin/", "/admin/profiles/profile/", "/admin/profiles/profile/add/"} <= found
    return sorted(found)


def _routes(patterns, prefix="/"):
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from _routes(pattern.url_patterns, address)
        elif not hasattr(pattern.pattern, "regex") or pattern.pattern.__class__.__name__ == "RoutePattern":
            yield address, pattern


def test_an_edit_that_another_withdrew_and_submitted_again_is_still_ones_own():
    alma, bert = decider("alma"), decider("bert")
    profile = edit(on_desk(by=curator()), by=alma, summary=CANARY)
    first = in_review(profile, by=bert)
    workflow.withdraw(first, by=bert)
    second = in_review(edit(profile, by=bert, title="Plant Manager, of course"), by=bert)
    refuses(alma, second)
    refuses(bert, second)


def test_an_edit_is_ones_own_through_returns_until_a_text_with_it_is_approved():
    alma = decider("alma")
    profile = edit(on_desk(by=curator()), by=alma, summary=CANARY)
    workflow.send_back(in_review(profile, by=curator()), by=approver(), note="once more")
    workflow.withdraw(in_review(profile, by=curator()), by=curator())
    third = in_review(profile, by=curator())
    refuses(alma, third)
    workflow.approve(third, by=approver(), seal=third.seal)
    fourth = in_review(edit(profile, by=curator(), summary="Hers is history."), by=curator())
    workflow.approve(fourth, by=alma, seal=fourth.seal)
    assert state_of(fourth) == State.APPROVED


def test_an_edit_after_somebody_elses_submission_is_no_part_of_it_and_counts_the_next_time():
    """The hijack: write into a desk whose text waits, then approve what waits."""
    alma = decider("alma")
    waiting = in_review(on_desk(by=curator()), by=curator())
    edit(waiting.profile, by=alma, summary=CANARY)
    workflow.approve(waiting, by=alma, seal=waiting.seal)
    public = Client().get(f"/canon/{KEY_M4}/").content.decode()
    assert (CANARY in public, waiting.payload.count(CANARY)) == (False, 0)
    refuses(alma, in_review(waiting.profile, by=curator()))


def test_an_edit_before_a_file_was_restored_counts_whatever_times_the_file_tells(tmp_path):
    """The instant of a decision in a file is the file's word; who edited the desk here is ours."""
    alma = decider("alma")
    told = {"by": "The board", "at": "2099-01-01T00:00:00Z"}
    record = existing(summary="Restored.", status="approved", version=1, decision=told)
    call_command("import_canon", bundle(tmp_path, record), as_published=True, verbosity=0)
    stands = Revision.objects.approved().get()
    edit(stands.profile, by=alma, summary=CANARY)
    refuses(alma, in_review(stands.profile, by=curator()))


def test_unfinished_work_on_a_desk_stays_its_authors_when_a_version_is_restored_beside_it(tmp_path):
    alma = decider("alma")
    told = {"by": "The board", "at": "2099-01-01T00:00:00Z"}
    record = existing(summary="Restored.", status="approved", version=1, decision=told)
    profile = edit(Revision.profile.field.related_model.objects.get(), by=alma, summary=CANARY)
    call_command("import_canon", bundle(tmp_path, record), as_published=True, verbosity=0)
    assert Revision.objects.approved().get().profile == profile
    refuses(alma, in_review(profile, by=curator()))


def test_a_seal_of_another_text_opens_nothing():
    alma = decider("alma")
    own, others = in_review(by=alma), in_review(code="PLANTO.OTHERS.M4", by=curator())
    client, before = entered(alma), standing()
    client.post(door(others, "approve"), {"seal": own.seal})
    client.post(door(own, "approve"), {"seal": others.seal})
    for seal in ("", "0" * 64, others.seal[:12], others.seal.upper(), "None", "%"):
        client.post(door(others, "approve"), {"seal": seal})
    client.post(door(others, "approve"), {})
    assert standing() == before


def test_what_was_seen_is_not_what_waits_after_a_withdrawal_an_edit_and_a_resubmission():
    axel = decider("axel2")
    seen = in_review(on_desk(by=curator()), by=curator())
    workflow.withdraw(seen, by=curator())
    waits = in_review(edit(seen.profile, by=curator(), summary=CANARY), by=curator())
    client, before = entered(axel), standing()
    client.post(door(seen, "approve"), {"seal": seen.seal})
    client.post(door(waits, "approve"), {"seal": seen.seal})
    client.post(door(seen, "approve"), {"seal": waits.seal})
    assert standing() == before


def test_texts_that_came_after_the_list_was_looked_at_are_not_approved_with_it():
    """ "Select all 100" would also take what was submitted between the look and the press."""
    shown = in_review(by=curator())
    unseen = in_review(code="PLANTO.UNSEEN.M4", by=curator(), summary=CANARY)
    bulk_across(entered(decider("otto")), shown)
    assert state_of(unseen) == State.IN_REVIEW


def test_ids_that_are_guessed_are_no_way_in():
    revision = in_review(by=curator())
    client, before = entered(decider("otto")), standing()
    for pk in (0, revision.pk + 1, 2**31, 2**63, 10**30):
        for name in DOORS:
            address = door(revision, name).replace(f"/{revision.pk}/", f"/{pk}/")
            assert client.post(address, {"seal": revision.seal, "note": "x"}).status_code == 302
    assert standing() == before


def test_a_retirement_that_one_proposed_is_decided_by_somebody_else():
    for user in (decider("alma"), decider("root", is_superuser=True)):
        stands = approved(code=f"PLANTO.{user.username.upper()}.M4")
        workflow.propose_retirement(stands, by=user, note="merged")
        before = standing()
        entered(user).post(door(stands, "retire"), {"note": "agreed"})
        assert standing() == before


def test_another_name_does_not_make_another_person():
    alma = decider("alma")
    revision = in_review(on_desk(by=curator()), by=alma)
    get_user_model().objects.filter(pk=alma.pk).update(username="alma.new")
    refuses(decider("alma.new"), revision)


@pytest.mark.parametrize("part", ["submitted", "edited"])
def test_the_name_of_somebody_deleted_does_not_open_what_they_wrote(part):
    alma = decider("alma")
    profile = on_desk(by=curator())
    revision = in_review(profile, by=alma) if part == "submitted" else in_review(edit(profile, by=alma, summary=CANARY))
    alma.delete()
    refuses(decider("alma"), revision)


def test_neither_does_their_number_under_another_name():
    alma = decider("alma")
    revision, pk = in_review(by=alma), alma.pk
    alma.delete()
    get_user_model().objects.create(pk=pk, username="zoe", is_active=True, is_staff=True, is_superuser=True)
    refuses(get_user_model().objects.get(pk=pk), revision)


# -- past the models ---------------------------------------------------------------------------------


def verdict(by, **more) -> dict:
    """Everything that an approval writes."""
    return {"state": State.APPROVED, "number": 1, "decided_by": by, "decided_at": timezone.now()} | more


def assign(revision: Revision, values: dict) -> Revision:
    for name, value in values.items():
        setattr(revision, name, value)
    return revision


def rows(revision: Revision):
    return Revision.objects.filter(pk=revision.pk)


def sql(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


APPROVE = "UPDATE profiles_revision SET state = 'approved', number = 1, decided_at = submitted_at"
COPIED = [field.column for field in Revision._meta.concrete_fields if not field.primary_key]


def copied(revision: Revision, **instead: str) -> str:
    """INSERT of the same row again with some columns told otherwise."""
    columns = ", ".join(f'"{column}"' for column in COPIED)
    told = ", ".join(instead.get(column, f'"{column}"') for column in COPIED)
    return f"INSERT INTO profiles_revision ({columns}) SELECT {told} FROM profiles_revision WHERE id = {revision.pk}"


FORGED = {"state": "'approved'", "number": "1", "decided_at": "submitted_at"}

BY_SHELL: dict[str, Callable] = {
    "update": lambda user, r: rows(r).update(**verdict(user)),
    "update without saying who": lambda user, r: rows(r).update(**verdict(None)),
    "update of the state alone": lambda user, r: rows(r).update(state=State.APPROVED),
    "update without a number": lambda user, r: rows(r).update(**verdict(user, number=None)),
    "update of the decider alone": lambda user, r: rows(r).update(decided_by=user),
    "update of the decider to somebody else": lambda user, r: rows(r).update(decided_by=approver()),
    "update of the decision first, the state later": lambda user, r: rows(r).update(decided_at=timezone.now()),
    "update to returned by oneself": lambda user, r: rows(r).update(state=State.RETURNED, decided_by=user),
    "update of the submitter": lambda user, r: rows(r).update(submitted_by=curator("other")),
    "update of the submitter to nobody": lambda user, r: rows(r).update(submitted_by=None),
    "update of the submitter with the decision": lambda user, r: rows(r).update(
        **verdict(user, submitted_by=curator("other"))
    ),
    "update of the origin": lambda user, r: rows(r).update(origin="imported"),
    "update of the origin with the decision": lambda user, r: rows(r).update(**verdict(user, origin="imported")),
    "update of the number of the row": lambda user, r: rows(r).update(id=r.pk + 1000),
    "update of the row's number with the decision": lambda user, r: rows(r).update(**verdict(user, id=r.pk + 1000)),
    "save": lambda user, r: assign(Revision.objects.get(pk=r.pk), verdict(user)).save(),
    "save of two fields": lambda user, r: assign(Revision.objects.get(pk=r.pk), verdict(user)).save(
        update_fields=["state", "decided_by"]
    ),
    "bulk_update": lambda user, r: Revision.objects.bulk_update(
        [assign(Revision.objects.get(pk=r.pk), verdict(user))], [*verdict(user)]
    ),
    "bulk_create over what stands": lambda user, r: Revision.objects.bulk_create(
        [assign(Revision.objects.get(pk=r.pk), verdict(user))],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[*verdict(user)],
    ),
    "a new row": lambda user, r: assign(Revision.objects.get(pk=r.pk), verdict(user, pk=None, id=None)).save(
        force_insert=True
    ),
    "SQL": lambda user, r: sql(f"{APPROVE}, decided_by_id = %s WHERE id = %s", user.pk, r.pk),
    "SQL for the whole table": lambda user, r: sql(f"{APPROVE}, decided_by_id = %s", user.pk),
    "SQL with the submitter as it happens to be": lambda user, r: sql(f"{APPROVE}, decided_by_id = submitted_by_id"),
    "SQL with a contributor as it happens to be": lambda user, r: sql(
        f"{APPROVE}, decided_by_id = (SELECT user_id FROM profiles_contributor c"
        " WHERE c.revision_id = profiles_revision.id AND user_id IS NOT NULL ORDER BY c.id LIMIT 1)"
    ),
    "SQL of a copy": lambda user, r: sql(copied(r, **FORGED, decided_by_id="submitted_by_id")),
    "SQL of a copy that nobody submitted": lambda user, r: sql(
        copied(r, **FORGED, decided_by_id=str(user.pk), submitted_by_id="NULL")
    ),
    "SQL of a copy that calls itself restored, by oneself": lambda user, r: sql(
        copied(r, **FORGED, decided_by_id="submitted_by_id", origin="'imported'")
    ),
    "SQL of a copy that calls itself restored and waits": lambda user, r: sql(
        copied(r, origin="'imported'", profile_id=str(on_desk(code="PLANTO.EMPTY.M4").pk))
    ),
    "contributors deleted": lambda user, r: Contributor.objects.filter(revision=r).delete(),
    "contributors deleted by SQL": lambda user, r: sql("DELETE FROM profiles_contributor"),
    "contributors given another user": lambda user, r: Contributor.objects.update(user=None),
    "contributors given another name": lambda user, r: Contributor.objects.update(name="x"),
    "contributors hung on another text": lambda user, r: Contributor.objects.filter(revision=r).update(
        revision=Revision.objects.exclude(pk=r.pk).first()
    ),
    "edits deleted before the next seal": lambda user, r: Event.objects.filter(move=Move.EDIT).delete(),
    "edits laid to somebody else": lambda user, r: Event.objects.filter(move=Move.EDIT).update(by=None, by_name="x"),
    "the text deleted": lambda user, r: rows(r)._raw_delete("default"),
}


def test_own_work_is_not_decided_on_past_the_models():
    work = own_work()
    before = standing()
    for way, attempt in BY_SHELL.items():
        found = {hand: verdict_of_the_database(attempt, *own) for hand, own in work.items()}
        assert (way, found) == (way, dict.fromkeys(work, "refused"))
        assert standing() == before, way


def verdict_of_the_database(attempt: Callable, user, revision: Revision) -> str:
    """Constraints that wait for the end of a transaction are asked at once."""
    try:
        with transaction.atomic():
            attempt(user, revision)
            connection.check_constraints()
            transaction.set_rollback(True)
    except IntegrityError:
        return "refused"
    return "taken"


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no TRUNCATE")
def test_no_table_of_the_shelf_is_emptied_at_once_either():
    """TRUNCATE is noticed by no trigger of a row: without a guard of its own the contributors would be gone."""
    own_work()
    before = standing()
    sql("SET CONSTRAINTS ALL IMMEDIATE")  # what a test's transaction still has to check would refuse first
    for table in ("contributor", "event", "revisionpay", "revisionskill", "revision"):
        with refused_by_the_database("never"):
            sql(f"TRUNCATE profiles_{table} CASCADE")
    assert standing() == before


def test_a_row_that_changes_its_number_twice_is_not_approved_in_between():
    """Contributors hang on the number: away from them, decided on by one of them, and back again."""

    def there_and_back(user, revision: Revision) -> None:
        rows(revision).update(**verdict(user, id=revision.pk + 1000))
        Revision.objects.filter(pk=revision.pk + 1000).update(id=revision.pk)

    work = own_work()
    found = {hand: verdict_of_the_database(there_and_back, *own) for hand, own in work.items()}
    assert found == dict.fromkeys(work, "refused")


def test_a_reviewer_nobody_knows_is_refused_by_the_same_sentence_as_anybody():
    with pytest.raises(Refused, match="asks for an approver"):
        workflow.approve(in_review(), by=curator(), seal="")
