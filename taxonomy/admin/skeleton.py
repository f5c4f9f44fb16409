"""Shared texts in the admin: searched and read here; how they change is the profiles' matter."""

from django.contrib import admin

from taxonomy.admin.base import HouseAdmin
from taxonomy.models import Focus, Function, Guideline, Level, Scope, Skill, Track


@admin.register(Track)
class TrackAdmin(HouseAdmin):
    list_display = ("code", "name", "summary")
    search_fields = ("code", "name")


@admin.register(Level)
class LevelAdmin(HouseAdmin):
    list_display = ("code", "title", "track", "rank", "years_min", "years_max")
    list_filter = ("track",)
    list_select_related = ("track",)
    search_fields = ("code", "title")


@admin.register(Function)
class FunctionAdmin(HouseAdmin):
    list_display = ("name", "code", "group")
    list_filter = ("group",)
    search_fields = ("code", "name")


@admin.register(Focus)
class FocusAdmin(HouseAdmin):
    list_display = ("name", "code", "function")
    list_filter = ("function",)
    list_select_related = ("function",)
    search_fields = ("code", "name", "function__name")


@admin.register(Guideline)
class GuidelineAdmin(HouseAdmin):
    list_display = ("level", "function", "focus", "experience")
    list_filter = ("level__track", "function")
    list_select_related = ("level", "function", "focus")
    search_fields = ("function__name", "focus__name", "level__code")


@admin.register(Skill)
class SkillAdmin(HouseAdmin):
    list_display = ("name", "type", "summary")
    list_filter = ("type",)
    search_fields = ("name",)


@admin.register(Scope)
class ScopeAdmin(HouseAdmin):
    list_display = ("code", "name")
    search_fields = ("code", "name")
