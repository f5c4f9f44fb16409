"""Files in: read, check everything, then write; all of it or nothing."""
