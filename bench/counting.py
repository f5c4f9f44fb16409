"""Counts what addresses ask of the database, in one process: python -m bench.counting < asked.json.

Under the settings that the environment names, so the peers are counted in the very same way. Asked is an object of
`pages`, a list of addresses, and `missed`, two more: the second of them is counted through whatever stands ahead of the
framework, as a page that is kept nowhere yet. Told are counts by address, and the count of what was missed.
"""

import gzip
import json
import sys
from collections.abc import Iterable
from wsgiref.util import setup_testing_defaults


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


def missed(warm: str, address: str) -> int:
    """Queries of an address that nobody asked for before, by the site's own WSGI application once it is warm."""
    from django.core.servers.basehttp import get_internal_wsgi_application
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    application = get_internal_wsgi_application()
    _answered(application, warm)
    with CaptureQueriesContext(connection) as captured:
        _answered(application, address)
    return len(captured)


def _answered(application, address: str) -> None:
    environ = {"PATH_INFO": address, "QUERY_STRING": "", "HTTP_HOST": "testserver", "REMOTE_ADDR": "127.0.0.1"}
    setup_testing_defaults(environ)
    said: list = []
    answer = application(environ, lambda *told: said.extend(told))
    b"".join(answer)
    if close := getattr(answer, "close", None):
        close()
    if said[0][:3] != "200":
        raise SystemExit(f"{address} answered {said[0]}")


def main() -> None:
    import django
    from django.test import Client

    django.setup()
    asked = json.load(sys.stdin)
    told = {"pages": counted(Client(), asked["pages"])}
    print(json.dumps(told | {"missed": missed(*asked["missed"])} if asked["missed"] else told))


if __name__ == "__main__":
    main()
