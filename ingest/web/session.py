"""One HTTP exchange at a time, bounded in time and octets, that tells nobody what was asked."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit, urlunsplit

from ingest.errors import SourceError
from ingest.tls import tls_context
from ingest.web import faults
from ingest.web.addresses import is_loopback
from ingest.web.faults import PrivateAddressError, TooLargeError
from ingest.web.meter import Meter, TooMuchError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Self

    from ingest.web.dial import Adapter

_CHUNK_BYTES = 65536
_NONE: Mapping[str, str] = MappingProxyType({})
_OWN = {"User-Agent": "tealeaves", "Accept-Encoding": "gzip"}


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer, whole. Its repr tells the status alone."""

    url: str = field(repr=False)  # that was asked, without a user and a fragment
    status: int
    headers: Mapping[str, str] = field(repr=False)  # by name in any case; several of one name joined by ", "
    body: bytes = field(repr=False)  # unpacked


class Web:
    """Asks servers over https, and those of this machine over http too. A context manager.

    `most_bytes` bounds an unpacked body, `most_seconds` a whole exchange, but for the system's look-up of the
    host's name. With `only_public`, no address inside a private network is talked to. A proxy of the
    environment is used with TLS alone: without it, it would see secrets. `clock` gives seconds, like
    `time.monotonic`.
    """

    def __init__(
        self,
        *,
        ca_file: str = "",
        tls_minimum: str = "1.2",
        most_bytes: int,
        most_seconds: float,
        only_public: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ca_file = ca_file
        self._tls_minimum = tls_minimum
        self._most_bytes = most_bytes
        self._only_public = only_public
        self._meter = Meter(most_bytes, most_seconds, clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the connections, if there are any."""
        if "_adapter" in self.__dict__:
            self._adapter.close()

    @property
    def bytes_received(self) -> int:
        """How many octets servers sent, all told, inside TLS."""
        return self._meter.bytes_received

    def ask(self, method: str, url: str, *, headers: Mapping[str, str] = _NONE, body: bytes = b"") -> Answer:
        """The answer, whatever its status; a redirect is one. Sends the headers, User-Agent and
        Accept-Encoding, and nothing else of its own: no cookie, nothing of netrc or of a user in the address.

        Raises UnreachableError where nobody answers, the answer breaks off (BrokenOffError) or takes too
        long; TooLargeError; PrivateAddressError; SourceError where the certificate is not to be trusted or
        the address none that can be asked. Each names the host alone.
        """
        parts = _parts(url)
        host = parts.hostname or ""
        bare = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment=""))
        adapter = self._adapter
        self._meter.begin()
        try:
            from requests import Request

            request = Request(method, bare, headers=_OWN | dict(headers), data=body or None).prepare()
            proxies = self._proxies(bare, host, parts.port or 443) if parts.scheme == "https" else {}
            seconds = self._meter.seconds_left()
            response = adapter.send(request, stream=True, timeout=seconds, proxies=proxies)
            try:
                content = self._body(response)
            finally:
                response.close()
        except TooMuchError:
            failure: SourceError = TooLargeError(f"{host}: an answer of more than {self._most_bytes} bytes")
        except SourceError as error:
            failure = error
        except Exception as error:  # not all that requests, urllib3, http.client and ssl raise is documented
            failure = faults.as_source_error(error, host)
        else:
            return Answer(bare, response.status_code, response.headers, content)
        raise failure  # here it has no context, whose words would hold the whole address

    def _proxies(self, url: str, host: str, port: int) -> dict[str, str]:
        """The environment's, by scheme. Raises PrivateAddressError where one may lead inside a network."""
        from requests.utils import get_environ_proxies, select_proxy

        from ingest.web import dial

        proxies: dict[str, str] = get_environ_proxies(url)
        if self._only_public and select_proxy(url, proxies):
            try:
                dial.refuse_private(host, port)
            except OSError:
                why = f"{host} is not known here; through a proxy it may be private"
                raise PrivateAddressError(why) from None
        return proxies

    def _body(self, response: Any) -> bytes:
        length = response.headers.get("Content-Length", "")
        if length.isascii() and length.isdecimal() and int(length[:20]) > self._most_bytes:
            raise TooMuchError
        content = bytearray()
        for chunk in response.raw.stream(_CHUNK_BYTES, decode_content=True):
            content += chunk
            if len(content) > self._most_bytes:
                raise TooMuchError
        return bytes(content)

    @cached_property
    def _adapter(self) -> Adapter:
        context = tls_context(self._ca_file, self._tls_minimum)
        from ingest.web import dial

        dial.hush()
        return dial.Adapter(context, self._meter, only_public=self._only_public)


def _parts(url: str) -> SplitResult:
    """The parts of an address that can be asked. Raises SourceError."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        host = ""
    if not host:
        failure = SourceError("an address without a host, or one that cannot be understood")
    elif parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host)):
        return parts
    else:
        failure = SourceError(f"{host}: only https addresses are asked")
    raise failure
