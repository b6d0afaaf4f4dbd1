"""How an address of the person stands in mail: a domain with letters beyond ASCII has two spellings."""

from __future__ import annotations


def spellings(address: str) -> tuple[str, ...]:
    """The address, or "@domain", in lower case; where its domain is international, in both of its spellings:
    "you@müller.example" and "you@xn--mller-kva.example" (RFC 5890 §2.3.2.1). Mail mostly has the second.
    """
    lower = address.lower()
    local, at, domain = lower.rpartition("@")
    try:
        wire = domain.encode("idna").decode("ascii")
        both = (domain, wire, wire.encode("ascii").decode("idna"))
    except UnicodeError:  # no name of a domain: whoever checks the configuration says so, if anybody
        return (lower,)
    return tuple(dict.fromkeys(f"{local}{at}{one}" for one in both))
