"""Scores: given by reviewers who sign in, recorded for those who do not, set aside when they no longer count."""

from collections.abc import Iterable, Mapping

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from profiles.models import Objection, PanelScore, Profile
from profiles.payloads import Content
from profiles.people import name_of
from profiles.reviewing.rights import why_not
from profiles.reviewing.writes import again, ask, clean, clean_name, clean_note, locked, tell
from profiles.scoring import DIMENSIONS
from profiles.states import SETTLED, Move, Refused, Role
from taxonomy.texts import fold_name

LONGEST_COMMENT, LONGEST_OBJECTION, MOST_OBJECTIONS, MOST_REVIEWERS = 5_000, 2_000, 20, 50
Scores = Mapping[str, float]


def give(
    profile: Profile,
    *,
    by,
    scores: Scores,
    comment: str = "",
    objections: Iterable[str] = (),
    seen_digest: str,
    note: str = "",
) -> PanelScore:
    """A reviewer's own scores for the text that they read; given again, they take the place of the former.

    `seen_digest` is the judged digest of that text. Conflict where another stands here by now.
    """
    note = clean_note(note)
    with transaction.atomic():
        profile, content = locked(profile, seen_digest)
        if why := why_not(profile, by):
            raise Refused(why)
        row = _own_row(profile, by)
        row.reviewer, row.panelist, row.recorded_by, row.recorded_at = by, name_of(by), None, None
        raised = _lay(row, content, scores, comment, objections)
        tell(profile, Move.REVIEW, _told(row, raised), note, by=by)
    return row


def record_external(
    profile: Profile,
    *,
    by,
    panelist: str,
    scores: Scores,
    comment: str = "",
    objections: Iterable[str] = (),
    seen_digest: str,
    note: str = "",
) -> PanelScore:
    """What a named panellist who does not sign in said of the text; pages tell who wrote it down."""
    ask(Role.CURATOR, by, "record an external panellist")
    name, note = clean_name(panelist, "name of the panellist", 150), clean_note(note)
    with transaction.atomic():
        profile, content = locked(profile, seen_digest)
        row = _external_row(profile, name, content, by)
        row.panelist, row.recorded_by, row.recorded_at = name, by, timezone.now()
        raised = _lay(row, content, scores, comment, objections)
        tell(profile, Move.REVIEW, f"for {name}, an external panellist", _told(row, raised), note, by=by)
    return row


def set_aside(review: PanelScore, *, by, note: str = "") -> None:
    """Takes off the desk what no longer counts: scores of an earlier text, or what one recorded by mistake.

    Sealed texts and the trail keep it. What was objected is settled first, so that nobody loses it on the way.
    """
    ask(Role.CURATOR, by, "set scores aside")
    note = clean_note(note)
    with transaction.atomic():
        profile, content = locked(review.profile)
        review = again(PanelScore, review.pk)
        name = review.panelist
        if review.judged_digest == content.judged and review.recorded_by_id != by.pk:
            raise Refused(f"{name} scored the text as it stands: only scores of an earlier one are set aside")
        if review.objections.exclude(outcome__in=SETTLED).exists():
            raise Refused(f"{name} objects: every objection is withdrawn or fixed first")
        told = _told(review)
        review.delete()
        tell(profile, Move.SET_ASIDE, name, told, note, by=by)


def _own_row(profile: Profile, by) -> PanelScore:
    """The reviewer's row, or a new one. A row of a file under their name is theirs from now on."""
    rows = list(profile.panel_scores.all())
    own = next((row for row in rows if row.reviewer_id == by.pk), None)
    same = next((row for row in rows if fold_name(row.panelist) == fold_name(name_of(by)) and row != own), None)
    if same and (own or same.reviewer_id or same.recorded_by_id):
        raise Refused(f"another panellist is called {same.panelist} already")
    return own or same or _new_row(profile, rows)


def _external_row(profile: Profile, name: str, content: Content, by) -> PanelScore:
    if get_user_model().objects.filter(username__iexact=name, is_active=True).exists():
        raise Refused(f"{name} signs in here, so nobody else records what they say")
    rows = list(profile.panel_scores.all())
    row = next((row for row in rows if fold_name(row.panelist) == fold_name(name)), None)
    if row and row.reviewer_id:
        raise Refused(f"{row.panelist} has scored in person, so nobody else records what they say")
    if row and row.recorded_by_id not in (None, by.pk) and row.judged_digest == content.judged:
        raise Refused(f"{name_of(row.recorded_by)} has recorded what {row.panelist} says of this text already")
    return row or _new_row(profile, rows)


def _new_row(profile: Profile, rows: list[PanelScore]) -> PanelScore:
    if len(rows) >= MOST_REVIEWERS:
        raise Refused(f"a panel of at most {MOST_REVIEWERS} expected")
    return PanelScore(profile=profile, position=max((row.position for row in rows), default=-1) + 1)


def _lay(row: PanelScore, content: Content, scores: Scores, comment: str, objections: Iterable[str]) -> int:
    """Writes the row and new objections; how many."""
    for name, score in _checked(scores).items():
        setattr(row, name, score)
    row.comment = clean(comment, "comment", LONGEST_COMMENT)
    row.at, row.judged_digest = timezone.now(), content.judged
    raised = _raised(row, objections)
    row.save()
    Objection.objects.bulk_create(Objection(review=row, text=text) for text in raised)
    return len(raised)


def _raised(row: PanelScore, objections: Iterable[str]) -> list[str]:
    """New objections; one that is not settled yet is not raised twice."""
    texts = dict.fromkeys(clean(text, "objection", LONGEST_OBJECTION) for text in objections)
    unsettled = row.objections.exclude(outcome__in=SETTLED).values_list("text", flat=True) if row.pk else ()
    raised = [text for text in texts if text and text not in set(unsettled)]
    if len(raised) + len(unsettled) > MOST_OBJECTIONS:
        raise Refused(f"at most {MOST_OBJECTIONS} objections that are not settled expected, found more")
    return raised


def _told(row: PanelScore, raised: int = 0) -> str:
    """The five scores, which a later review may take the place of."""
    scores = (getattr(row, name) for name in DIMENSIONS)
    told = " · ".join("–" if score is None else f"{float(score):g}" for score in scores)
    return told + (f", {raised} objection{'' if raised == 1 else 's'}" if raised else "")


def _checked(scores: Scores) -> dict[str, float]:
    """Every dimension, in halves from 1 to 5."""
    for name, label in DIMENSIONS.items():
        score = scores.get(name)
        if score is None or not 1 <= score <= 5 or score * 2 != int(score * 2):
            found = "none" if score is None else score
            raise Refused(f"{label}: a score from 1 to 5 in halves expected, found {found}")
    if unknown := sorted(scores.keys() - DIMENSIONS.keys()):
        raise Refused(f"the five dimensions expected, found {', '.join(unknown)} too")
    return {name: scores[name] for name in DIMENSIONS}
