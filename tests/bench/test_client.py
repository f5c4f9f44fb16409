"""The bundled client: percentiles by hand, and a server of two addresses that are asked for by turns."""

import http.server
import json
import threading

import pytest

from bench import client


@pytest.mark.parametrize(("share", "value"), [(50, 20), (75, 30), (99, 40), (1, 10)])
def test_a_percentile_is_the_least_value_that_covers_its_share(share, value):
    assert client.percentile([10, 20, 30, 40], share) == value


class Counting(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    asked: list[tuple[str, str]] = []

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers["Accept-Encoding"]))
        self.send_response(404 if self.path == "/none" else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def test_addresses_are_asked_for_by_turns_and_refusals_counted(tmp_path, capsys):
    file = tmp_path / "addresses"
    file.write_text("/one\n/none\n")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Counting) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_port}"
        asked = {"base": base, "file": str(file), "seconds": 0.2, "headers": {"Accept-Encoding": "gzip"}, "threads": 1}
        client.main(json.dumps(asked), "0")
        server.shutdown()
    told = json.loads(capsys.readouterr().out)
    assert Counting.asked[:3] == [("/one", "gzip"), ("/none", "gzip"), ("/one", "gzip")]
    assert (len(told["times_ms"]), told["failed"]) == (len(Counting.asked), 0)
    assert told["refused"] == len(Counting.asked) // 2
