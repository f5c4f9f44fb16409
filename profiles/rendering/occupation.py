"""A profile as schema.org has it, for machines that read the page: an Occupation in JSON-LD.

Years are typical and never required, so no `experienceRequirements` are made of them.
"""

import re
from typing import Any

from django.conf import settings

from profiles.rendering import figures, licence
from profiles.rendering.shelf import Sealed

PERCENTILE = re.compile(r"P([0-9]{2})")
PERCENTILES = ("10", "25", "75", "90")
CONTEXT = "https://schema.org"


def occupation(sealed: Sealed, address: str) -> dict[str, Any]:
    """Without its context, which stands once in a file of many."""
    payload, revision = sealed.payload, sealed.revision
    citation = f"{revision.key}#{revision.number}"
    told = {
        "@type": "Occupation",
        "@id": address,
        "url": address,
        "identifier": citation,
        "name": payload["title"],
        "description": payload["summary"] or payload["basis"]["focus"]["summary"],
        "alternateName": [alias["title"] for alias in payload["aliases"]],
        "responsibilities": payload["responsibilities"],
        "skills": [skill["name"] for skill in payload["skills"]],
        "occupationalCategory": [_category(mapping) for mapping in payload["mappings"]],
        "estimatedSalary": _salary(sealed),
        "subjectOf": _terms(citation),
    }
    return {name: value for name, value in told.items() if value}


def _category(mapping: dict[str, Any]) -> dict[str, str]:
    return {
        "@type": "CategoryCode",
        "inCodeSet": mapping["system"],
        "codeValue": mapping["code"],
        "name": mapping["label"],
    }


def _terms(citation: str) -> dict[str, str] | None:
    """A thing has no licence, a text has; so the text about it is named where the site says how it may be used."""
    told = {"license": licence.address() or settings.CANON_LICENCE, "creditText": settings.CANON_ATTRIBUTION}
    known = {name: value for name, value in told.items() if value}
    return {"@type": "CreativeWork", "identifier": citation} | known if known else None


def _salary(sealed: Sealed) -> dict[str, Any] | None:
    """Only what the page itself shows of pay; the ends of the range where the basis names their percentiles."""
    held = figures.to_show(sealed)
    if not held:
        return None
    told = {"median": held.figures["median"]}
    ends = PERCENTILE.findall(held.figures["basis"])
    if len(ends) == 2:
        told |= {
            f"percentile{end}": held.figures[name]
            for end, name in zip(ends, ("low", "high"), strict=True)
            if end in PERCENTILES
        }
    known = {name: value for name, value in told.items() if value is not None}
    if not known:
        return None
    head = {"@type": "MonetaryAmountDistribution", "name": "market pay", "currency": held.figures["currency"]}
    return head | {"duration": "P1Y"} | known
