"""What the panel does at a desk: scores for the text that was read, objections, answers and rulings.

Each is told in the trail and none is an edit: whoever scores is no contributor, and `edited_by_name` stays. Scores
change what is sealed, so they renew the desk's digest; they leave its `lock`, so no curator's open form is refused.
"""

from profiles.reviewing.objections import answer, rule, rules_on
from profiles.reviewing.rights import contributed, has_scored, is_blind, why_not
from profiles.reviewing.scores import give, record_external, set_aside
from profiles.states import Conflict, Refused

__all__ = [
    "Conflict",
    "Refused",
    "answer",
    "contributed",
    "give",
    "has_scored",
    "is_blind",
    "record_external",
    "rule",
    "rules_on",
    "set_aside",
    "why_not",
]
