"""Configurations of nginx in a folder of its own: static files, or one door before several processes."""

import os
from collections.abc import Sequence
from pathlib import Path

HEAD = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
worker_processes 2;
{user}
events {{ worker_connections 256; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000000;
    open_file_cache max=1000 inactive=60s;
    types {{ text/html html; }}
    {temporary}
"""
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def of_files(folder: Path, port: int, files: Path) -> Path:
    """Compressed files as they lie there, by sendfile."""
    return _written(
        folder, f"server {{ listen 127.0.0.1:{port}; root {files}; gzip_static on; add_header Vary Accept-Encoding; }}"
    )


def before(folder: Path, port: int, others: Sequence[int]) -> Path:
    """One address for several processes, over connections that are kept."""
    servers = " ".join(f"server 127.0.0.1:{other};" for other in others)
    return _written(
        folder,
        f"""upstream others {{ {servers} keepalive 16; }}
    server {{
        listen 127.0.0.1:{port};
        location / {{ proxy_pass http://others; proxy_http_version 1.1; proxy_set_header Connection ""; }}
    }}""",
    )


def _written(folder: Path, server: str) -> Path:
    user = "user root;" if os.geteuid() == 0 else ""  # whoever started it owns the files
    temporary = " ".join(f"{name}_temp_path {folder}/{name};" for name in TEMPORARY)
    file = folder / "nginx.conf"
    file.write_text(HEAD.format(folder=folder, user=user, temporary=temporary) + f"    {server}\n}}\n")
    return file
