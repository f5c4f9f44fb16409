"""The exam: what takes too long for each change. `make exam` sits all of it and prints a table.

    python -m tests.exam [--scale 1.0] [--only probing,searching] [--report FILE]

Each part is a process over databases of its own; what it tells in its last line is what stands in the table.
"""
