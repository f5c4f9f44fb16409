"""Races through the desk itself: real forms, real sessions, a connection each; nobody gets an error page for it.

On PostgreSQL people truly act at once. SQLite lets one writer in at a time, which is no reason to lose a save: there
the same is done in smaller numbers.
"""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from threading import Barrier

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from profiles import trail
from profiles.importers.bundle import import_bundle
from profiles.importers.faults import FileRefused
from profiles.models import Event, Profile, Revision
from profiles.people import APPROVERS, CURATORS
from profiles.states import Move, State
from taxonomy.importers import scopes
from tests.factories import FOCUS_CODE, curator, focus, in_review, ladder, on_desk, person, record_data
from tests.profiles.admin.filled import filled

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 10
# What is no part of the race makes it only slower.
PLAIN = {"skills": [], "sources": [], "mappings": [], "aliases": [], "panel": [], "pay": None}


def times(on_postgresql: int, on_sqlite: int) -> range:
    return range(on_postgresql if connection.vendor == "postgresql" else on_sqlite)


def desks(count: int, *groups: str) -> list[Client]:
    """People at the desk, each with a session of their own; an error is an answer like any other, to be counted."""
    found = []
    for number in range(count):
        client = Client(raise_request_exception=False)
        client.force_login(person(f"desk.{groups[0].lower()}{number}", *groups, is_staff=True))
        found.append(client)
    return found


def at_once(acts: Sequence[Callable[[], object]]) -> list:
    """Runs each in a thread of its own, all from the same instant; what each returned."""
    together = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            connection.ensure_connection()
            together.wait(timeout=60)
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def posts(client: Client, address: str, *fields: dict) -> int:
    """Sends a form, later fields over earlier ones; the status that was answered."""
    return posted(client, address, *fields).status_code


def posted(client: Client, address: str, *fields: dict):
    sent = {}
    for more in fields:
        sent |= more
    return client.post(address, sent)


def form_address(profile: Profile) -> str:
    return reverse("admin:profiles_profile_change", args=[profile.pk])


def opened(client: Client, profile: Profile) -> dict[str, list[str]]:
    return filled(client.get(form_address(profile)), "profile_form")


def written(token: str) -> dict[str, str]:
    """An edit that can be told from every other in each of its parts."""
    return {"summary": f"Summary {token}.", "responsibilities_text": f"Duty {token}", "edit_note": token}


def whole(profile: Profile) -> bool:
    """Whether the trail is one chain, and each edit began from the text that the edit before it left."""
    before, digests = "", []
    for event in profile.events.select_related("revision").order_by("pk"):
        seal = event.revision.seal if event.revision else ""
        if event.chain != trail.link(before, event, key=profile.key, seal=seal):
            return False
        before = event.chain
        if event.move == Move.EDIT:
            digests.append((event.before, event.after))
    return all(former[1] == latter[0] for former, latter in pairwise(digests))


def edits(profile: Profile) -> list[str]:
    """Notes of what was saved at the desk, in the order of the trail."""
    return list(profile.events.filter(move=Move.EDIT, by_name__startswith="desk.").values_list("note", flat=True))


def fresh(profile: Profile) -> Profile:
    return Profile.objects.with_places().get(pk=profile.pk)


# -- 200 saves ---------------------------------------------------------------------------------------


def test_of_ten_who_save_what_they_opened_together_one_is_kept_and_the_others_get_both_texts():
    profile, people = on_desk(by=curator(), **PLAIN), desks(PEOPLE, CURATORS)
    address, answers, kept = form_address(profile), Counter(), []
    for round_ in times(16, 3):
        form = opened(people[round_ % PEOPLE], profile)
        tokens = [f"r{round_}p{number}" for number in range(PEOPLE)]
        found = at_once([partial(posted, c, address, form, written(t)) for c, t in zip(people, tokens, strict=True)])
        pages = {t: (r.status_code, r.content.decode()) for t, r in zip(tokens, found, strict=True)}
        answers.update(status for status, _ in pages.values())
        kept += [token for token, (status, _) in pages.items() if status == 302]
        # Marks between the words of a difference are no part of them; the whole text comes back with the form.
        losers = {token: page for token, (status, page) in pages.items() if status == 409}
        assert all(f"Duty {token}" in page and kept[-1] in page for token, page in losers.items())
    assert answers == {302: len(kept), 409: len(kept) * (PEOPLE - 1)}
    assert edits(profile) == kept
    assert whole(profile)
    assert [row.text for row in profile.responsibilities.all()] == [f"Duty {kept[-1]}"]
    assert fresh(profile).summary == f"Summary {kept[-1]}."


