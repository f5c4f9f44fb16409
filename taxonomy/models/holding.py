"""A form lets in what a record can hold, in its one spelling: else a row could be saved and never be read again."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from pydantic import BaseModel, TypeAdapter
from pydantic import ValidationError as RecordFault

from taxonomy.records import faults


def hold(row: models.Model, record: type[BaseModel], *names: str) -> None:
    """For `clean()`: validates these fields of a row as fields of the record type and keeps what it made of them.

    As a whole, rules between fields included, where they are all that the record asks for.
    """
    given = {name: getattr(row, name) for name in names}
    asked = [name for name, field in record.model_fields.items() if field.is_required()]
    if any(given.get(name) in (None, "") for name in asked if name in given):
        return  # told at the field already
    if set(asked) <= set(names):
        read = _read(TypeAdapter(record), given)
        kept = {name: getattr(read, name) for name in names}
    else:
        fields = {name: TypeAdapter(record.model_fields[name].rebuild_annotation()) for name in names}
        kept = {name: _read(fields[name], value, name) for name, value in given.items()}
    for name, value in kept.items():
        setattr(row, name, value)


def _read(adapter: TypeAdapter, value: object, name: str = "") -> Any:
    try:
        return adapter.validate_python(value)
    except RecordFault as error:
        # Not at the fields: a form may leave out some of them.
        told = [(name + path, sentence) for path, sentence in faults(error)]
        raise ValidationError([f"{path}: {sentence}" if path else sentence for path, sentence in told]) from error
