"""Forms of the desk: lists are edited as text, one item a line, so that many lines can be moved and pasted."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from pydantic import ValidationError as RecordError

from profiles.anchors import SCALES, STEPS
from profiles.models import Profile
from profiles.records import AliasRecord
from profiles.reviewing.scores import LONGEST_COMMENT, LONGEST_OBJECTION, MOST_OBJECTIONS
from profiles.scoring import DIMENSIONS
from taxonomy.records import faults
from taxonomy.texts import clean_text, fold_name


class LinesField(forms.CharField):
    """A list of texts, one a line; "- " before a line, as pasted from documents, is taken off."""

    widget = forms.Textarea

    def __init__(self, *, longest: int, most: int = 500, **kwargs) -> None:
        kwargs.setdefault("required", False)
        super().__init__(strip=False, **kwargs)
        self.longest, self.most = longest, most

    def prepare_value(self, value: object) -> object:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: object) -> list[str]:
        if isinstance(value, list):
            return value
        try:
            text = clean_text(value or "")
        except ValueError as error:
            raise ValidationError(str(error)) from error
        lines = [line.strip().removeprefix("- ").removeprefix("• ").strip() for line in text.split("\n")]
        return [line for line in lines if line]

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        if len(value) > self.most:
            raise ValidationError(f"at most {self.most} lines expected, found {len(value)}")
        for number, line in enumerate(value, 1):
            if len(line) > self.longest:
                raise ValidationError(f"line {number}: at most {self.longest} characters expected, found {len(line)}")

    def has_changed(self, initial: object, data: object) -> bool:
        return self.to_python(initial) != self.to_python(data)


class DeskForm(forms.ModelForm):
    """The profile's own fields, its two lists as text, and the lock that the form was opened at."""

    responsibilities_text = LinesField(
        label="Responsibilities",
        longest=2_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="One a line, the most telling first. Move a line to reorder; paste many at once.",
    )
    aliases_text = LinesField(
        label="Title aliases",
        longest=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One a line: title, or title | locale | source.",
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    edit_note = forms.CharField(
        label="Note to this edit", required=False, max_length=500, help_text="What you changed; kept in the history."
    )

    class Meta:
        model = Profile
        fields = ("focus", "level", "scope", "title", "summary", "stated_confidence", "produced_by")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            profile = self.instance
            self.fields["seen"].initial = profile.lock
            self.initial["responsibilities_text"] = [row.text for row in profile.responsibilities.all()]
            self.initial["aliases_text"] = [_alias_line(alias) for alias in profile.aliases.all()]

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_aliases_text(self) -> list[AliasRecord]:
        aliases, seen = [], set()
        for number, line in enumerate(self.cleaned_data["aliases_text"], 1):
            parts = [part.strip() for part in line.split("|")]
            try:
                alias = AliasRecord(**dict(zip(("title", "locale", "source"), parts, strict=False)))
            except RecordError as error:
                raise ValidationError(f"line {number}: " + "; ".join(what for _, what in faults(error))) from error
            identity = fold_name(alias.title), alias.locale
            if len(parts) > 3 or identity in seen:
                raise ValidationError(f"line {number}: each title once, as title | locale | source")
            seen.add(identity)
            aliases.append(alias)
        return aliases

    @property
    def lines(self) -> tuple[list[str], list[AliasRecord]]:
        return self.cleaned_data["responsibilities_text"], self.cleaned_data["aliases_text"]


def _alias_line(alias) -> str:
    parts = [alias.title, alias.locale, alias.source]
    while parts and not parts[-1]:
        parts.pop()
    return " | ".join(parts)


class HandOverForm(forms.Form):
    """To whom the work on a profile goes."""

    to = forms.CharField(max_length=150)
    note = forms.CharField(required=False, max_length=500)


class NoteForm(forms.Form):
    """A move with its note and – where a decision is made – the seal that was on the screen."""

    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=2_000)
    seal = forms.CharField(widget=forms.HiddenInput, required=False)
    successor = forms.CharField(required=False, max_length=80)


