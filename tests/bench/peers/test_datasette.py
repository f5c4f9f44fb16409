"""The file for Datasette: every profile with its facets, and words found as the site finds them."""

import sqlite3
from contextlib import closing

from bench import synthetic
from bench.peers import datasette


def test_a_row_a_profile_with_facets_and_an_index_of_its_texts(tmp_path):
    bundle, file = tmp_path / "canon.jsonl", tmp_path / "canon.db"
    synthetic.write(bundle, 20)
    datasette.write(bundle, file)
    records = {record["code"]: record for record in synthetic.records(20) if record["kind"] == "profile"}
    with closing(sqlite3.connect(file)) as connection:
        assert dict(connection.execute("SELECT key, title FROM profile")) == {k: r["title"] for k, r in records.items()}
        tracks = dict(connection.execute("SELECT track, count(*) FROM profile GROUP BY track"))
        found = (
            "SELECT key FROM profile JOIN profile_fts ON profile_fts.rowid = profile.rowid WHERE profile_fts MATCH ?"
        )
        own = next(iter(records))
        skill = records[own]["skills"][0]["name"]
        keys = {key for (key,) in connection.execute(found, [f'"{skill}"'])}
    assert tracks == {"P": 10, "M": 10}
    assert keys == {key for key, r in records.items() if skill in (use["name"] for use in r["skills"])}
