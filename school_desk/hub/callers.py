"""Who asks, as far as limits and the record of sign-ins can tell: the place on the network."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from starlette.requests import Request

# Who has an IPv6 address at all has all of this many bits' worth of them, to use another each time.
_OWN_BITS = 64
# Where an IPv4 address stands at the end: RFC 6052.
_TRANSLATED = IPv6Network("64:ff9b::/96")


def address_of(request: Request) -> str:
    """An IPv4 address, or the network that an IPv6 address is one of; "" when the server does not know."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address) or address.is_loopback:
        return host
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    if address in _TRANSLATED:
        return str(IPv4Address(int(address) & 0xFFFFFFFF))
    network = IPv6Network((int(address), 128 - _OWN_BITS), strict=False)
    return str(network)
