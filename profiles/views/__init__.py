"""Readers' pages: each view reads the request, asks the shelf, and hands over to a template."""
