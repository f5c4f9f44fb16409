"""The site's own settings with one change: every address leads to constant bytes (bench/peers/floor.py)."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.peers.floor"
