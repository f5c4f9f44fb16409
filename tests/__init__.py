"""The tests: they mirror the source folder for folder, and `tests.run` runs them on each database."""
