"""The desk's evidence: sources by layer, mappings to classifications, and what the review panel said."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from profiles.models.profile import Ordered, Profile
from profiles.scoring import DIMENSIONS, LAYERS
from taxonomy.models.coded import validate_line, validate_text
from taxonomy.texts import clean_url


def validate_url(value: str) -> None:
    try:
        clean_url(value)
    except ValueError as error:
        raise ValidationError(str(error)) from error


def validate_layers(value: object) -> None:
    if not isinstance(value, list) or (wrong := [layer for layer in value if layer not in LAYERS]):
        raise ValidationError(
            f"layers among {', '.join(LAYERS)} expected, found {wrong if isinstance(value, list) else value}"
        )


class Source(Ordered):
    """A publication that layers of the profile rest on."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField(max_length=300, validators=[validate_line])
    url = models.CharField(max_length=1000, blank=True, validators=[validate_url])
    publisher = models.CharField(max_length=300, blank=True, validators=[validate_line])
    retrieved = models.CharField(max_length=10, blank=True, help_text="2026-05-31, 2026-05 or 2026")
    licence = models.CharField(max_length=300, blank=True, validators=[validate_line])
    layers = models.JSONField(default=list, blank=True, validators=[validate_layers])

    class Meta(Ordered.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="a_source_has_a_title"),
            # Bulk writes skip validators, and an address of another scheme would run on a click.
            models.CheckConstraint(
                condition=Q(url="") | Q(url__startswith="https://") | Q(url__startswith="http://"),
                name="a_source_address_is_http",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Relation(models.TextChoices):
    """How a role relates to an outside entry (SKOS mapping relations)."""

    EXACT = "exact", "exact"
    CLOSE = "close", "close"
    BROAD = "broad", "broad"
    NARROW = "narrow", "narrow"
    RELATED = "related", "related"


class Mapping(Ordered):
    """A link to an entry of an outside classification."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="mappings")
    system = models.CharField(max_length=60, validators=[validate_line])
    edition = models.CharField(max_length=40, blank=True, validators=[validate_line])
    code = models.CharField(max_length=40, validators=[validate_line])
    label = models.CharField(max_length=300, blank=True, validators=[validate_line])
    relation = models.CharField(max_length=8, blank=True, choices=Relation)
    source = models.CharField(max_length=300, blank=True, validators=[validate_line])
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta(Ordered.Meta):
        constraints = [
            models.UniqueConstraint(fields=["profile", "system", "code"], name="one_mapping_a_code"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="a_confirmation_has_a_person_and_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.system} {self.code}"


def _score() -> models.DecimalField:
    return models.DecimalField(max_digits=2, decimal_places=1, null=True, blank=True)


class PanelScore(Ordered):
    """What one reviewer says of a text: five scores, a comment, and the digest of the text that was judged."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="panel_scores")
    panelist = models.CharField(max_length=150, validators=[validate_line])
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    level_differentiation = _score()
    focus_specificity = _score()
    concreteness = _score()
    factual_accuracy = _score()
    real_world_coverage = _score()
    comment = models.TextField(blank=True, validators=[validate_text])
    at = models.DateTimeField(null=True, blank=True)
    judged_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta(Ordered.Meta):
        constraints = [
            models.UniqueConstraint(fields=["profile", "panelist"], name="one_review_a_panelist"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 1, f"{name}__lte": 5}),
                    name=f"{name}_lies_between_1_and_5",
                )
                for name in DIMENSIONS
            ),
        ]

    def __str__(self) -> str:
        return self.panelist

    def clean(self) -> None:
        for name in DIMENSIONS:
            score = getattr(self, name)
            if score is not None and score * 2 != int(score * 2):
                raise ValidationError({name: f"a score from 1 to 5 in halves expected, found {score}"})


class Objection(models.Model):
    """Something a reviewer will not let pass; it needs an answer before approval."""

    review = models.ForeignKey(PanelScore, on_delete=models.CASCADE, related_name="objections")
    text = models.TextField(validators=[validate_text])
    answer = models.TextField(blank=True, validators=[validate_text])

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:80]
