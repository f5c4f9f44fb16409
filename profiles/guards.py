"""What the database refuses on the shelf: a sealed text never changes, a decision is never taken back or one's own.

The same holds for proposals to change a shared text, for waivers of findings, and for releases.
"""

from taxonomy.triggers import Guard, changed

_REVISION, _EVENT, _PAY, _SKILL, _MAPPING, _CONTRIBUTOR = (
    "profiles_revision",
    "profiles_event",
    "profiles_revisionpay",
    "profiles_revisionskill",
    "profiles_revisionmapping",
    "profiles_contributor",
)

# Columns that are written once, at sealing.
_SEALED = (
    # The number of the row too: contributors hang on it, and a row away from them would be anybody's to approve.
    *("id", "profile_id", "key", "schema", "payload", "seal", "digest", "origin"),
    *("submitted_by_id", "submitted_by_name", "submitted_at", "submit_note"),
    *("function_code", "focus_code", "level_code", "track_code", "scope_code", "rank", "title"),
    *("function_name", "focus_name", "level_title", "confidence"),
)
# Columns that are written with a move into one of these states, and at no other time.
_WITH_MOVE = {
    ("number",): ("approved",),
    ("decided_by_id", "decided_by_name", "decided_at", "decision_note"): ("approved", "returned"),
    ("withdrawn_by_id", "withdrawn_by_name", "withdrawn_at"): ("withdrawn",),
    ("superseded_at",): ("superseded",),
    ("retired_by_id", "retired_by_name", "retired_at"): ("retired",),
}
# A proposal to retire leaves the state as it is.
_PROPOSAL = (
    *("retirement_proposed_by_id", "retirement_proposed_by_name", "retirement_proposed_at"),
    *("retirement_reason", "successor_key"),
)
_LAWFUL = (
    "OLD.state = NEW.state"
    " OR (OLD.state = 'in review' AND NEW.state IN ('withdrawn', 'returned', 'approved'))"
    " OR (OLD.state = 'approved' AND NEW.state IN ('superseded', 'retired'))"
)


def _untimely() -> str:
    """SQL: something is written without the move that it belongs to."""
    late = [
        f"(({changed(*columns)}) AND NOT (OLD.state <> NEW.state AND NEW.state IN ({', '.join(map(repr, states))})))"
        for columns, states in _WITH_MOVE.items()
    ]
    proposed = "OLD.state = 'approved' AND NEW.state = 'approved' AND OLD.retirement_proposed_at IS NULL"
    return " OR ".join([*late, f"(({changed(*_PROPOSAL)}) AND NOT ({proposed}))"])


_PROPOSAL_TABLE = "profiles_proposal"
_PROPOSED = (
    *("id", "kind", "name", "before", "after", "note", "at_once"),
    *("proposed_by_id", "proposed_by_name", "proposed_at"),
)
_SETTLED = (
    *("decided_by_id", "decided_by_name", "decided_at", "withdrawn_by_id", "withdrawn_by_name", "withdrawn_at"),
    *("decision_note", "reach"),
)
_WAIVER = "profiles_waiver"
_WAIVED = (
    *("id", "profile_id", "code", "severity", "place", "mark", "message", "reason", "until"),
    *("waived_by_id", "waived_by_name", "waived_at"),
)
_ENDED = ("ended_by_id", "ended_by_name", "ended_at")


def _never(table: str, event: str, refusal: str) -> Guard:
    return Guard(f"{table}_no_{event.lower()}", table, event, "1 = 1", refusal)


# A release is written once: what belongs to it first, its own row last, and nothing can be added from then on.
_RELEASE, _MEMBER, _TEXT = "profiles_release", "profiles_releasemember", "profiles_releasetext"
_CHANGES = ("UPDATE", "DELETE", "TRUNCATE")


