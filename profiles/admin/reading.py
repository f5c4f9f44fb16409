"""One text in front of one reviewer: as a reader would see it, with as much of the panel as this person may know."""

from dataclasses import dataclass, field
from functools import cached_property

from django.utils import timezone

from profiles import payloads, reviewing
from profiles.admin.panel import Panel, Raised
from profiles.admin.preview import preview_of
from profiles.models import PanelScore, Profile, Revision
from profiles.people import may
from profiles.rendering.profile import ProfilePage
from profiles.rendering.shelf import focus_shelf
from profiles.states import Role


@dataclass(frozen=True)
class Step:
    """A level of the focus as a reviewer reads it beside the text: approved, else as it stands on its desk."""

    code: str
    title: str
    state: str
    is_own: bool
    is_near: bool
    responsibilities: list[str]


@dataclass
class Reading:
    """One text in front of one person; `asked` is whether a curator or approver wants the panel instead of a form."""

    profile: Profile
    user: object
    asked: bool = False
    kept: dict[int, str] = field(default_factory=dict)  # objection → an answer that was refused, so that it is not lost

    @cached_property
    def page(self) -> ProfilePage:
        shelf, scope = focus_shelf(self.profile.focus.code), self.profile.scope.code
        return ProfilePage(preview_of(self.profile), shelf, timezone.now().date(), asked_scope=scope)

    @cached_property
    def judged(self) -> str:
        return payloads.Content(payloads.record_of(self.profile)).judged

    @cached_property
    def steps(self) -> list[Step]:
        """The ladder of the track, lowest first; the levels next to this one are near."""
        drafts = self._drafts()
        rungs = self.page.rungs
        found = [
            (rung, drafts.get(rung.step["code"], ()) if rung.state == "gap" else rung.responsibilities)
            for rung in rungs
        ]
        written = [n for n, (rung, texts) in enumerate(found) if texts or rung.own]
        own = next(n for n, rung in enumerate(rungs) if rung.own)
        place = written.index(own)
        near = {written[n] for n in (place - 1, place + 1) if 0 <= n < len(written)}
        states = {"gap": "not defined", "defined": "approved", "retired": "retired"}
        return [
            Step(
                rung.step["code"],
                rung.step["title"],
                "draft" if rung.state == "gap" and texts else states[rung.state],
                rung.own,
                n in near,
                list(texts),
            )
            for n, (rung, texts) in enumerate(found)
        ]

    def _drafts(self) -> dict[str, list[str]]:
        """Sibling levels that nobody has approved yet: without them a new focus could not be told level from level."""
        place = {"focus": self.profile.focus, "level__track": self.profile.level.track, "scope": self.profile.scope}
        rows = Profile.objects.select_related("level").prefetch_related("responsibilities").filter(**place)
        return {row.level.code: [r.text for r in row.responsibilities.all()] for row in rows}

    # -- the panel ---------------------------------------------------------------------------------

    @cached_property
    def own(self) -> PanelScore | None:
        return next((row for row in self.profile.panel_scores.all() if row.reviewer_id == self.user.pk), None)

    @property
    def is_stale(self) -> bool:
        return self.own is not None and self.own.judged_digest != self.judged

    @cached_property
    def why_not(self) -> str:
        return reviewing.why_not(self.profile, self.user)

    @property
    def raised(self) -> list[Raised]:
        """One's own objections, which wait for one's ruling also while the rest is hidden."""
        return [Raised(row, self.user, self.kept) for row in self.own.objections.all()] if self.own else []

    @property
    def may_look(self) -> bool:
        """Who needs the panel for other work may have it instead of scoring."""
        return may(self.user, Role.CURATOR) or may(self.user, Role.APPROVER)

    @cached_property
    def panel(self) -> Panel | None:
        """None while others' scores are kept from this person."""
        scored = self.own is not None and not self.is_stale
        if scored or self.why_not or (self.asked and self.may_look):
            return Panel(self.profile, self.judged, self.user, self.kept)
        return None

    @property
    def scores(self) -> bool:
        """Whether the form is offered."""
        return not self.why_not and not (self.asked and self.may_look)

    @cached_property
    def open_revision(self) -> Revision | None:
        return self.profile.revisions.open().defer("payload").first()

    def first(self) -> dict[str, object]:
        """What the form begins with: one's own former review."""
        if self.own is None:
            return {"seen": self.judged}
        return {"seen": self.judged, "comment": self.own.comment} | payloads.review_of(self.own)["scores"]
