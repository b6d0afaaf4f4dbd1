"""Connections that look at the address before they connect, and are bounded from the first octet on.

Imported when a session begins, since it takes requests and urllib3 with it.
"""

from __future__ import annotations

import http.client
import io
import logging
import socket
from typing import TYPE_CHECKING, Any

from requests.adapters import HTTPAdapter
from requests.exceptions import InvalidProxyURL
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from ingest.web.addresses import is_public
from ingest.web.faults import PrivateAddressError

if TYPE_CHECKING:
    import ssl

    from ingest.web.meter import Meter

# They would write whole addresses, which may be secrets. A logger's own level counts more than its parents'.
_TALKATIVE = (
    "urllib3", "urllib3.connection", "urllib3.connectionpool", "urllib3.poolmanager", "urllib3.response",
    "urllib3.util.retry",
)  # fmt: skip

_BUFFER_BYTES = 65536


class Adapter(HTTPAdapter):
    """Sends prepared requests of requests', each once, over connections that a meter bounds.

    Without a session of requests' there are no redirects, no cookies and no netrc.
    """

    def __init__(self, context: ssl.SSLContext, meter: Meter, *, only_public: bool) -> None:
        self._context = context
        self._pools = _pools(meter, only_public)
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """As requests' own, with our context and our connections."""
        super().init_poolmanager(*args, **kwargs, ssl_context=self._context)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: Any, **kwargs: Any) -> Any:
        """The same for a proxy. One of SOCKS would need connections of its own."""
        if str(proxy).lower().startswith("socks"):
            raise InvalidProxyURL("SOCKS")
        manager = super().proxy_manager_for(proxy, **kwargs, ssl_context=self._context)
        manager.pool_classes_by_scheme = self._pools
        return manager

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """The context verifies. requests would have it trust a list of its own besides."""


def hush() -> None:
    """Nothing that urllib3 has to say goes to a log, at any level."""
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def refuse_private(host: str, port: int) -> None:
    """For a host that a proxy will look up: raises PrivateAddressError unless all its addresses are public,
    since nobody knows which of them the proxy will take. OSError where the host is not known here."""
    if not all(is_public(str(found[4][0])) for found in _addresses(host, port)):
        raise _private(host)


def _pools(meter: Meter, only_public: bool) -> dict[str, Any]:
    """What makes connections, by scheme."""

    class Plain(HTTPConnectionPool):
        ConnectionCls = _metered(HTTPConnection, meter, only_public)

    class Secure(HTTPSConnectionPool):
        ConnectionCls = _metered(HTTPSConnection, meter, only_public)

    return {"http": Plain, "https": Secure}


def _metered(kind: Any, meter: Meter, only_public: bool) -> Any:
    class Response(http.client.HTTPResponse):
        def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
            super().__init__(sock, *args, **kwargs)
            unread: Any = self.fp
            self.fp = io.BufferedReader(_Metered(unread.detach(), sock, meter), _BUFFER_BYTES)

    class Connection(kind):  # type: ignore[misc]
        response_class = Response
        debuglevel = 0  # else what is set for the whole process would print secrets

        def _new_conn(self) -> socket.socket:
            return _connected(self._dns_host, self.port, meter, only_public and self.proxy is None)

        def send(self, data: Any) -> None:
            if self.sock is not None:
                self.sock.settimeout(meter.seconds_left())
            super().send(data)

    return Connection


def _connected(host: str, port: int, meter: Meter, only_public: bool) -> socket.socket:
    """A connection to the first address of the host that takes one. The address that is looked at is the one
    that is connected to: a second look-up might say another."""
    last: OSError | None = None
    found = _addresses(host, port)
    allowed = [one for one in found if not only_public or is_public(str(one[4][0]))]
    if found and not allowed:
        raise _private(host)
    for family, kind, protocol, _, address in allowed:
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(meter.seconds_left())
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.connect(address)
            sock.settimeout(meter.seconds_left())
        except OSError as error:
            sock.close()
            last = error
        else:
            return sock
    raise last or socket.gaierror(socket.EAI_NONAME, "no address")


def _addresses(host: str, port: int) -> list[Any]:
    try:
        return socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except UnicodeError:  # a label that is empty or too long
        raise socket.gaierror(socket.EAI_NONAME, "no such name") from None


def _private(host: str) -> PrivateAddressError:
    return PrivateAddressError(f"{host} lies inside a private network, where nothing is asked from outside")


class _Metered(io.RawIOBase):
    """What comes in answer to one request."""

    def __init__(self, inner: io.RawIOBase, sock: socket.socket, meter: Meter) -> None:
        self._inner = inner
        self._sock = sock
        self._meter = meter

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any) -> int | None:
        self._sock.settimeout(self._meter.seconds_left())
        size: int | None = self._inner.readinto(room)
        self._meter.count(size or 0)
        return size

    def close(self) -> None:
        self._inner.close()
        super().close()
