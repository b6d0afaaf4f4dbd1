"""Which addresses belong to everybody, and which to this machine or its network."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

# All that is given out (https://www.iana.org/assignments/ipv6-address-space).
_UNICAST = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052 §2.1: an IPv4 address in the last 32 bits


def is_public(text: str) -> bool:
    """Whether the IP address is reached over the internet alone: no loopback, private, link-local, shared
    (RFC 6598), multicast or reserved one, nor IPv6 that leads to such an IPv4 address. False for what is no
    address."""
    try:
        address = ip_address(text.partition("%")[0])  # "fe80::1%eth0": RFC 4007 §11
    except ValueError:
        return False
    if isinstance(address, IPv4Address):
        return _is_public4(address)
    inner = _inside(address)
    if inner:
        return all(map(_is_public4, inner))
    return address in _UNICAST and address.is_global


def is_loopback(host: str) -> bool:
    """Whether a host, as an address names it, can only be this machine: 127.0.0.0/8, ::1, localhost
    (RFC 6761 §6.3)."""
    name = host.lower().rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def _is_public4(address: IPv4Address) -> bool:
    return address.is_global and not address.is_multicast and not address.is_reserved


def _inside(address: IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses that an IPv6 address stands for: mapped (RFC 4291 §2.5.5.2), NAT64, 6to4, Teredo."""
    if address in _NAT64:
        return [IPv4Address(int(address) & 0xFFFFFFFF)]
    return [one for one in (address.ipv4_mapped, address.sixtofour, *(address.teredo or ())) if one]
