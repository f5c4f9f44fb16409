"""What is wrong with a file, as the ground floor tells it; here for the importers of this floor."""

from taxonomy.files.faults import MOST, Fault, FileRefused

__all__ = ["MOST", "Fault", "FileRefused"]
