"""The tables of the canon's skeleton."""

from taxonomy.models.classification import ClassificationCode, ClassificationSystem
from taxonomy.models.functions import Focus, Function
from taxonomy.models.guideline import Guideline
from taxonomy.models.levels import Level, Track
from taxonomy.models.pay import PayBaseline, PayFigures
from taxonomy.models.scope import Scope
from taxonomy.models.skill import Skill, SkillType

__all__ = [
    "ClassificationCode",
    "ClassificationSystem",
    "Focus",
    "Function",
    "Guideline",
    "Level",
    "PayBaseline",
    "PayFigures",
    "Scope",
    "Skill",
    "SkillType",
    "Track",
]