class WaiverForm(forms.Form):
    """Which finding may stand (as `waiving` tells them apart), why, and until which day."""

    code = forms.CharField(max_length=40)
    place = forms.CharField(max_length=40)
    mark = forms.CharField(max_length=64)
    reason = forms.CharField(max_length=2_000)
    until = forms.DateField()


class ReleaseForm(forms.Form):
    """A name for the canon as it stands; whether it may be used is the workflow's to say."""

    name = forms.CharField(
        max_length=40, help_text="Such as 2027.1: letters, digits and .-_ ; it stands in addresses and never changes."
    )
    notes = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        max_length=10_000,
        help_text="What is in it and for whom; shown on its page. Blank lines part paragraphs.",
    )


# -- the panel -------------------------------------------------------------------------------------

OUT_OF_DATE = {"required": "the page is out of date: open it again"}


@dataclass(frozen=True)
class Step:
    """A score that can be chosen, with the text that it is anchored to ("" for a half)."""

    value: str
    anchor: str
    is_chosen: bool


@dataclass(frozen=True)
class Question:
    """A dimension as the form puts it."""

    name: str
    label: str
    question: str
    steps: list[Step]
    errors: list[str]


class ReviewForm(forms.Form):
    """Five scores, a comment, objections, and the digest of the text that the reviewer has read."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    comment = forms.CharField(widget=forms.Textarea, required=False, max_length=LONGEST_COMMENT)
    objections = LinesField(longest=LONGEST_OBJECTION, most=MOST_OBJECTIONS)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, label in DIMENSIONS.items():
            missing = {
                "required": f"{label}: choose a score",
                "invalid_choice": f"{label}: a score from 1 to 5 expected",
            }
            steps = [(f"{step:g}", f"{step:g}") for step in STEPS]
            self.fields[name] = forms.TypedChoiceField(coerce=float, choices=steps, error_messages=missing)

    @property
    def questions(self) -> list[Question]:
        return [self._question(name, label) for name, label in DIMENSIONS.items()]

    def _question(self, name: str, label: str) -> Question:
        chosen = self[name].value()
        chosen = f"{chosen:g}" if isinstance(chosen, float) else chosen
        steps = [Step(f"{step:g}", SCALES[name].at(step), f"{step:g}" == chosen) for step in STEPS]
        return Question(name, label, SCALES[name].question, steps, self.errors.get(name, []))

    @property
    def given(self) -> dict[str, object]:
        """What the panel's writes take."""
        data = self.cleaned_data
        scores = {name: data[name] for name in DIMENSIONS}
        told = {name: data[name] for name in ("comment", "objections")}
        return told | {"scores": scores, "seen_digest": data["seen"]}


class ExternalForm(ReviewForm):
    """The same for a panellist who does not sign in."""

    panelist = forms.CharField(label="Name of the panellist", max_length=150)

    @property
    def given(self) -> dict[str, object]:
        return super().given | {"panelist": self.cleaned_data["panelist"]}


class AnswerForm(forms.Form):
    """A curator's answer to an objection, with the objection's mark as it was on the screen."""

    done = "The answer is written; whoever objected rules whether it settles the matter."
    text = forms.CharField(max_length=LONGEST_OBJECTION, error_messages={"required": "an answer is expected"})
    seen = forms.CharField(max_length=100, error_messages=OUT_OF_DATE)


class RulingForm(forms.Form):
    """What has become of an objection."""

    done = "The ruling is written."
    outcome = forms.CharField(max_length=20, error_messages={"required": "a ruling is expected"})
    seen = forms.CharField(max_length=100, error_messages=OUT_OF_DATE)


class SetAsideForm(forms.Form):
    """Why scores are taken off the desk."""

    done = "The scores are set aside; sealed texts and the trail keep them."
    note = forms.CharField(max_length=500, required=False)
