"""Says of a network address whether only this machine itself can reach it."""

import ipaddress


def is_loopback(host: str) -> bool:
    """True for `localhost` and for any loopback address, IPv6 in brackets or not."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
