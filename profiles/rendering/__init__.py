"""From sealed payloads to what a page shows: plain values with their words, ready for a template."""
