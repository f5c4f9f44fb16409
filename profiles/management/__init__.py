"""Management commands of the profiles."""
