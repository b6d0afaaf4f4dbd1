"""Google's own client, pointed at this server."""

from __future__ import annotations

from typing import Any

from tests.servers.google.schema import document


def service(api: str, url: str, token: str = "token") -> Any:
    """The client for "gmail.v1" or "calendar.v3". Batches go where the document's rootUrl says."""
    from google.oauth2.credentials import Credentials
    from googleapiclient.discovery import build_from_document

    whole = document(api)
    moved = whole | {"rootUrl": url, "baseUrl": url + whole["servicePath"]}
    return build_from_document(moved, credentials=Credentials(token))  # type: ignore[no-untyped-call]


def in_batch(service: Any, requests: list[Any]) -> list[Any]:
    """Each answer, or the error in its place, in the order of the requests."""
    answers: dict[str, Any] = {}
    batch = service.new_batch_http_request(
        callback=lambda id, answer, error: answers.__setitem__(id, error or answer)
    )
    for number, request in enumerate(requests):
        batch.add(request, request_id=str(number))
    batch.execute()
    return [answers[str(number)] for number in range(len(requests))]
