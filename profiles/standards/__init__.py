"""What stands, in formats of others: JSON, CSV, xlsx, SKOS and schema.org, streamed from sealed texts alone."""

from profiles.standards.formats import FORMATS, Format, written
from profiles.standards.reading import Part

__all__ = ["FORMATS", "Format", "Part", "written"]
