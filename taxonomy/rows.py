"""A row of the skeleton as the record that tells it, and which row a record speaks of."""

from collections.abc import Iterable, Sequence

from django.db.models import Model, Q, QuerySet

from taxonomy.models import Focus, Function, Guideline, Level, PayBaseline, Skill, Track
from taxonomy.models.coded import Coded
from taxonomy.records import SKELETON, Record
from taxonomy.texts import fold_name

MODELS: dict[str, type[Model]] = {
    "track": Track,
    "level": Level,
    "function": Function,
    "focus": Focus,
    "guideline": Guideline,
    "skill": Skill,
    "pay": PayBaseline,
}
_KINDS = {model: kind for kind, model in MODELS.items()}
_ABOVE = {
    "level": ("track",),
    "focus": ("function",),
    "guideline": ("function", "focus", "level"),
    "pay": ("function", "level"),
}


def record_of(row: Model) -> Record:
    """The row as it is exchanged; what it stands under is named by code."""
    shape = SKELETON[_KINDS[type(row)]]
    values = {name: getattr(row, name) for name in shape.model_fields if name != "kind"}
    return shape(**{name: value.code if isinstance(value, Coded) else value for name, value in values.items()})


def named(record: Record) -> str:
    """What tells the row of a record from all others of its kind; no change of the row changes it."""
    match record.kind:
        case "guideline" if record.function:
            return f"function {record.function} {record.level}"
        case "guideline":
            return f"focus {record.focus} {record.level}"
        case "skill":
            return fold_name(record.name)
        case "pay":
            parts = (record.function or "every function", record.level, record.region, record.currency)
            return " ".join(filter(None, parts))
    return record.code


def told(record: Record) -> str:
    """The row as a sentence names it: "function SALES", "guideline of focus KEY1 at M4", "skill Power BI"."""
    match record.kind:
        case "guideline":
            owner = f"function {record.function}" if record.function else f"focus {record.focus}"
            return f"guideline of {owner} at {record.level}"
        case "pay":
            owner = f"function {record.function}" if record.function else "every function"
            place = f" in {record.region}" if record.region else ""
            return f"pay of {owner} at {record.level}{place}, {record.currency}"
        case "skill":
            return f"skill {record.name}"
    return f"{record.kind} {record.code}"


def rows_of(records: Sequence[Record]) -> QuerySet:
    """The rows that records of one kind speak of (and of guidelines and pay, some beside them)."""
    kind = records[0].kind
    rows = MODELS[kind]._default_manager.select_related(*_ABOVE.get(kind, ()))
    match kind:
        case "guideline":
            owners = Q(function__code__in=_all(records, "function")) | Q(focus__code__in=_all(records, "focus"))
            return rows.filter(owners, level__code__in=_all(records, "level"))
        case "skill":
            return rows.filter(folded__in={fold_name(record.name) for record in records})
        case "pay":
            owners = Q(function__code__in=_all(records, "function")) | Q(function__isnull=True)
            return rows.filter(owners, level__code__in=_all(records, "level"))
    return rows.filter(code__in=_all(records, "code"))


def standing(records: Sequence[Record]) -> dict[str, Record]:
    """What stands where records of one kind would be written, by name; one query."""
    names = {named(record) for record in records}
    stands = map(record_of, rows_of(records)) if records else ()
    return {name: record for record in stands if (name := named(record)) in names}


def row_of(record: Record) -> Model | None:
    """The row that a record speaks of."""
    return next((row for row in rows_of([record]) if named(record_of(row)) == named(record)), None)


def _all(records: Iterable[Record], name: str) -> set[str]:
    return {value for record in records if (value := getattr(record, name))}
