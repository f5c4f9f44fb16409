"""A list of titles as CSV: every candidate in columns of its own, and no cell is a formula."""

import csv
import io

from profiles.exporters import titles
from profiles.models import ListedTitle


def test_each_title_is_a_line_and_no_cell_a_formula():
    one = {"code": "K.F.M4", "label": "+Boss (M4)", "score": 0.5, "band": "review", "why": "its alias “=1”"}
    rows = [
        ListedTitle(line=2, title="=cmd|' /C calc'!A0", times=3, band="review", level_hint="M4", candidates=[one]),
        ListedTitle(line=3, title="Cook"),
    ]
    out = io.StringIO(newline="")
    titles.write(iter(rows), out)
    head, first, second = csv.reader(io.StringIO(out.getvalue(), newline=""))
    assert head[:11] == "row title times function level level_hint band code_1 label_1 score_1 why_1".split()
    assert (len(head), head[-3:]) == (30, ["confirmed", "confirmed_by", "confirmed_at"])
    assert first[:11] == [
        *("2", "'=cmd|' /C calc'!A0", "3", "", "", "M4", "review"),
        *("K.F.M4", "'+Boss (M4)", "0.5", "its alias “=1”"),
    ]
    assert second == ["3", "Cook", "1", *[""] * 27]