def test_whoever_goes_on_from_both_texts_is_kept_in_the_end():
    """People who press "save mine over theirs" until it is saved: every one of them is in the trail."""
    profile, people = on_desk(by=curator(), **PLAIN), desks(4, CURATORS)
    address, saves = form_address(profile), times(10, 2)

    def insists(client: Client, name: str) -> Counter:
        answers = Counter()
        for number in saves:
            response = posted(client, address, opened(client, profile), written(f"{name}n{number}"))
            while response.status_code == 409 and answers.total() < 1_000:
                answers[409] += 1
                response = client.post(address, filled(response, address))
            answers[response.status_code] += 1
        return answers

    found = sum(at_once([partial(insists, client, f"p{n}") for n, client in enumerate(people)]), Counter())
    assert set(found) <= {302, 409}
    assert found[302] == len(people) * len(saves)
    assert sorted(edits(profile)) == sorted(f"p{n}n{number}" for n in range(len(people)) for number in saves)
    assert whole(profile)


def test_of_six_who_add_the_same_place_one_does_and_the_others_keep_their_text():
    place = {"focus": focus(FOCUS_CODE).pk, "level": ladder()["M4"].pk, "scope": scopes({"global"})["global"].pk}
    people, address = desks(6, CURATORS), reverse("admin:profiles_profile_add")
    form = filled(people[0].get(address), "profile_form") | place
    found = at_once(
        [
            partial(posted, client, address, form, written(f"p{n}"), {"title": f"Title p{n}"})
            for n, client in enumerate(people)
        ]
    )
    assert Counter(response.status_code for response in found) == {302: 1, 200: 5}
    profile = Profile.objects.get()
    winner = profile.title.removeprefix("Title ")
    kept = [f"p{n}" for n, response in enumerate(found) if f"Duty p{n}" in response.content.decode()]
    assert sorted([winner, *kept]) == [f"p{n}" for n in range(6)]
    assert edits(profile) == [winner]


# -- decisions ---------------------------------------------------------------------------------------


def door(revision: Revision, name: str) -> str:
    return reverse(f"admin:profiles_revision_{name}", args=[revision.pk])


def approves(client: Client, revision: Revision, seal: str = "") -> int:
    return posts(client, door(revision, "approve"), {"seal": seal or revision.seal})


def approvals(waiting: Sequence[Revision]) -> Counter:
    return Counter(Event.objects.filter(move=Move.APPROVE, revision__in=waiting).values_list("revision", flat=True))


def queue(count: int, name: str) -> list[Revision]:
    return [in_review(on_desk(code=f"PLANTO.{name}{n}.M4", by=curator()), by=curator()) for n in range(count)]


