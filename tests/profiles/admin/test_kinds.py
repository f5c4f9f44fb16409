"""Every kind of finding has a name: read from the source, for no canon has them all."""

import re

from django.conf import settings

from profiles.admin.kinds import NAMES, name_of
from profiles.drawing.bars import bars

CODE = re.compile(r'(?:Finding|_no|_pay)\(\s*f?"([a-z]+\.[a-z_{}]+)"')


def rooms(name: str):
    return (settings.BASE_DIR / "profiles" / name).glob("*.py")


def test_every_kind_has_a_name_that_fits_beside_its_bar():
    sources = [settings.BASE_DIR / "profiles/gate.py", *rooms("contradictions"), *rooms("differentiation")]
    found = {code for path in sources for code in CODE.findall(path.read_text(encoding="utf-8"))}
    found = found - {"sources.{key}"} | {"sources.publisher", "sources.retrieved"}
    assert found == set(NAMES)
    assert [bar.label for bar in bars([(name, (1,)) for name in NAMES.values()]).rows] == list(NAMES.values())
    assert name_of("of.another") == "of.another"
