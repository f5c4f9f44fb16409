"""The form by which a reader suggests a correction: bounded, cleaned, and with a field that only machines fill in."""

from django import forms
from django.core.exceptions import ValidationError

from profiles.models.correction import LONGEST_EMAIL, LONGEST_NAME, LONGEST_TEXT, Place
from taxonomy.texts import clean_line, clean_text


class CorrectionForm(forms.Form):
    place = forms.ChoiceField(choices=[(at, told.capitalize()) for at, told in Place.choices], label="What it is about")
    wrong = forms.CharField(
        label="What is wrong",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Say in a sentence or two what is wrong."},
    )
    right = forms.CharField(
        label="What would be right",
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="If you know it, and where it can be read.",
    )
    name = forms.CharField(
        label="Your name",
        max_length=LONGEST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="Your e-mail",
        max_length=LONGEST_EMAIL,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="Only curators see it, in case they have a question.",
    )
    # People do not see it; what fills in every field of a form is no person.
    website = forms.CharField(
        required=False, max_length=500, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )

    @property
    def is_from_a_machine(self) -> bool:
        return bool(self.data.get("website", "").strip())

    @property
    def shown(self) -> list[forms.BoundField]:
        return [field for field in self if field.name != "website"]

    @property
    def trap(self) -> forms.BoundField:
        return self["website"]

    @property
    def said(self) -> dict[str, str]:
        """What is sent of it."""
        return {name: self.cleaned_data[name] for name in ("wrong", "right", "name", "email")}

    def clean_wrong(self) -> str:
        return _cleaned(clean_text, self.cleaned_data["wrong"])

    def clean_right(self) -> str:
        return _cleaned(clean_text, self.cleaned_data["right"])

    def clean_name(self) -> str:
        return _cleaned(clean_line, self.cleaned_data["name"])


def _cleaned(clean, value: str) -> str:
    try:
        return clean(value)
    except ValueError as error:
        raise ValidationError(str(error)) from error