def _closed(table: str) -> list[Guard]:
    refusal = "what belongs to a release never changes"
    there = f"EXISTS (SELECT 1 FROM {_RELEASE} r WHERE r.name = NEW.release_name)"  # noqa: S608 (names are our own)
    kept = [_never(table, event, refusal) for event in _CHANGES]
    return [*kept, Guard(f"{table}_closed", table, "INSERT", there, refusal)]


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
        _untimely(),
        "what was decided on a revision never changes",
    ),
    Guard(
        f"{_REVISION}_begins",
        _REVISION,
        "INSERT",
        "NEW.origin = 'desk' AND NEW.state <> 'in review'",
        "a revision begins in review, unless it is restored from a file",
    ),
    Guard(
        f"{_REVISION}_restored",
        _REVISION,
        "INSERT",
        "NEW.origin <> 'desk' AND (NEW.state = 'in review' OR NEW.submitted_by_id IS NOT NULL"
        " OR NEW.decided_by_id IS NOT NULL OR NEW.withdrawn_by_id IS NOT NULL OR NEW.retired_by_id IS NOT NULL)",
        "what is restored from a file is settled, and nobody here has decided on it",
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
    _never(_REVISION, "TRUNCATE", "a revision is never deleted"),
    _never(_PAY, "UPDATE", "the pay part of a revision never changes"),
    _never(_PAY, "DELETE", "the pay part of a revision is never deleted"),
    _never(_PAY, "TRUNCATE", "the pay part of a revision is never deleted"),
    _never(_SKILL, "UPDATE", "the skills of a revision never change"),
    _never(_SKILL, "DELETE", "the skills of a revision are never deleted"),
    _never(_SKILL, "TRUNCATE", "the skills of a revision are never deleted"),
    _never(_MAPPING, "UPDATE", "the mappings of a revision never change"),
    _never(_MAPPING, "DELETE", "the mappings of a revision are never deleted"),
    _never(_MAPPING, "TRUNCATE", "the mappings of a revision are never deleted"),
    _never(_CONTRIBUTOR, "UPDATE", "contributors of a revision never change"),
    _never(_CONTRIBUTOR, "DELETE", "contributors of a revision are never deleted"),
    _never(_CONTRIBUTOR, "TRUNCATE", "contributors of a revision are never deleted"),
    _never(_EVENT, "UPDATE", "an event never changes"),
    _never(_EVENT, "DELETE", "an event is never deleted"),
    _never(_EVENT, "TRUNCATE", "an event is never deleted"),
    _never("profiles_payreason", "UPDATE", "a reason for pay never changes; give another"),
    _never("profiles_payreason", "DELETE", "a reason for pay is never deleted"),
    _never("profiles_payreason", "TRUNCATE", "a reason for pay is never deleted"),
    Guard(
        f"{_PROPOSAL_TABLE}_as_proposed",
        _PROPOSAL_TABLE,
        "UPDATE",
        changed(*_PROPOSED),
        "what was proposed never changes",
    ),
    Guard(
        f"{_PROPOSAL_TABLE}_decided_once",
        _PROPOSAL_TABLE,
        "UPDATE",
        f"({changed('state', *_SETTLED)}) AND (OLD.state <> 'proposed' OR NEW.state = 'proposed')",
        "what was decided on a proposal never changes",
    ),
    Guard(
        f"{_PROPOSAL_TABLE}_begins",
        _PROPOSAL_TABLE,
        "INSERT",
        "NEW.state <> 'proposed' AND NOT NEW.at_once",
        "a proposal begins as proposed, unless it takes effect at once",
    ),
    *(_never(_RELEASE, event, "a release never changes") for event in _CHANGES),
    Guard(
        f"{_RELEASE}_whole",
        _RELEASE,
        "INSERT",
        f"NEW.approved + NEW.retired <> (SELECT COUNT(*) FROM {_MEMBER} m WHERE m.release_name = NEW.name)",  # noqa: S608 (names are our own)
        "a release is made with all of its members",
    ),
    *(guard for table in (_MEMBER, _TEXT) for guard in _closed(table)),
    _never(_PROPOSAL_TABLE, "DELETE", "a proposal is never deleted"),
    _never(_PROPOSAL_TABLE, "TRUNCATE", "a proposal is never deleted"),
    Guard(f"{_WAIVER}_as_given", _WAIVER, "UPDATE", changed(*_WAIVED), "a waiver never changes"),
    Guard(
        f"{_WAIVER}_ended_once",
        _WAIVER,
        "UPDATE",
        f"({changed(*_ENDED)}) AND OLD.ended_at IS NOT NULL",
        "a waiver that was ended stays so",
    ),
    _never(_WAIVER, "DELETE", "a waiver is never deleted"),
    _never(_WAIVER, "TRUNCATE", "a waiver is never deleted"),
]
