"""Small sheets, as the tests of tables make them."""

from tests.profiles.importers.tables.conftest import as_csv, as_xlsx

__all__ = ["as_csv", "as_xlsx"]
