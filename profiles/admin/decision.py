"""Everything that a decision needs, on one screen: what changed, what the gate says, and how far it reaches."""

from dataclasses import dataclass
from functools import cached_property

from profiles import checking, comparison, gate, waiving, workflow
from profiles.admin.preview import events_without_panel, findings_without_panel, without_panel
from profiles.admin.reach import Reach
from profiles.measuring import Measuring, beside_sealed
from profiles.models import Event, Revision
from profiles.people import may, name_of
from profiles.rendering.difference import Shown
from profiles.rendering.shelf import Sealed
from profiles.reviewing import is_blind
from profiles.rounding import shown
from profiles.scoring import LAYERS, Panel, panel
from profiles.states import PUBLIC, Role, State
from profiles.surroundings import findings_around
from profiles.workflow.waiting import reasons, waiting


def told_apart(before: Sealed | None, after: Sealed, user) -> Shown:
    """How one revision differs from another, with pay where this person may see it."""
    pay = None
    if user.has_perm("profiles.view_pay"):
        pay = comparison.pay_difference(before.pay if before else None, after.pay)
    return Shown(comparison.difference(before.payload if before else None, after.payload), pay)


@dataclass
class Decision:
    """A revision as its approver sees it."""

    revision: Revision
    user: object

    @cached_property
    def is_reviewer(self) -> bool:
        """Whether this person has yet to score what stands on the desk, and is not to know what others gave."""
        return is_blind(self.revision.profile, self.user)

    @property
    def is_blind(self) -> bool:
        """The panel of a published text is on its page anyhow."""
        return self.is_reviewer and self.revision.state not in PUBLIC

    @cached_property
    def sealed(self) -> Sealed:
        sealed = Sealed(self.revision, sees_pay=True)
        return without_panel(sealed) if self.is_blind else sealed

    @cached_property
    def former(self) -> Sealed | None:
        """The text that this one would take the place of, or took it."""
        rows = Revision.objects.visible_to().filter(profile=self.revision.profile_id).exclude(pk=self.revision.pk)
        if self.revision.number:
            rows = rows.filter(number__lt=self.revision.number)
        found = rows.select_related("pay").newest_first().first()
        return Sealed(found, sees_pay=True) if found else None

    @cached_property
    def findings(self) -> list[gate.Finding]:
        sees_pay = self.user.has_perm("profiles.view_pay")
        found = gate.findings(self.sealed.payload)
        found += findings_around(self.sealed.payload, self.sealed.pay, sees_pay=sees_pay)
        found += self.measuring.findings
        found += checking.of_the_whole(self.revision.profile_id, self.sealed.payload, found)
        return findings_without_panel(found) if self.is_blind else found

    @cached_property
    def measuring(self) -> Measuring:
        return beside_sealed(self.sealed.payload)

    @cached_property
    def seen(self) -> list[waiving.Seen]:
        """Findings with the waivers that stand for them: what is waived is shown as such, and never hidden."""
        return waiving.laid_over(self.findings, waiving.standing(self.revision.profile_id))

    @property
    def blocking(self) -> list[gate.Finding]:
        return [finding for finding in self.findings if finding.severity is gate.Severity.BLOCKING]

    @cached_property
    def panel(self) -> Panel:
        return panel(self.sealed.payload["panel"])

    @property
    def agreement(self) -> str:
        return "" if self.panel.agreement is None else shown(self.panel.agreement, 2)

    @property
    def sources(self) -> list[tuple[str, list[dict]]]:
        """(layer, sources that it rests on) for every layer, in the order of the page."""
        sources = self.sealed.payload["sources"]
        return [(layer, [source for source in sources if layer in source["layers"]]) for layer in LAYERS]

    @cached_property
    def events(self) -> list[Event]:
        events = Event.objects.filter(profile=self.revision.profile_id).order_by("-pk")[:100]
        return events_without_panel(events) if self.is_reviewer else list(events)

    @property
    def sees_pay(self) -> bool:
        return self.user.has_perm("profiles.view_pay")

    @cached_property
    def reach(self) -> Reach:
        return Reach(self.sealed, self.former)

    @cached_property
    def difference(self) -> Shown:
        """Against the text that stands; figures of pay only for who may see them."""
        former = without_panel(self.former) if self.former and self.is_blind else self.former
        return told_apart(former, self.sealed, self.user)

    # -- what this person may do -------------------------------------------------------------------

    @property
    def waits(self) -> bool:
        return self.revision.state == State.IN_REVIEW

    @property
    def retires(self) -> bool:
        """Whether its retirement was proposed and waits for an approver."""
        return self.revision.state == State.APPROVED and self.revision.retirement_proposed_at is not None

    @cached_property
    def weighed(self) -> Revision | None:
        """Since when it waits, and what makes it urgent; None where it does not wait."""
        if not (self.waits or self.retires):
            return None
        return waiting(Revision.objects.filter(pk=self.revision.pk)).defer("payload").first()

    @property
    def urgent_because(self) -> list[str]:
        return reasons(self.weighed) if self.weighed else []

    @cached_property
    def contributors(self) -> list[str]:
        return [contributor.name for contributor in self.revision.contributors.all()]

    @property
    def is_own(self) -> bool:
        return name_of(self.user) in self.contributors or self.revision.submitted_by_id == self.user.pk

    @property
    def may_decide(self) -> bool:
        return self.waits and may(self.user, Role.APPROVER) and not self.is_own

    @property
    def may_claim(self) -> bool:
        """Whoever may decide, and has not claimed it yet."""
        decides = self.may_decide or self.may_retire
        return decides and self.revision.claimed_by_id != self.user.pk

    @property
    def may_withdraw(self) -> bool:
        return self.waits and may(self.user, Role.CURATOR)

    @property
    def may_propose_retirement(self) -> bool:
        approved = self.revision.state == State.APPROVED
        return approved and not self.revision.retirement_proposed_at and may(self.user, Role.CURATOR)

    @property
    def may_retire(self) -> bool:
        return self.retires and may(self.user, Role.APPROVER) and not self.has_proposed_retirement

    @property
    def has_proposed_retirement(self) -> bool:
        return workflow.proposed_to_retire(self.revision, self.user)
