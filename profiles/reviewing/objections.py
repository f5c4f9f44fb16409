"""Objections: a curator answers, whoever raised it rules whether that settles it."""

from django.db import transaction
from django.utils import timezone

from profiles.models import Objection, Profile
from profiles.people import may, name_of
from profiles.reviewing.scores import LONGEST_OBJECTION
from profiles.reviewing.writes import again, ask, clean, clean_note, locked, tell
from profiles.states import RULINGS, Conflict, Move, Outcome, Refused, Role


def rules_on(objection: Objection, user) -> bool:
    """The reviewer who raised it; where that is nobody who signs in here as a reviewer, a curator."""
    reviewer = objection.review.reviewer
    if may(reviewer, Role.REVIEWER):
        return reviewer.pk == user.pk
    return may(user, Role.CURATOR)


def answer(objection: Objection, *, by, text: str, seen: str | None = None, note: str = "") -> Objection:
    """A curator's answer. An objection that was upheld goes on standing until there is a ruling on the new answer.

    `seen` is the objection's mark as it was on the screen: Conflict where somebody was quicker.
    """
    ask(Role.CURATOR, by, "answer an objection")
    note = clean_note(note)
    if not (text := clean(text, "answer", LONGEST_OBJECTION)):
        raise Refused("an answer is expected, found none")
    with transaction.atomic():
        profile, objection = _locked(objection, seen)
        if objection.settled:
            raise Refused(f"the objection is {objection.outcome} by now, so there is nothing left to answer")
        before, after = objection.outcome, Outcome.ANSWERED
        if before == Outcome.STANDS:
            after = Outcome.STANDS
        objection.answer, objection.answered_by, objection.answered_at = text, by, timezone.now()
        objection.outcome = after
        objection.save()
        tell(profile, Move.ANSWER, f"“{objection}” – {text}", note, by=by, source=before, target=after)
    return objection


def rule(objection: Objection, *, by, outcome: str, seen: str | None = None, note: str = "") -> Objection:
    """Whoever raised it says what has become of it: it stands (against an answer), is withdrawn or fixed."""
    note = clean_note(note)
    if outcome not in RULINGS:
        raise Refused(f"{', '.join(RULINGS)} expected, found “{outcome[:20]}”")
    with transaction.atomic():
        profile, objection = _locked(objection, seen)
        if not rules_on(objection, by):
            raise Refused(f"whoever raised an objection rules on it; {name_of(by) or 'nobody'} did not raise this one")
        if outcome == Outcome.STANDS and not objection.answer:
            raise Refused("there is no answer yet that it could stand against")
        before = objection.outcome
        objection.outcome, objection.ruled_by, objection.ruled_at = Outcome(outcome), by, timezone.now()
        objection.save()
        tell(profile, Move.RULE, f"{outcome}: “{objection}”", note, by=by, source=before, target=outcome)
    return objection


def _locked(objection: Objection, seen: str | None) -> tuple[Profile, Objection]:
    profile, _ = locked(objection.review.profile)
    objection = again(Objection, objection.pk)
    if seen is not None and seen != objection.mark:
        raise Conflict("the objection was answered or ruled on since you opened the page")
    return profile, objection
