"""A session with one of Google's APIs: a request, asked again where that may help. Every request may be made
twice: none changes anything."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from functools import cached_property
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal, TypeVar
from urllib.parse import urlsplit

from ingest import retries
from ingest.errors import SourceError
from ingest.google import faults
from ingest.google.faults import GarbledError
from ingest.google.pace import ATTEMPTS, PATIENCE_SECONDS, Patience

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Self

    from google_auth_httplib2 import AuthorizedHttp

    from ingest.credentials import SignIn
    from ingest.google.faults import Trouble
    from ingest.google.wire import Wire

    Answer = dict[str, Any]

T = TypeVar("T")

Api = Literal["gmail", "calendar"]
_DOCUMENTS = {"gmail": "gmail.v1.json", "calendar": "calendar.v3.json"}

_STUMBLES = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What Google's client raises over an answer that is no JSON or has no end, or an error without words."""


class Session:
    """Asks one API of Google's at `root` ("" for Google's own), signing in when first asked.

    `service` makes the requests that `ask` takes; `Batches` asks many at once. `patience_seconds` is how long
    a silent connection is waited for, `busy_seconds` how long to be refused for asking too fast before giving
    up.
    Raises SourceError: SignInError where only the person can help, BusyError where Google wants to be left
    alone, UnreachableError where nobody answers, RefusedError for a request that is wrong.
    """

    def __init__(
        self,
        api: Api,
        root: str,
        sign_in: SignIn,
        patience_seconds: float = 60.0,
        *,
        busy_seconds: float = PATIENCE_SECONDS,
        chance: Callable[[], float] = random.random,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._api = api
        self._root = root
        self._sign_in = sign_in
        self._patience_seconds = patience_seconds
        self._busy_seconds = busy_seconds
        self._chance = chance
        self._now = now

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the connection, if there is one."""
        if "_wire" in self.__dict__:
            self._wire.close()

    @property
    def bytes_received(self) -> int:
        """How many octets the server sent, all told."""
        return self._wire.bytes_received if "_wire" in self.__dict__ else 0

    @property
    def requests(self) -> int:
        """How many HTTP requests were made; a batch is one."""
        return self._wire.requests if "_wire" in self.__dict__ else 0

    @cached_property
    def service(self) -> Any:
        """The API's methods (googleapiclient's Resource), by the description that came with the client.

        The address is changed in the description: `api_endpoint` would leave batches with Google. Neither
        GOOGLE_CLOUD_UNIVERSE_DOMAIN nor the variables for mTLS have a say.
        """
        http = self._http
        from google.api_core.client_options import ClientOptions
        from googleapiclient.discovery import build_from_document

        options = ClientOptions(universe_domain="googleapis.com")
        return build_from_document(self._document, http=http, client_options=options)

    def ask(self, request: Any) -> Answer:
        """The answer to one request. Raises RefusedError where it is refused for good."""
        return self.persist(self.patience(ATTEMPTS), lambda: self.once(request))

    def exchange(self, several: Mapping[str, Any]) -> dict[str, Answer | Exception] | None:
        """What each request was answered, of all that were, in one batch; None where the server has none.

        Raises what `persist` waits after.
        """
        from googleapiclient.errors import BatchError, HttpError

        answers: dict[str, Answer | Exception] = {}

        def keep(name: str, answer: Any, error: HttpError | None) -> None:
            answers[name] = error or (answer if isinstance(answer, dict) else GarbledError("no object"))

        batch = self.service.new_batch_http_request(callback=keep)
        for name, request in several.items():
            batch.add(request, request_id=name)
        try:
            batch.execute(http=self._http)
        except (BatchError, *_STUMBLES) as error:
            if not answers:  # else the others are asked for again, without those that came
                raise GarbledError("no batch") from error
        except HttpError as error:
            if error.status_code not in (404, 405):
                raise
            return None
        return answers

    def once(self, request: Any) -> Answer:
        """The answer to one request, asked once. Raises what `persist` waits after."""
        try:
            answer = request.execute()
        except _STUMBLES as error:
            raise GarbledError("no JSON") from error
        if not isinstance(answer, dict):
            raise GarbledError("no object")
        return answer

    def persist(self, patience: Patience, action: Callable[[], T]) -> T:
        """What `action` returns, tried again as long as that may help."""
        import stamina
        from stamina.instrumentation import set_on_retry_hooks

        def wait_before_next(error: Exception) -> bool | float:
            trouble = self.trouble(error)
            seconds = patience.before_next(trouble) if trouble is not None else None
            return False if seconds is None else float(seconds)

        set_on_retry_hooks((retries.told,))  # its own would tell the person of each attempt
        try:
            for attempt in stamina.retry_context(on=wait_before_next, attempts=None, timeout=None):
                with attempt:
                    return self._dropping(action)
        except SourceError:
            raise
        except Exception as error:
            trouble = self.trouble(error)
            if trouble is None:
                raise
            raise faults.as_source_error(trouble, self._host, self._api) from None
        raise AssertionError("stamina always tries once")

    def _dropping(self, action: Callable[[], T]) -> T:
        """What `action` returns. A connection that broke is not used again, nor one that was interrupted."""
        from googleapiclient.errors import HttpError

        try:
            return action()
        except (SourceError, HttpError):
            raise
        except BaseException:
            self.close()
            raise

    def trouble(self, error: Exception) -> Trouble | None:
        """What the error means; None where it is ours, or was told already."""
        from googleapiclient.errors import HttpError

        if isinstance(error, HttpError):
            return faults.answered(error.resp.status, error.resp, error.content, self._now())
        return None if isinstance(error, SourceError) else faults.broken(error)

    def said(self, trouble: Trouble) -> str:
        """The trouble in one line."""
        return f"{self._host}: {trouble.said}"

    def patience(self, attempts: int) -> Patience:
        """As much of it as this session has, at the beginning."""
        return Patience(attempts, self._chance, self._busy_seconds)

    @cached_property
    def _document(self) -> dict[str, Any]:
        folder = resources.files("googleapiclient") / "discovery_cache" / "documents"
        document: dict[str, Any] = json.loads((folder / _DOCUMENTS[self._api]).read_text("utf-8"))
        root = self._root.rstrip("/") + "/" if self._root else document["rootUrl"]
        return document | {"rootUrl": root, "baseUrl": root + document["servicePath"]}

    @cached_property
    def _host(self) -> str:
        return urlsplit(self._document["rootUrl"]).hostname or ""

    @cached_property
    def _wire(self) -> Wire:
        try:
            from ingest.google import wire
        except RuntimeError as error:  # httplib2, of the file that HTTPLIB2_CA_CERTS names
            raise SourceError(f"{self._host}: {error}") from None
        wire.hush()
        return wire.Wire(self._document["rootUrl"], self._patience_seconds)

    @cached_property
    def _http(self) -> AuthorizedHttp:
        wire = self._wire
        from ingest.google.wire import authorized

        return authorized(wire, self._sign_in)
