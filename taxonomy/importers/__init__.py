"""Files and records into the ground floor: the skeleton's own records, and reference data as publishers give it."""

from taxonomy.importers.skeleton import Change, ImportRefused, scopes, skills_by_fold, write

__all__ = ["Change", "ImportRefused", "scopes", "skills_by_fold", "write"]
