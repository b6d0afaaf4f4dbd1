"""How large something is, in words."""

from __future__ import annotations


def size(octets: int, digits: int = 1) -> str:
    """12.3 kB, 4.5 MB; kilobytes with so many digits after the point."""
    if octets < 1_000_000:
        return f"{octets / 1000:.{digits}f} kB"
    return f"{octets / 1_000_000:.1f} MB"
