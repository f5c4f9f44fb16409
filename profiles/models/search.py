"""What search stands on: words of the public texts, written at approval; and what was looked for in vain."""

from django.db import models

from profiles.models.profile import Profile
from profiles.models.revision import Revision


class SearchDocument(models.Model):
    """The searchable words of what stands of a profile, one line a caption; the database keeps its full-text index.

    Words are folded: small letters, no accents, one space between. Figures of pay are in none of them.
    """

    revision = models.OneToOneField(
        Revision, primary_key=True, on_delete=models.CASCADE, related_name="search_document"
    )
    profile = models.OneToOneField(Profile, on_delete=models.CASCADE, related_name="+")
    retired = models.BooleanField(default=False)
    code = models.TextField(help_text="key, then codes of outside classifications")
    title = models.TextField()
    alias = models.TextField()
    skill = models.TextField()
    text = models.TextField()

    def __str__(self) -> str:
        return f"words of {self.revision_id}"


class SearchCaption(models.Model):
    """A whole name of what stands: for exact hits, and for suggestions by their first letters."""

    class Kind(models.TextChoices):
        CODE = "code"
        TITLE = "title"
        ALIAS = "alias"

    document = models.ForeignKey(SearchDocument, on_delete=models.CASCADE, related_name="captions")
    kind = models.CharField(max_length=5, choices=Kind)
    text = models.TextField(help_text="folded words")
    shown = models.TextField(help_text="as it is written in the text")

    class Meta:
        # PostgreSQL needs the class of the operator to find by first letters; SQLite passes over it.
        indexes = [models.Index(fields=["text"], opclasses=["text_pattern_ops"], name="search_caption_text")]

    def __str__(self) -> str:
        return self.shown


class SearchSpelling(models.Model):
    """A word of the public texts under each of its spellings: itself, and itself with one letter left out.

    A mistyped word, and itself with one letter left out, meets the right one here by equality alone: small typos are
    forgiven by an index look-up, at any size of canon and alike on every database.
    """

    form = models.CharField(max_length=40)
    word = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "word"], name="one_row_a_spelling_of_a_word")]
        indexes = [models.Index(fields=["form"], opclasses=["varchar_pattern_ops"], name="search_spelling_form")]

    def __str__(self) -> str:
        return f"{self.form}: {self.word}"


class SearchMiss(models.Model):
    """Words that were asked without a confident answer: work for a curator. Nobody's name is kept with them."""

    words = models.CharField(max_length=200, unique=True)
    count = models.PositiveIntegerField(
        default=1, help_text="searches that found nothing, and titles resolved unsurely"
    )
    resolutions = models.PositiveIntegerField(default=0, help_text="how many of them were titles to resolve")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField(db_index=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by_name = models.CharField(max_length=150, blank=True)
    became = models.ForeignKey(
        Profile, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", help_text="an alias of this one"
    )

    class Meta:
        ordering = ["-count", "-last_at"]
        verbose_name_plural = "search misses"

    def __str__(self) -> str:
        return self.words