def test_of_ten_approvers_exactly_one_approves_each_of_sixty_profiles():
    """Each goes through the queue in an order of their own, so that they meet everywhere."""
    people, waiting = desks(PEOPLE, APPROVERS), queue(len(times(60, 6)), "RACE")

    def through(client: Client, start: int) -> Counter:
        return Counter(approves(client, revision) for revision in waiting[start:] + waiting[:start])

    step = max(1, len(waiting) // PEOPLE)
    found = at_once([partial(through, client, n * step) for n, client in enumerate(people)])
    assert sum(found, Counter()) == {302: PEOPLE * len(waiting)}
    assert approvals(waiting) == Counter(revision.pk for revision in waiting)
    assert set(Revision.objects.values_list("state", "number")) == {(State.APPROVED, 1)}
    assert all(whole(profile) for profile in Profile.objects.with_places())


def test_ten_approvers_with_one_list_approve_each_of_its_texts_once():
    people, waiting = desks(PEOPLE, APPROVERS), queue(len(times(8, 3)), "LIST")
    ticked = {"action": "approve_each", "_selected_action": [revision.pk for revision in waiting], "index": "0"}
    found = at_once(
        [partial(posts, client, reverse("admin:profiles_revision_changelist"), ticked) for client in people]
    )
    assert found == [302] * PEOPLE
    assert approvals(waiting) == Counter(revision.pk for revision in waiting)


def test_what_is_approved_while_somebody_edits_is_the_text_that_was_seen():
    [approver], [writer] = desks(1, APPROVERS), desks(1, CURATORS)
    for seen in queue(len(times(8, 2)), "EDIT"):
        form, address = opened(writer, seen.profile), form_address(seen.profile)
        found = at_once([partial(approves, approver, seen), partial(posts, writer, address, form, written("late"))])
        assert found == [302, 302]
        stands = Revision.objects.get(profile=seen.profile)
        assert (stands.state, stands.seal, stands.payload) == (State.APPROVED, seen.seal, seen.payload)
        assert fresh(seen.profile).summary == "Summary late."
        assert whole(seen.profile)


def test_what_is_approved_while_somebody_withdraws_edits_and_resubmits_is_the_text_that_was_seen():
    [approver], [writer] = desks(1, APPROVERS), desks(1, CURATORS)

    def swaps(seen: Revision, form: dict) -> list[int]:
        submit = reverse("admin:profiles_profile_submit", args=[seen.profile_id])
        return [
            posts(writer, door(seen, "withdraw"), {"note": "wait"}),
            posts(writer, form_address(seen.profile), form, written("other")),
            posts(writer, submit, {"note": "again", "seen": fresh(seen.profile).lock}),
        ]

    def presses(seen: Revision) -> list[int]:
        """With the seal that was on the screen: on its own door, and on the door of whatever waits by now."""
        later = Revision.objects.filter(profile=seen.profile, pk__gt=seen.pk)
        return [approves(approver, seen), *(approves(approver, waits, seen.seal) for waits in later)]

    ends = set()
    for seen in queue(len(times(10, 3)), "SWAP"):
        form = opened(writer, seen.profile)
        pressed, swapped = at_once([partial(presses, seen), partial(swaps, seen, form)])
        assert {*pressed, *swapped, *presses(seen)} == {302}
        rows = Revision.objects.filter(profile=seen.profile).order_by("pk")
        assert {row.seal for row in rows if row.state == State.APPROVED} <= {seen.seal}
        ends.add(tuple(row.state for row in rows))
        assert whole(seen.profile)
    assert ends <= {("approved", "in review"), ("withdrawn", "in review")}


def test_what_is_sealed_while_somebody_saves_is_one_text_and_no_mixture():
    writer, submitter = desks(2, CURATORS)
    for number in times(8, 2):
        profile = on_desk(code=f"PLANTO.MIX{number}.M4", by=curator())
        address, submit = form_address(profile), reverse("admin:profiles_profile_submit", args=[profile.pk])
        assert posts(writer, address, opened(writer, profile), written("first")) == 302
        save = partial(posts, writer, address, opened(writer, profile), written("second"))
        assert at_once([save, partial(posts, submitter, submit, {"note": "now"})]) == [302, 302]
        payload = json.loads(Revision.objects.get(profile=profile).payload)
        told = {payload["summary"], *payload["responsibilities"]}
        assert told in ({"Summary first.", "Duty first"}, {"Summary second.", "Duty second"})


def test_a_file_and_people_who_save_what_it_names_are_kept_or_told(tmp_path):
    """Nobody waits for the other in a circle, and what was saved while the file was read is not overwritten."""
    people, importer = desks(3, CURATORS), curator("importing")
    profiles = [on_desk(code=f"PLANTO.FILE{number}.M4", by=curator()) for number in range(3)]

    def reads(path) -> str:
        try:
            return f"{import_bundle(path, by=importer).changed} changed"
        except FileRefused as refused:
            return str(refused.faults[0])

    for round_ in times(8, 2):
        lines = [{"kind": "canon", "format": "canon-bundle/1"}]
        lines += [record_data(profile.key, summary=f"From file {round_}.") for profile in reversed(profiles)]
        path = tmp_path / f"{round_}.jsonl"
        path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
        saves = [
            partial(posts, client, form_address(profile), opened(client, profile), written(f"f{round_}"))
            for client, profile in zip(people, profiles, strict=True)
        ]
        told, *answers = at_once([partial(reads, path), *saves])
        assert told == "3 changed" or "was saved by somebody else" in told
        assert set(answers) <= {302, 409}
        assert [f"f{round_}" in edits(profile) for profile in profiles] == [answer == 302 for answer in answers]
        assert all(whole(fresh(profile)) for profile in profiles)
