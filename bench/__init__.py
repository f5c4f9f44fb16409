"""Benchmarks that anybody can run: python -m bench --help."""
