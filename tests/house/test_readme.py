"""What README tells of settings is what the settings read."""

import re

from django.conf import settings

README = (settings.BASE_DIR / "README.md").read_text(encoding="utf-8")
SETTINGS = (settings.BASE_DIR / "config" / "settings.py").read_text(encoding="utf-8")


def test_the_table_of_settings_is_whole():
    read = re.findall(r"""env\.\w+\(\s*"([A-Z_]+)\"""", SETTINGS)
    [table] = re.findall(r"^## Settings\n(.*?)^## ", README, re.M | re.S)
    told = [name for row in table.splitlines() for name in re.findall(r"`([A-Z_]+)`", row.partition(" (")[0])]
    assert sorted(told) == sorted(set(read))
