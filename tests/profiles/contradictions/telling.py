"""How tests ask what contradicts a payload: code and message of each finding."""

from profiles.contradictions import Around, contradictions
from tests.factories import payload

MAPPED = [{"system": "O*NET/SOC", "code": "11-3051.00", "label": "", "relation": "exact", "source": ""}]


def told(around: Around, **changes) -> list[tuple[str, str]]:
    return [(one.code, one.message) for one in contradictions(payload(mappings=MAPPED) | changes, around)]


def of_focus(text: str) -> dict:
    """The same payload with another definition of its focus."""
    basis = payload()["basis"]
    return {"basis": basis | {"focus": basis["focus"] | {"summary": text}}}
