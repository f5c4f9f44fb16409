"""A static file by whitenoise alone, without any framework: the folder that BENCH_FILES names."""

import os

from whitenoise import WhiteNoise


def _nothing(environ: dict, start_response) -> list[bytes]:
    start_response("404 Not Found", [("Content-Type", "text/plain")])
    return [b"no such file"]


application = WhiteNoise(_nothing, root=os.environ["BENCH_FILES"])
