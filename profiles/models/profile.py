"""The desk: a profile and its working rows. Curators edit them freely; nobody else sees them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from profiles.querysets import ProfileQuerySet
from profiles.records import AliasRecord, Bullet, ProfileRecord, SkillUseRecord
from taxonomy.codes import make_key
from taxonomy.models import Focus, Level, PayFigures, Scope, Skill
from taxonomy.models.coded import validate_line, validate_text
from taxonomy.models.holding import hold
from taxonomy.records import Record


class Profile(models.Model):
    """One focus at one level in one scope. What readers see of it stands on the shelf."""

    focus = models.ForeignKey(Focus, on_delete=models.PROTECT, related_name="profiles")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="profiles")
    scope = models.ForeignKey(Scope, on_delete=models.PROTECT, related_name="profiles")
    title = models.CharField(max_length=200, validators=[validate_line])
    summary = models.TextField(blank=True, validators=[validate_text], help_text="empty: the focus's definition")
    stated_confidence = models.DecimalField(
        max_digits=4,
        decimal_places=3,
        null=True,
        blank=True,
        help_text="empty: minimum dimension ÷ 5",
    )
    produced_by = models.CharField(max_length=200, blank=True, validators=[validate_line])
    # Bookkeeping of the desk: every save takes `lock` first; `digest` tells equal content without reading rows.
    lock = models.PositiveIntegerField(default=0, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    # The digest of what reviewers judge: whose score is stale can be asked of the database.
    judged = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(null=True, editable=False)
    edited_by_name = models.CharField(max_length=150, blank=True, editable=False)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    kept_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ProfileQuerySet.as_manager()

    class Meta:
        ordering = [
            "focus__function__name",
            "focus__name",
            "level__track__order",
            "level__step",
            "scope__code",
        ]
        permissions = [
            ("curate_profile", "Can edit the desk, submit, withdraw and propose retirement"),
            ("review_profile", "Can score a profile as a member of the panel"),
            ("view_pay", "Can see pay figures where they are restricted"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["focus", "level", "scope"], name="one_profile_a_focus_level_and_scope"),
            models.CheckConstraint(condition=~Q(title=""), name="every_profile_has_a_title"),
            models.CheckConstraint(
                condition=Q(stated_confidence__isnull=True) | Q(stated_confidence__gte=0, stated_confidence__lte=1),
                name="stated_confidence_lies_between_0_and_1",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.key})"

    def clean(self) -> None:
        hold(self, ProfileRecord, "title", "summary", "produced_by")

    @property
    def key(self) -> str:
        """FUNCTION.FOCUS.LEVEL or FUNCTION.FOCUS.LEVEL@SCOPE; use `with_places()` where there are many."""
        return make_key(self.focus.function.code, self.focus.code, self.level.code, self.scope.code)


class Ordered(models.Model):
    """A row of a list whose order was chosen."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class _BulletRecord(Record):
    text: Bullet


class Responsibility(Ordered):
    """What the person really does; the most telling first."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="responsibilities")
    text = models.TextField(validators=[validate_text])

    class Meta(Ordered.Meta):
        verbose_name_plural = "responsibilities"
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="a_responsibility_says_something")]

    def __str__(self) -> str:
        return self.text[:80]

    def clean(self) -> None:
        hold(self, _BulletRecord, "text")


class SkillUse(Ordered):
    """A skill, and how this role applies it."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="skill_uses")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="uses")
    summary = models.TextField(blank=True, validators=[validate_text], help_text="how the skill applies in this focus")

    class Meta(Ordered.Meta):
        constraints = [models.UniqueConstraint(fields=["profile", "skill"], name="one_use_of_a_skill_in_a_profile")]

    def __str__(self) -> str:
        return self.skill.name

    def clean(self) -> None:
        hold(self, SkillUseRecord, "summary")


class Alias(Ordered):
    """A title that people use for the role."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="aliases")
    title = models.CharField(max_length=200, validators=[validate_line])
    locale = models.CharField(max_length=20, blank=True, validators=[validate_line])
    source = models.CharField(max_length=300, blank=True, validators=[validate_line])

    class Meta(Ordered.Meta):
        verbose_name_plural = "aliases"
        constraints = [
            models.UniqueConstraint("profile", Lower("title"), "locale", name="one_alias_a_title_and_locale"),
            models.CheckConstraint(condition=~Q(title=""), name="an_alias_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        hold(self, AliasRecord, *AliasRecord.model_fields)


class DeskPay(PayFigures):
    """A profile's own pay figures, in a table of their own: seeing them needs a permission of its own."""

    profile = models.OneToOneField(Profile, on_delete=models.CASCADE, related_name="pay")

    class Meta(PayFigures.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "pay"
