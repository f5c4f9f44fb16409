"""A change of a shared text as its reader sees it: old and new side by side, what rests on it, who may decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from profiles import workflow
from profiles.comparison import Piece, words
from profiles.comparison.marks import ADDED, REMOVED
from profiles.models import Proposal, Revision
from profiles.people import may, name_of
from profiles.states import ProposalState, Role
from profiles.workflow.heirs import heirs_of
from taxonomy.records import Record
from taxonomy.rows import named, row_of, told

MOST = 50
FIGURES = ("median", "low", "high", "basis", "source", "as_of")
_MONEY = ("median", "low", "high")


@dataclass(frozen=True)
class Side:
    """One field, before and after, with its words marked."""

    label: str
    before: Sequence[Piece]
    after: Sequence[Piece]

    @property
    def differs(self) -> bool:
        return any(piece.kind == REMOVED for piece in self.before) or any(p.kind == ADDED for p in self.after)


@dataclass
class Shown:
    """A proposal, for this person."""

    proposal: Proposal
    user: object

    @cached_property
    def record(self) -> Record:
        return self.proposal.record

    @property
    def title(self) -> str:
        return told(self.record)

    @property
    def called(self) -> str:
        """What people call the row, where its code is not that."""
        if not hasattr(self.record, "code"):
            return ""
        return self.record.title if self.record.kind == "level" else self.record.name

    @property
    def is_new(self) -> bool:
        return not self.proposal.before

    @cached_property
    def sides(self) -> list[Side]:
        former, names = self.proposal.former, type(self.record).model_fields
        shown = [name for name in names if name != "kind" and not (self.hides_figures and name in FIGURES)]
        return [_side(name, getattr(former, name, None), getattr(self.record, name)) for name in shown]

    @property
    def changed(self) -> list[Side]:
        return [side for side in self.sides if side.differs]

    @property
    def equal(self) -> list[str]:
        return [side.label for side in self.sides if not side.differs and side.after]

    @property
    def hides_figures(self) -> bool:
        return self.proposal.kind == "pay" and not self.user.has_perm("profiles.view_pay")

    # -- where it stands, and how far it reaches -----------------------------------------------------

    @cached_property
    def row_address(self) -> str:
        """Of the row's own page; "" where the row is not there yet."""
        row = row_of(self.record)
        return reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_change", args=[row.pk]) if row else ""

    @cached_property
    def resting_count(self) -> int:
        return workflow.resting_on(self.record).count()

    @cached_property
    def resting(self) -> list[Revision]:
        return list(workflow.resting_on(self.record).defer("payload").order_by("key")[:MOST])

    @cached_property
    def heirs(self) -> list[Revision]:
        """Of a pay baseline: published roles for which it holds, since they have no figures of their own."""
        return heirs_of(self.record) if self.proposal.kind == "pay" else []

    @property
    def is_pay(self) -> bool:
        return self.proposal.kind == "pay"

    @property
    def more(self) -> int:
        return self.resting_count - len(self.resting)

    # -- what this person may do -----------------------------------------------------------------------

    @property
    def waits(self) -> bool:
        return self.proposal.state == ProposalState.PROPOSED

    @cached_property
    def is_stale(self) -> bool:
        return self.waits and workflow.is_stale(self.proposal)

    @property
    def is_own(self) -> bool:
        return self.proposal.proposed_by_id == self.user.pk or self.proposal.proposed_by_name == name_of(self.user)

    @property
    def may_decide(self) -> bool:
        return self.waits and may(self.user, Role.APPROVER) and not self.is_own

    @property
    def may_withdraw(self) -> bool:
        return self.waits and may(self.user, Role.CURATOR)


def history_of(record: Record, user) -> list[Shown]:
    """What was proposed for a row and what became of it, the newest first."""
    return [Shown(proposal, user) for proposal in Proposal.objects.of(record.kind, named(record))[:MOST]]


def _side(name: str, before: object, after: object) -> Side:
    pieces = words(_text(name, before), _text(name, after))
    return Side(
        name.replace("_", " ").capitalize(),
        [piece for piece in pieces if piece.kind != ADDED],
        [piece for piece in pieces if piece.kind != REMOVED],
    )


def _text(name: str, value: object) -> str:
    if value is None:
        return ""
    return f"{value:,}" if name in _MONEY else str(value)
