"""What the database refuses on the shelf: a sealed text never changes, a decision is never taken back or one's own."""

from taxonomy.triggers import Guard, changed

_REVISION, _EVENT, _PAY, _SKILL, _CONTRIBUTOR = (
    "profiles_revision",
    "profiles_event",
    "profiles_revisionpay",
    "profiles_revisionskill",
    "profiles_contributor",
)

# Columns that are written once, at sealing.
_SEALED = (
    *("profile_id", "key", "schema", "payload", "seal", "digest", "origin"),
    *("submitted_by_id", "submitted_by_name", "submitted_at", "submit_note"),
    *("function_code", "focus_code", "level_code", "track_code", "scope_code", "rank", "title"),
    *("function_name", "focus_name", "level_title", "confidence"),
)
# Columns that are written once, later.
_ONCE = ("number", "decided_by_id", "decided_at", "retired_at", "superseded_at", "withdrawn_at")
_LAWFUL = (
    "OLD.state = NEW.state"
    " OR (OLD.state = 'in review' AND NEW.state IN ('withdrawn', 'returned', 'approved'))"
    " OR (OLD.state = 'approved' AND NEW.state IN ('superseded', 'retired'))"
)


def _never(table: str, event: str, refusal: str) -> Guard:
    return Guard(f"{table}_no_{event.lower()}", table, event, "1 = 1", refusal)


GUARDS = [
    Guard(
        f"{_REVISION}_sealed",
        _REVISION,
        "UPDATE",
        changed(*_SEALED),
        "a sealed revision never changes",
    ),
    Guard(
        f"{_REVISION}_decided_once",
        _REVISION,
        "UPDATE",
        " OR ".join(f"(OLD.{c} IS NOT NULL AND {changed(c)})" for c in _ONCE),
        "what was decided on a revision never changes",
    ),
    Guard(f"{_REVISION}_moves", _REVISION, "UPDATE", f"NOT ({_LAWFUL})", "no such move between states"),
    Guard(
        f"{_REVISION}_four_eyes",
        _REVISION,
        "UPDATE",
        f"OLD.decided_by_id IS NULL AND NEW.decided_by_id IS NOT NULL AND EXISTS (SELECT 1 FROM {_CONTRIBUTOR} c"  # noqa: S608 (names are our own)
        " WHERE c.revision_id = NEW.id AND c.user_id = NEW.decided_by_id)",
        "nobody decides on a text that they wrote or edited",
    ),
    _never(_REVISION, "DELETE", "a revision is never deleted"),
    _never(_PAY, "UPDATE", "the pay part of a revision never changes"),
    _never(_PAY, "DELETE", "the pay part of a revision is never deleted"),
    _never(_SKILL, "UPDATE", "the skills of a revision never change"),
    _never(_SKILL, "DELETE", "the skills of a revision are never deleted"),
    _never(_CONTRIBUTOR, "UPDATE", "contributors of a revision never change"),
    _never(_CONTRIBUTOR, "DELETE", "contributors of a revision are never deleted"),
    _never(_EVENT, "UPDATE", "an event never changes"),
    _never(_EVENT, "DELETE", "an event is never deleted"),
]
