"""Spreadsheets in: rows of any shape become records of a bundle, and go down the same path as one."""
