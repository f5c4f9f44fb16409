"""A profile as schema.org has it, for machines that read the page: an Occupation in JSON-LD.

Years are typical and never required, so no `experienceRequirements` are made of them.
"""

import re
from typing import Any

from profiles.rendering.profile import ProfilePage

PERCENTILE = re.compile(r"P([0-9]{2})")
PERCENTILES = ("10", "25", "75", "90")


def occupation(page: ProfilePage, address: str) -> dict[str, Any]:
    payload = page.payload
    told = {
        "@context": "https://schema.org",
        "@type": "Occupation",
        "@id": address,
        "url": address,
        "identifier": f"{page.revision.key}#{page.revision.number}",
        "name": payload["title"],
        "description": page.definition,
        "alternateName": [alias["title"] for alias in payload["aliases"]],
        "responsibilities": payload["responsibilities"],
        "skills": [skill["name"] for skill in payload["skills"]],
        "occupationalCategory": [_category(mapping) for mapping in payload["mappings"]],
        "estimatedSalary": _salary(page),
    }
    return {name: value for name, value in told.items() if value}


def _category(mapping: dict[str, Any]) -> dict[str, str]:
    return {
        "@type": "CategoryCode",
        "inCodeSet": mapping["system"],
        "codeValue": mapping["code"],
        "name": mapping["label"],
    }


def _salary(page: ProfilePage) -> dict[str, Any] | None:
    """Only what the page itself shows of pay; the ends of the range where the basis names their percentiles."""
    if not page.pay:
        return None
    figures = page.pay.figures
    told = {"median": figures["median"]}
    ends = PERCENTILE.findall(figures["basis"])
    if len(ends) == 2:
        told |= {
            f"percentile{end}": figures[name]
            for end, name in zip(ends, ("low", "high"), strict=True)
            if end in PERCENTILES
        }
    known = {name: value for name, value in told.items() if value is not None}
    if not known:
        return None
    head = {"@type": "MonetaryAmountDistribution", "name": "market pay", "currency": figures["currency"]}
    return head | {"duration": "P1Y"} | known
