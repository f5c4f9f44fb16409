"""The desk's evidence: sources by layer, mappings to classifications, and what the review panel said."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from profiles.models.profile import Ordered, Profile
from profiles.records import MappingRecord, ReviewRecord, SourceRecord
from profiles.scoring import DIMENSIONS, LAYERS
from profiles.states import SETTLED, Outcome
from taxonomy.models.coded import validate_line, validate_text
from taxonomy.models.holding import hold
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

    def clean(self) -> None:
        hold(self, SourceRecord, *SourceRecord.model_fields)


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

    def clean(self) -> None:
        hold(self, MappingRecord, *MappingRecord.model_fields)


def _score() -> models.DecimalField:
    return models.DecimalField(max_digits=2, decimal_places=1, null=True, blank=True)


class Origin(models.TextChoices):
    """How a review came to stand on the desk."""

    PERSON = "person", "given here by a person who signed in"
    EXTERNAL = "external", "an external panellist's, recorded by a curator"
    FILE = "file", "came with a file"


def _person() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )


def _together(who: str, when: str) -> Q:
    """Nobody did it and it has no time, or somebody did it then."""
    nobody, somebody = {f"{who}__isnull": True}, {f"{who}__isnull": False}
    return Q(**nobody, **{f"{when}__isnull": True}) | Q(**somebody, **{f"{when}__isnull": False})


class PanelScore(Ordered):
    """What one reviewer says of a text: five scores, a comment, and the digest of the text that was judged."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="panel_scores")
    panelist = models.CharField(max_length=150, validators=[validate_line])
    reviewer = _person()  # who signed in and scored; nobody for an external panellist or a file
    recorded_by = _person()  # the curator who wrote down what an external panellist said
    recorded_at = models.DateTimeField(null=True, blank=True)
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
            models.UniqueConstraint("profile", Lower("panelist"), name="one_review_a_panelist"),
            models.CheckConstraint(
                condition=_together("recorded_by", "recorded_at"), name="what_is_recorded_has_a_person_and_a_time"
            ),
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True) | Q(recorded_by__isnull=True),
                name="nobody_records_what_a_reviewer_gave",
            ),
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

    @property
    def origin(self) -> Origin:
        if self.reviewer_id:
            return Origin.PERSON
        return Origin.EXTERNAL if self.recorded_by_id else Origin.FILE

    def clean(self) -> None:
        hold(self, ReviewRecord, "panelist", "comment")
        for name in DIMENSIONS:
            score = getattr(self, name)
            if score is not None and score * 2 != int(score * 2):
                raise ValidationError({name: f"a score from 1 to 5 in halves expected, found {score}"})


class Objection(models.Model):
    """Something a reviewer will not let pass: a curator answers, the reviewer rules whether that settles it."""

    review = models.ForeignKey(PanelScore, on_delete=models.CASCADE, related_name="objections")
    text = models.TextField(validators=[validate_text])
    answer = models.TextField(blank=True, validators=[validate_text])
    answered_by = _person()
    answered_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=9, choices=[(o.value, o.value) for o in Outcome], default=Outcome.OPEN)
    ruled_by = _person()
    ruled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=_together("answered_by", "answered_at"), name="an_answer_has_a_person"),
            models.CheckConstraint(condition=_together("ruled_by", "ruled_at"), name="a_ruling_has_a_person"),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.OPEN, answer="")
                | Q(outcome__in=[Outcome.ANSWERED, Outcome.STANDS]) & ~Q(answer="")
                | Q(outcome__in=SETTLED),
                name="an_objection_is_open_until_it_is_answered",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def settled(self) -> bool:
        return self.outcome in SETTLED

    @property
    def mark(self) -> str:
        """Changes with every answer and ruling: what a form was made of, so that nobody overwrites unseen."""
        instants = (at.isoformat() if at else "never" for at in (self.answered_at, self.ruled_at))
        return "/".join((self.outcome, *instants))
