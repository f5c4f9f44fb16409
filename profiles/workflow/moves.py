"""Every move of a revision from state to state, as field.md's table has them.

Each move is a compare-and-set under the lock of its profile, with its event in the same transaction: of two
people who press at once exactly one wins, and the other is told (Conflict, Refused).
"""

import datetime
from collections.abc import Callable
from enum import StrEnum
from functools import wraps

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.dispatch import Signal
from django.utils import timezone

from profiles import gate, headings, listings, payloads, search, trail, upkeep
from profiles.models import Contributor, Profile, Revision
from profiles.people import may, name_of
from profiles.states import MOVES, Conflict, Move, Refused, Role, Rule, State
from profiles.workflow.shelving import lay_beside, pay_text, publish, sealed
from taxonomy.texts import clean_text

# Sent on commit with `revision` and `move`; what must follow a decision and sits above listens.
moved = Signal()


def door(move: Callable) -> Callable:
    """A move as doors call it: one durable transaction; what only the database noticed is a Conflict."""

    @wraps(move)
    def through(*args, **kwargs):
        try:
            with transaction.atomic(durable=True):
                return move(*args, **kwargs)
        except IntegrityError as error:
            raise Conflict(f"the database refused, somebody was quicker: {error}") from error

    through.inner = move  # for a caller that has a transaction of its own
    return through


# -- moves -----------------------------------------------------------------------------------------


@door
def submit(profile: Profile, *, by, note: str, seen: int | None = None) -> Revision:
    """Seals what stands on the desk and puts it in review. `seen` is the desk's lock as the submitter saw it."""
    return _submit(profile, by=by, note=_allowed(Move.SUBMIT, by, note), seen=seen)


@door
def submit_imported(profile: Profile, *, by, note: str) -> Revision:
    """The same for the operator's command line: `by` is the account that stands for the file."""
    return _submit(profile, by=by, note=note)


def _submit(profile: Profile, *, by, note: str, seen: int | None = None) -> Revision:
    _lock(profile)
    profile = Profile.objects.on_desk().get(pk=profile.pk)
    if seen is not None and profile.lock != seen:
        raise Conflict(f"{profile.key} was saved by somebody else since you opened it")
    if waiting := profile.revisions.open().first():
        raise Refused(f"{profile.key} is in review already, submitted by {waiting.submitted_by_name}")
    content = payloads.Content(payloads.record_of(profile))
    draft = payloads.draft(profile, content, payloads.marks_of(profile, content), payloads.BasisBook())
    _refuse_if_nothing_changed(profile, draft)
    revision = sealed(profile, draft, state=State.IN_REVIEW)
    revision.submitted_by, revision.submitted_by_name = by, name_of(by)
    revision.submit_note = note
    revision.save(force_insert=True)
    lay_beside([(revision, draft)])
    Contributor.objects.bulk_create(
        Contributor(revision=revision, user_id=pk, name=name) for name, pk in _contributors(profile, by).items()
    )
    return _told(revision, Move.SUBMIT, by=by, note=note, source="", after=revision.seal)


@door
def withdraw(revision: Revision, *, by, note: str = "") -> Revision:
    """Takes back what waits."""
    note = _allowed(Move.WITHDRAW, by, note)
    revision = _locked(revision)
    _move(revision, Move.WITHDRAW, **_done("withdrawn", by))
    return _told(revision, Move.WITHDRAW, by=by, note=note)


@door
def send_back(revision: Revision, *, by, note: str, seal: str | None = None) -> Revision:
    """Returns a revision to its curators, with the reason."""
    note = _allowed(Move.SEND_BACK, by, note)
    revision = _locked(revision)
    _may_decide(revision, by, seal)
    _move(revision, Move.SEND_BACK, **_decision(by, note))
    return _told(revision, Move.SEND_BACK, by=by, note=note)


@door
def approve(revision: Revision, *, by, seal: str, note: str = "") -> Revision:
    """Publishes exactly the text that the approver saw: `seal` is the one that was on the screen."""
    note = _allowed(Move.APPROVE, by, note)
    revision = _locked(revision)
    _may_decide(revision, by, seal or "")
    payload = payloads.read(revision.payload, revision.schema)
    if blocking := gate.blocking(payload):
        raise Refused("the gate does not let it pass: " + "; ".join(finding.message for finding in blocking))
    decision = _decision(by, note)
    # At one instant, so that as of any instant exactly one text stands.
    _supersede(revision.profile, by=by, at=decision["decided_at"])
    _move(revision, Move.APPROVE, number=_next_number(revision.profile), **decision)
    publish([(revision, payload)])
    headings.keep([payload["basis"]], at=decision["decided_at"])
    listings.tick()
    return _told(revision, Move.APPROVE, by=by, note=note, after=revision.seal)


@door
def propose_retirement(revision: Revision, *, by, note: str, successor: str = "") -> Revision:
    """Marks an approved revision as to be retired; an approver other than `by` decides."""
    note = _allowed(Move.PROPOSE_RETIREMENT, by, note)
    revision = _locked(revision)
    successor = successor.strip().upper()
    if successor == revision.key or (successor and not Revision.objects.approved().filter(key=successor).exists()):
        raise Refused(f"the key of another approved profile expected as successor, found {successor}")
    if revision.retirement_proposed_at:
        raise Refused(f"the retirement of {revision.key} has been proposed already")
    marks = _done("retirement_proposed", by) | {"retirement_reason": note, "successor_key": successor}
    _move(revision, Move.PROPOSE_RETIREMENT, **marks)
    return _told(revision, Move.PROPOSE_RETIREMENT, by=by, note=note)


