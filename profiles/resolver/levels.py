"""Seniority in a title: read as a level hint, and taken off where it says nothing of the work."""

import re

WORD = re.compile(r"[a-z0-9]+(?:[+#]+(?![a-z0-9]))?")

# Told by the first that fits; the levels are those of the ladder of field.md.
_HINTS = [
    (re.compile(pattern), level)
    for pattern, level in (
        (r"\bassistant (?:to|for)\b", "S3"),
        (r"\bchief (?:\w+ ){1,4}officer\b|^(?:chief executive|president)\b", "E3"),
        (r"\bexecutive vice president\b", "E2"),
        (r"\bsenior vice president\b", "E1"),
        (r"\b(?:assistant|associate|deputy) vice president\b", "M5"),
        (r"\bvice president\b", "M6"),
        (r"\b(?:senior|executive|managing|group|global|regional) director\b", "M5"),
        (r"\b(?:assistant|associate|deputy) director\b", "M3"),
        (r"\bdirector\b|^head of\b|\bgeneral manager\b", "M4"),
        (r"\b(?:assistant|associate|deputy|junior) manager\b", "M1"),
        (r"\bsenior manager\b|\bgroup manager\b|\bregional manager\b", "M3"),
        (
            r"\b(?:account|project|product|program|case|relationship|property|content|community|contract|office)"
            r" manager\b",
            "",
        ),
        (r"\bmanager\b|\bsuperintendent\b", "M2"),
        (r"\bsupervisor\b|\bsupervising\b|\bforeman\b|\bforewoman\b|\bteam lead(?:er)?\b|\bcrew chief\b", "M1"),
        (r"\bfellow\b", "P7"),
        (r"\bdistinguished\b|\bsenior (?:principal|staff)\b", "P6"),
        (r"\bprincipal (?=\w)|^staff (?!assistant|accountant|nurse|attorney)", "P5"),
        (r"\blead\b", "P4"),
        (r"\bsenior\b|\bexperienced\b", "P3"),
        (r"\b(?:junior|entry level|graduate|trainee|apprentice|early career)\b", "P1"),
        (r"\bintern(?:ship)?\b", "S1"),
    )
]
_STEPS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5}
_STEP = re.compile(r"\b(?:level |grade |lvl )?(i|ii|iii|iv|v|[1-5])$")
# Words of seniority that say nothing of the work; those that name an occupation when they stand alone are kept there.
_SENIORITY = re.compile(
    r"\b(?:senior|junior|lead|principal(?= \w)|distinguished|entry level|early career|experienced|trainee"
    r"|intern(?:ship)?)\b"
    r"|^(?:sr|jr|staff) "
)


def hint(text: str) -> str:
    """The level that a title tells, "" where it tells none; abbreviations are written out before."""
    told = " ".join(WORD.findall(text))
    for pattern, level in _HINTS:
        if pattern.search(told):
            if level:
                return level
            break
    step = _STEP.search(told)
    if step and " " in told:
        return f"P{_STEPS[step[1]]}"
    return "P3" if "senior" in told.split() else ""


def without_seniority(text: str) -> str:
    left = _SENIORITY.sub(" ", text)
    left = re.sub(r"\b(?:level|grade|lvl)?\s*(?:i{1,3}|iv|v|[1-5])\s*$", " ", left)
    left = re.sub(r"\b(?:ii|iii|iv)\b", " ", left)
    return " ".join(left.split()) if WORD.search(left) else text
