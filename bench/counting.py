"""Counts what each address asks of the database, in one process: python -m bench.counting < addresses.json.

Under the settings that the environment names, so the peers are counted in the very same way. Written is an object of
address → queries, plain and compressed bytes of the body.
"""

import gzip
import json
import sys
from collections.abc import Iterable


def counted(client, addresses: Iterable[str]) -> dict[str, dict[str, int]]:
    """The second answer is counted: by the first, templates are compiled and what a process holds is read."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    told = {}
    for address in addresses:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}")
        body = answer.getvalue()
        told[address] = {"queries": len(captured), "bytes": len(body), "gzip": len(gzip.compress(body, 6))}
    return told


def main() -> None:
    import django
    from django.test import Client

    django.setup()
    print(json.dumps(counted(Client(), json.load(sys.stdin))))


if __name__ == "__main__":
    main()
