"""Profiles: the desk where they are written, the shelf where they stand approved, and the one door between."""
