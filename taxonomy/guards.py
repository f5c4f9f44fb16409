"""What the database refuses on the ground floor: a code never changes once it has been published."""

from taxonomy.triggers import Guard, changed

FROZEN_TABLES = (
    "taxonomy_function",
    "taxonomy_focus",
    "taxonomy_level",
    "taxonomy_track",
    "taxonomy_scope",
)

GUARDS = [
    Guard(
        name=f"{table}_keeps_its_code",
        table=table,
        event="UPDATE",
        condition=f"OLD.frozen_at IS NOT NULL AND ({changed('code', 'frozen_at')})",
        refusal="a code never changes after the first approval",
    )
    for table in FROZEN_TABLES
] + [
    Guard(
        name=f"{table}_stays",
        table=table,
        event="DELETE",
        condition="OLD.frozen_at IS NOT NULL",
        refusal="a row that an approved profile rests on is not deleted",
    )
    for table in FROZEN_TABLES
]
