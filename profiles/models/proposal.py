"""How shared texts change: proposals, and what was decided on them. The rows of one text are its history."""

import json

from django.db import models
from django.db.models import F, Q

from profiles.models.revision import person
from profiles.querysets import ProposalQuerySet
from profiles.states import PROPOSAL_CHOICES, ProposalState
from taxonomy.records import SKELETON, Record

AT_ONCE = "effective without decision: nothing published rested on it"
_DECIDED = (ProposalState.ACCEPTED.value, ProposalState.DECLINED.value)


class Proposal(models.Model):
    """A change of one row of the skeleton, old and new as records. Only `workflow` moves the state."""

    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in SKELETON])
    name = models.CharField(max_length=420, help_text="what tells the row from others of its kind")
    before = models.TextField(blank=True, help_text="canonical JSON of the record as it stood; empty: there was none")
    after = models.TextField(help_text="canonical JSON of the record as it shall stand")
    note = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=PROPOSAL_CHOICES)
    at_once = models.BooleanField(default=False, help_text=AT_ONCE)

    proposed_by = person()
    proposed_by_name = models.CharField(max_length=150, blank=True)
    proposed_at = models.DateTimeField()
    decided_by = person()
    decided_by_name = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = person()
    withdrawn_by_name = models.CharField(max_length=150, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.TextField(blank=True)
    reach = models.PositiveIntegerField(
        null=True, blank=True, help_text="approved profiles whose basis changed when it took effect"
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["kind", "name"], name="proposal_kind_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "name"],
                condition=Q(state=ProposalState.PROPOSED),
                name="one_open_proposal_for_one_row",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ProposalState]),
                name="a_state_of_a_proposal_is_known",
            ),
            models.CheckConstraint(condition=Q(kind__in=list(SKELETON)), name="a_proposal_is_of_a_known_kind"),
            models.CheckConstraint(condition=~Q(before=F("after")), name="a_proposal_changes_something"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(proposed_by__isnull=False) & ~Q(decided_by=F("proposed_by")),
                name="nobody_decides_on_their_own_proposal",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_DECIDED)
                | Q(decided_at__isnull=False, decided_by__isnull=False, at_once=False)
                | Q(decided_at__isnull=False, decided_by__isnull=True, at_once=True, state=ProposalState.ACCEPTED),
                name="what_was_decided_has_a_decider_unless_at_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_DECIDED) | Q(decided_at__isnull=True, decided_by__isnull=True, at_once=False),
                name="only_what_was_decided_has_a_decider",
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.WITHDRAWN, withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                | ~Q(state=ProposalState.WITHDRAWN) & Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True),
                name="who_withdrew_a_proposal_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"

    @property
    def record(self) -> Record:
        """The row as it shall stand, or stood from then on."""
        return SKELETON[self.kind].model_validate(json.loads(self.after))

    @property
    def former(self) -> Record | None:
        """The row as it stood; None where there was none."""
        return SKELETON[self.kind].model_validate(json.loads(self.before)) if self.before else None
