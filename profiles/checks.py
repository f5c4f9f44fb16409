"""System checks of the product: are the triggers in place that keep the shelf as it was sealed."""

from django.core.checks import Tags, Warning, register
from django.db import DatabaseError

from profiles.guards import GUARDS
from taxonomy.guards import GUARDS as GROUND_GUARDS
from taxonomy.triggers import missing


@register(Tags.database)
def triggers_in_place(app_configs, databases=None, **kwargs) -> list[Warning]:
    """A Warning and no Error: an Error would block the very `migrate` that mends it."""
    found = []
    for using in databases or []:
        try:
            absent = missing([*GROUND_GUARDS, *GUARDS], using=using)
        except DatabaseError:
            continue
        if absent:
            hint = "run `manage.py migrate`, which installs them anew"
            found.append(Warning(f"triggers missing on {using}: {', '.join(absent)}", hint=hint, id="canon.W001"))
    return found