@door
def retire(revision: Revision, *, by, note: str = "") -> Revision:
    """Ends a profile whose retirement was proposed by somebody else; its page stays."""
    note = _allowed(Move.RETIRE, by, note)
    revision = _locked(revision)
    if not revision.retirement_proposed_at:
        raise Refused(f"the retirement of {revision.key} has to be proposed by a curator first")
    if proposed_to_retire(revision, by):
        raise Refused("nobody retires what they proposed themselves")
    _move(revision, Move.RETIRE, **_done("retired", by))
    listings.renew([revision.profile_id])
    upkeep.renew([revision.profile_id])
    search.renew([revision.profile_id])
    listings.tick()
    return _told(revision, Move.RETIRE, by=by, note=note)


# -- what moves have in common ---------------------------------------------------------------------


def _allowed(move: Move, by, note: str) -> str:
    return permitted(move, MOVES[move], by, note)


def permitted(move: StrEnum, rule: Rule, by, note: str) -> str:
    """The note, cleaned, where this person may make this move at all."""
    if not may(by, rule.role):
        article = "an" if rule.role is Role.APPROVER else "a"
        raise Refused(f"to {move} asks for {article} {rule.role}; {name_of(by) or 'nobody'} is none")
    try:
        note = clean_text(note)
    except ValueError as error:
        raise Refused(f"note: {error}") from error
    if rule.note_required and not note:
        raise Refused(f"to {move} asks for a note that says why")
    return note


def _lock(profile: Profile) -> None:
    """The parent row first, always: so that moves of one profile queue up and never deadlock."""
    Profile.objects.select_for_update(of=("self",)).only("pk").get(pk=profile.pk)


def _locked(revision: Revision) -> Revision:
    profile = Profile.objects.with_places().select_for_update(of=("self",)).get(pk=revision.profile_id)
    revision = Revision.objects.get(pk=revision.pk)
    revision.profile = profile
    return revision


def _may_decide(revision: Revision, by, seal: str | None) -> None:
    if revision.state != State.IN_REVIEW:
        raise Conflict(f"{revision.key} is {revision.state} by now, not in review")
    if seal is not None and seal != revision.seal:
        raise Conflict(f"{revision.key} is another text by now than the one you saw")
    # By name as well: what was restored from a file knows its people by name only.
    if revision.contributors.filter(Q(user=by) | Q(name=name_of(by))).exists():
        raise Refused(f"{name_of(by)} wrote or edited this text, so somebody else has to decide")


def proposed_to_retire(revision: Revision, user) -> bool:
    """By name as well: what was restored from a file knows its people by name only."""
    return revision.retirement_proposed_by_id == user.pk or revision.retirement_proposed_by_name == name_of(user)


def _done(what: str, by) -> dict[str, object]:
    """Who did it and when, as the columns of a move are called."""
    return {f"{what}_by": by, f"{what}_by_name": name_of(by), f"{what}_at": timezone.now()}


def _decision(by, note: str) -> dict[str, object]:
    return {
        "decided_by": by,
        "decided_by_name": name_of(by),
        "decided_at": timezone.now(),
        "decision_note": note,
    }


def _move(revision: Revision, move: Move, **values) -> None:
    """Compare-and-set from the rule's source to its target; a Conflict where the state is another by now."""
    rule = MOVES[move]
    changed = Revision.objects.filter(pk=revision.pk, state=rule.source).update(state=rule.target, **values)
    if not changed:
        raise Conflict(f"to {move} expects {rule.source}; {revision.key} is {revision.state} by now")
    for name, value in values.items():
        setattr(revision, name, value)
    revision.state = rule.target


def _supersede(profile: Profile, *, by, at: datetime.datetime) -> None:
    for former in profile.revisions.approved():
        _move(former, Move.SUPERSEDE, superseded_at=at)
        former.profile = profile
        _told(former, Move.SUPERSEDE, by=by)


def _next_number(profile: Profile) -> int:
    return (profile.revisions.aggregate(last=Max("number"))["last"] or 0) + 1


def _told(
    revision: Revision,
    move: Move,
    *,
    by,
    note: str = "",
    source: str | None = None,
    after: str = "",
) -> Revision:
    rule = MOVES[move]
    trail.tell(
        revision.profile,
        move,
        by=by,
        revision=revision,
        source=rule.source if source is None else source,
        target=rule.target,
        note=note,
        after=after,
    )
    # What a listener does wrong is logged; the move itself is done and stays done.
    transaction.on_commit(lambda: moved.send_robust(Revision, revision=revision, move=move))
    return revision


def _contributors(profile: Profile, by) -> dict[str, int | None]:
    """Submitter, and everybody who edited since the last approved text was sealed: name → user id."""
    everybody = {*trail.editors(profile), (name_of(by), by.pk)}
    people: dict[str, int | None] = {}
    for name, pk in sorted(everybody, key=lambda pair: (pair[1] is None, pair[1] or 0)):
        # Where somebody was renamed and another bears the name by now, both have contributed.
        if people.setdefault(name, pk) != pk and pk is not None:
            people[f"{name[:120]} (account {pk})"] = pk
    return people


def _refuse_if_nothing_changed(profile: Profile, draft: payloads.Draft) -> None:
    approved = profile.revisions.approved().select_related("pay").first()
    if approved is None:
        return
    before = payloads.read(approved.payload, approved.schema) | {"pay_seal": None}
    pay = approved.pay.part if hasattr(approved, "pay") else None
    if before == draft.payload | {"pay_seal": None} and pay == pay_text(draft):
        raise Refused(f"{profile.key} is the same as the approved v{approved.number}: there is nothing to review")
