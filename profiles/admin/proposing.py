"""The form of a shared text: what is saved is a proposal, tried out before the form is let go."""

from django import forms
from pydantic import ValidationError as RecordFault

from profiles import workflow
from profiles.states import Conflict, Refused
from taxonomy.codes import focus_code, function_code
from taxonomy.models import Focus, Function
from taxonomy.records import Record, faults
from taxonomy.rows import named, record_of, standing, told


class SharedForm(forms.ModelForm):
    """The row's own fields, why they change, and the row as it stood when the form was opened."""

    note = forms.CharField(
        label="Why",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text="Kept in the history, beside old and new.",
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    by = None  # set by the admin for its request

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.opened_on: Record | None = record_of(self.instance) if self.instance.pk else None
        self.fields["seen"].initial = workflow.seen_as(self.opened_on)

    def _post_clean(self) -> None:
        """After the row has been checked as a row: as a record, and as a proposal."""
        super()._post_clean()
        if self.errors:
            return
        try:
            self.record = record_of(self.instance)
        except RecordFault as error:
            for path, sentence in faults(error):
                self.add_error(path if path in self.fields else None, sentence)
            return
        if not self._is_another_row():
            self._try_out()

    def _is_another_row(self) -> bool:
        there = standing([self.record])
        if self.opened_on and named(self.record) != named(self.opened_on):
            only = "known by its name: only capitals and spacing can change, and another name is another skill"
            self.add_error("name", f"{told(self.opened_on)} is {only}")
        elif there and not self.opened_on:
            self.add_error(None, f"{told(self.record)} is there already")
        return bool(self.errors)

    def _try_out(self) -> None:
        given = {"note": self.cleaned_data["note"], "seen": self.cleaned_data["seen"]}
        try:
            workflow.try_out(self.record, by=self.by, **given)
        except (Refused, Conflict) as refusal:
            self.add_error(None, str(refusal))
            # What was written stays in the form; who saves it again has been told what stands there by now.
            stands = standing([self.record]).get(named(self.record))
            self.data = self.data.copy()
            self.data["seen"] = workflow.seen_as(stands)


class CodedForm(SharedForm):
    """A row whose code is made from its name where none is given."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "code" in self.fields:
            self.fields["code"].required = False
            self.fields["code"].help_text = "Permanent from the first approval. Empty: made from the name."

    def clean(self) -> dict:
        data = super().clean()
        if "code" in self.fields and not self.errors:
            data["code"] = data["code"].strip().upper() or self.made(data)
        return data

    def made(self, data: dict) -> str:
        raise NotImplementedError


class FunctionForm(CodedForm):
    def made(self, data: dict) -> str:
        return function_code(data["name"], set(Function.objects.values_list("code", flat=True)))


class FocusForm(CodedForm):
    def made(self, data: dict) -> str:
        taken = set(Focus.objects.values_list("code", flat=True))
        return focus_code(data["function"].name, data["name"], taken)
