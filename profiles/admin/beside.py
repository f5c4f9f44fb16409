"""What can be read beside the desk form: findings, what is inherited, the sibling levels, what is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from profiles import checking, pay, payloads, reviewing, scoring, waiving
from profiles.admin.panel import Panel
from profiles.admin.preview import findings_without_panel
from profiles.gate import Finding, findings
from profiles.measuring import Measuring, beside_desks
from profiles.models import Profile, Revision
from profiles.people import curators, may
from profiles.rendering import words
from profiles.rounding import shown
from profiles.states import Role, State
from profiles.surroundings import findings_around


@dataclass(frozen=True)
class Sibling:
    """Another level of the same focus and scope, as it stands on its desk; the ones next to this level are near."""

    profile: Profile
    is_near: bool


@dataclass
class Beside:
    """One desk in front of one person."""

    row: Profile
    user: object

    @cached_property
    def profile(self) -> Profile:
        return Profile.objects.on_desk().select_related("kept_by").get(pk=self.row.pk)

    @cached_property
    def content(self) -> payloads.Content:
        return payloads.Content(payloads.record_of(self.profile))

    @cached_property
    def draft(self) -> payloads.Draft:
        marks = payloads.marks_of(self.profile, self.content)
        return payloads.draft(self.profile, self.content, marks, payloads.BasisBook(outside=False))

    @cached_property
    def is_blind(self) -> bool:
        return reviewing.is_blind(self.profile, self.user)

    @cached_property
    def findings(self) -> list[Finding]:
        found = findings(self.draft.payload)
        sees_pay = self.user.has_perm("profiles.view_pay")
        found += findings_around(self.draft.payload, self.draft.pay, sees_pay=sees_pay)
        found += self.measuring.findings
        found += checking.of_the_whole(self.profile.pk, self.draft.payload, found)
        return findings_without_panel(found) if self.is_blind else found

    @cached_property
    def seen(self) -> list[waiving.Seen]:
        """Findings with the waivers that stand for them."""
        return waiving.laid_over(self.findings, waiving.standing(self.profile.pk))

    @cached_property
    def panel(self) -> Panel | None:
        return None if self.is_blind else Panel(self.profile, self.content.judged, self.user)

    @property
    def counts(self) -> dict[str, int]:
        """How many there are of what has no rows in the form."""
        record = self.content.record
        told = {"responsibilities": len(record.responsibilities), "aliases": len(record.aliases)}
        return told if self.is_blind else told | {"panel": len(record.panel)}

    # -- where a field is empty ----------------------------------------------------------------------

    @property
    def inherited_summary(self) -> str:
        return self.draft.payload["basis"]["focus"]["summary"]

    @cached_property
    def pay(self) -> pay.Resolved | None:
        """The figures that hold, with the chain that was asked; None for who may not see pay too."""
        return pay.resolve(self.draft.pay) if self.user.has_perm("profiles.view_pay") else None

    @property
    def pay_told(self) -> str:
        figures = self.pay.figures
        median, span = words.money(figures["median"], figures["currency"]), words.pay_range(figures)
        return ", ".join(filter(None, (median, span, figures["basis"], figures["source"], figures["as_of"])))

    @cached_property
    def derived_confidence(self) -> str:
        """Minimum dimension ÷ 5, as it is taken where none is stated."""
        if self.is_blind:
            return ""
        minimum = scoring.panel(self.draft.payload["panel"]).minimum
        return "" if minimum is None else f"{shown(scoring.confidence(minimum), 2)} ({shown(minimum, 1)} ÷ 5)"

    @property
    def layers(self) -> list[tuple[str, int]]:
        """Each layer with the number of sources that speak for it."""
        sources = self.draft.payload["sources"]
        return [(layer, sum(layer in source["layers"] for source in sources)) for layer in scoring.LAYERS]

    # -- alongside -----------------------------------------------------------------------------------

    @cached_property
    def siblings(self) -> list[Sibling]:
        rows = Profile.objects.with_places().prefetch_related("responsibilities")
        rows = rows.filter(focus=self.profile.focus, scope=self.profile.scope)
        ladder = list(rows.order_by("level__track__order", "level__step"))
        place = next(n for n, row in enumerate(ladder) if row.pk == self.profile.pk)
        return [Sibling(row, abs(n - place) == 1) for n, row in enumerate(ladder) if n != place]

    @cached_property
    def measuring(self) -> Measuring:
        """Against the other desks: whole ladders are often written before any of their levels is approved."""
        return beside_desks(self.draft.payload, [sibling.profile for sibling in self.siblings])

    @cached_property
    def revisions(self) -> Sequence[Revision]:
        return list(self.profile.revisions.defer("payload").select_related("claimed_by").order_by("-pk"))

    @property
    def open_revision(self) -> Revision | None:
        return next((revision for revision in self.revisions if revision.state == State.IN_REVIEW), None)

    @property
    def returned(self) -> Revision | None:
        """The latest text, where it was sent back: its reason is what the work is about."""
        latest = self.revisions[0] if self.revisions else None
        return latest if latest and latest.state == State.RETURNED else None

    @cached_property
    def may_submit(self) -> bool:
        return may(self.user, Role.CURATOR)

    @property
    def curators(self) -> QuerySet:
        return curators()
