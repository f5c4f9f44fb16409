"""Readers' routes. A key in the address may be cased in any way; the view leads to its one spelling."""

import re

from django.urls import path, register_converter

from profiles.api import docs, downloads
from profiles.standards import FORMATS
from profiles.views import (
    browse,
    calibrator,
    canon,
    compare,
    coordinates,
    correct,
    difference,
    differentiation,
    gallery,
    history,
    levels,
    machines,
    move,
    occupations,
    panel,
    profile,
    quality,
    releases,
    resolve,
    search,
    skills,
)
from taxonomy.codes import FOCUS_CODE, FUNCTION_CODE, KEY, LEVEL_CODE, SKILL_ADDRESS


class _Code:
    """A code of one shape, in any case."""

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class FunctionConverter(_Code):
    # ASCII alone: case-folding Unicode would let the Kelvin sign pass for a K.
    regex = f"(?ai:{FUNCTION_CODE})"


class FocusConverter(_Code):
    regex = f"(?ai:{FOCUS_CODE})"


class KeyConverter(_Code):
    # A route names its own groups, so the pattern's are made nameless.
    regex = re.sub(r"\?P<\w+>", "?:", f"(?ai:{KEY.pattern})")


class LevelConverter(_Code):
    regex = f"(?ai:{LEVEL_CODE})"


class SkillConverter(_Code):
    regex = f"(?ai:{SKILL_ADDRESS})"


class OccupationConverter(_Code):
    regex = r"[0-9]{2}-[0-9]{4}(?:\.[0-9]{2})?"


class ReleaseConverter(_Code):
    regex = r"(?a:[A-Za-z0-9][A-Za-z0-9._-]{0,39})"


class FormatConverter(_Code):
    regex = "|".join(re.escape(ending) for ending in FORMATS)


register_converter(FunctionConverter, "function")
register_converter(FocusConverter, "focus")
register_converter(KeyConverter, "key")
register_converter(LevelConverter, "level")
register_converter(SkillConverter, "skill")
register_converter(OccupationConverter, "occupation")
register_converter(ReleaseConverter, "release")
register_converter(FormatConverter, "format")

app_name = "profiles"
urlpatterns = [
    path("", canon.index, name="index"),
    path("canon/<function:code>/", canon.function, name="function"),
    path("canon/<function:function>.<focus:focus>/", canon.focus, name="focus"),
    path(
        "canon/<function:function>.<focus:focus>/differentiation/",
        differentiation.differentiation,
        name="differentiation",
    ),
    path("canon/<key:key>/", profile.profile, name="profile"),
    path("canon/<key:key>/history/", history.history, name="history"),
    path("canon/<key:key>/correct/", correct.correct, name="correct"),
    path("canon/<key:key>/correct/thanks/", correct.corrected, name="corrected"),
    path("canon/<key:key>/differences/", difference.difference, name="difference"),
    path("canon/export.<format:ending>", downloads.canon, name="canon_file"),
    path("canon/<function:code>/export.<format:ending>", downloads.function, name="function_file"),
    path("canon/<function:function>.<focus:focus>/export.<format:ending>", downloads.focus, name="focus_file"),
    path("canon/<key:key>/export.<format:ending>", downloads.profile, name="profile_file"),
    path("profiles/export.<format:ending>", downloads.chosen, name="chosen_file"),
    path("profiles/", browse.browse, name="browse"),
    path("levels/", levels.levels, name="levels"),
    path("levels/<level:code>/", levels.level, name="level"),
    path("calibrator/", calibrator.calibrator, name="calibrator"),
    path("skills/", skills.skills, name="skills"),
    path("skills/<skill:address>/", skills.skill, name="skill"),
    path("compare/", compare.compare, name="compare"),
    path("move/", move.move, name="move"),
    path("coordinates/", coordinates.coordinates, name="coordinates"),
    path("search/", search.search, name="search"),
    path("resolve/", resolve.resolve, name="resolve"),
    path("suggest/", search.suggestions, name="suggest"),
    path("panel/", panel.panel, name="panel"),
    path("quality/", quality.quality, name="quality"),
    path("releases/", releases.index, name="releases"),
    path("releases/feed/", releases.feed, name="releases_feed"),
    path("releases/<release:name>/", releases.release, name="release"),
    path("releases/<release:name>/canon.jsonl", releases.lines, name="release_lines"),
    path("releases/<release:name>/canon.csv", releases.members, name="release_members"),
    path("releases/<release:name>/differences/", releases.differences, name="release_differences"),
    path("releases/<release:name>/differences/changes.csv", releases.changes, name="release_changes"),
    path("releases/<release:name>/differences/feed/", releases.changes_feed, name="release_changes_feed"),
    path("feed/", machines.feed, name="feed"),
    path("feed/<function:code>/", machines.feed, name="function_feed"),
    path("sitemap.xml", machines.site_map, name="site_map"),
    path("sitemap-pages.xml", machines.site_map_of_pages, name="site_map_of_pages"),
    path("sitemap-skills.xml", machines.site_map_of_skills, name="site_map_of_skills"),
    path("sitemap/<function:code>.xml", machines.site_map_of_function, name="site_map_of_function"),
    path("robots.txt", machines.robots, name="robots"),
    path("occupations/<occupation:code>/", occupations.occupation, name="occupation"),
    path("api/", docs.docs, name="api"),
    path("gallery/", gallery.gallery, name="gallery"),
]
