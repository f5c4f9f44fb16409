"""The tests: they mirror the source, and `tests.run` runs them on each database."""
