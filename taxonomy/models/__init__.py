"""The tables of the canon's skeleton, and of the outside world that it is anchored in."""

from taxonomy.models.classification import (
    ClassificationCode,
    ClassificationSystem,
    CodeKind,
    CodeTitle,
    Crosswalk,
    TitleKind,
)
from taxonomy.models.functions import Focus, Function
from taxonomy.models.guideline import Guideline
from taxonomy.models.levels import Level, Track
from taxonomy.models.occupation import (
    CodeElement,
    CodeTask,
    CodeTool,
    ElementKind,
    JobZone,
    RelatedCode,
    ToolKind,
    UsualEducation,
)
from taxonomy.models.pay import PayBaseline, PayFigures
from taxonomy.models.scope import Scope
from taxonomy.models.skill import Skill, SkillType
from taxonomy.models.wages import PERCENTILES, AreaKind, Wage, WageArea, WageLevel

__all__ = [
    "PERCENTILES",
    "AreaKind",
    "ClassificationCode",
    "ClassificationSystem",
    "CodeElement",
    "CodeKind",
    "CodeTask",
    "CodeTitle",
    "CodeTool",
    "Crosswalk",
    "ElementKind",
    "Focus",
    "Function",
    "Guideline",
    "JobZone",
    "Level",
    "PayBaseline",
    "PayFigures",
    "RelatedCode",
    "Scope",
    "Skill",
    "SkillType",
    "TitleKind",
    "ToolKind",
    "Track",
    "UsualEducation",
    "Wage",
    "WageArea",
    "WageLevel",
]
