"""The canon as schema.org has it: a data set, and in it each profile as the occupation that its page tells."""

from collections.abc import Iterator

from django.conf import settings

from profiles.rendering import licence
from profiles.rendering.occupation import CONTEXT, occupation
from profiles.standards.jsonld import dumped, separated
from profiles.standards.reading import Told, one_by_one
from profiles.standards.telling import address_of


def written(told: Told, *, pays: bool) -> Iterator[str]:
    head = {
        "@context": CONTEXT,
        "@type": "Dataset",
        "name": "Canon of job profiles",
        "url": f"{settings.SITE_URL}/",
        "version": told.moment.asked,
        "license": licence.address() or settings.CANON_LICENCE,
        "creditText": settings.CANON_ATTRIBUTION,
    }
    yield dumped({name: value for name, value in head.items() if value})[:-1] + ',"about":['
    texts = one_by_one(told, pays=pays)
    yield from separated(dumped(occupation(sealed, address_of(sealed.revision))) for sealed in texts)
    yield "\n]}\n"
