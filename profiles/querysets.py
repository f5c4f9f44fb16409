"""Named questions to the desk and the shelf; what a reader may see is decided in `visible_to` and nowhere else."""

from array import array

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from profiles.states import PUBLIC, ProposalState, State

# What lists need of a revision; the payload is heavy and stays where it is.
LISTED = (
    *("id", "profile", "key", "number", "state", "title", "rank", "confidence"),
    *("function_code", "focus_code", "level_code", "track_code", "scope_code"),
    *("function_name", "focus_name", "level_title"),
)


class ProfileQuerySet(models.QuerySet):
    def with_places(self):
        """Everything the key is made of, in the same query."""
        return self.select_related("focus__function", "level__track", "scope")

    def on_desk(self):
        """Profiles with the rows that a record of the desk is made of, in a fixed number of queries."""
        return self.with_places().prefetch_related(
            "responsibilities",
            "skill_uses__skill",
            "aliases",
            "mappings",
            "sources",
            "panel_scores__reviewer",
            "panel_scores__recorded_by",
            "panel_scores__objections__answered_by",
            "panel_scores__objections__ruled_by",
            "pay",
        )


class RevisionQuerySet(models.QuerySet):
    def visible_to(self, user=None, *, among=None):
        """Texts that an approver has answered for; the same for everybody, signed in or not.

        `among`: those with these primary keys.
        """
        return self.filter(state__in=PUBLIC) if among is None else self.filter(pk__in=among)._having(PUBLIC)

    def current(self):
        """What stands now: the approved revision, or the last one of a retired profile."""
        return self.filter(
            Q(state=State.APPROVED)
            | Q(state=State.RETIRED) & ~Q(profile__revisions__state=State.APPROVED) & Q(last_retired())
        )

    def approved(self):
        return self.filter(state=State.APPROVED)

    def open(self):
        return self.filter(state=State.IN_REVIEW)

    def of(self, profiles, *states):
        """What there is of these profiles in one of these states."""
        return self.filter(profile__in=profiles)._having(states)

    def _having(self, states):
        """One of these states, looked for among rows that are found by keys.

        SQLite, which guesses where it has no statistics, takes an index of states for as choosy as a list of keys, and
        would read all that is approved. Of what it must reckon first it has no index.
        """
        return self.alias(told=Coalesce("state", Value(""))).filter(told__in=states)

    def basis_changed(self):
        """Approved texts that were sealed on other shared texts than stand today, and do not wait in review again."""
        waits = self.model.objects.open().filter(profile=models.OuterRef("profile"))
        return self.approved().filter(basis_changed_at__isnull=False).exclude(models.Exists(waits))

    def listed(self):
        """Without payloads."""
        return self.only(*LISTED)

    def as_of(self, instant):
        """What was approved at or before an instant (UTC) and not yet superseded or retired."""
        ended = Q(superseded_at__lte=instant) | Q(retired_at__lte=instant)
        return self.filter(state__in=PUBLIC, decided_at__lte=instant).exclude(ended)

    def newest_first(self):
        return self.order_by(F("number").desc())

    def streamed(self, size=500):
        """The rows in their order, a piece in memory. Keys are sorted alone: a row is wide, and a database that sorts
        rows writes all their texts to disk before it gives the first.
        """
        keys = array("q", self.values_list("pk", flat=True).iterator(10_000))
        for start in range(0, len(keys), size):
            yield from self.filter(pk__in=keys[start : start + size]).iterator(size)


class ProposalQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=ProposalState.PROPOSED)

    def of(self, kind, name):
        """The history of one row, the newest first."""
        return self.filter(kind=kind, name=name).order_by("-pk")


class CorrectionQuerySet(models.QuerySet):
    def open(self):
        """What no curator has closed yet, the oldest first."""
        return self.filter(outcome="open").order_by("sent_at", "pk")

    def with_revisions(self):
        """With the text that each speaks of, its payload left where it is."""
        return self.select_related("revision").defer("revision__payload")


def last_retired():
    """SQL: no retired revision of the same profile has a higher number."""
    from django.apps import apps

    later = apps.get_model("profiles", "Revision").objects.filter(
        profile=models.OuterRef("profile"),
        state=State.RETIRED,
        number__gt=models.OuterRef("number"),
    )
    return ~models.Exists(later)
