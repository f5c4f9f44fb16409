"""The licence of the canon as an address, where there is one: data of others link to it and do not spell it out."""

import re

from django.conf import settings

_CC = re.compile(r"CC[ -](BY(?:-(?:NC|SA|ND))*)[ -]([1-9]\.[0-9])(?: .*)?", re.IGNORECASE)
_CC0 = re.compile(r"CC0(?:[ -]1\.0)?", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


def address() -> str:
    """Of a licence of Creative Commons, or the setting itself where it is one; "" where there is none."""
    told = settings.CANON_LICENCE.strip()
    if _ADDRESS.fullmatch(told):
        return told
    if found := _CC.fullmatch(told):
        return f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/"
    return "https://creativecommons.org/publicdomain/zero/1.0/" if _CC0.fullmatch(told) else ""
