"""The API at /api/v1/: reads what stands on the shelf, for other machines; nothing here writes a text or a state."""
