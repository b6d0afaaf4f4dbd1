"""What this server says of mail, against Google's documentation, through Google's own client."""

from __future__ import annotations

import base64
import email
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from googleapiclient.errors import HttpError
from hypothesis import given
from hypothesis import strategies as st

from tests.servers.google import payload
from tests.servers.google.client import service
from tests.servers.google.labels import Labels
from tests.servers.google.mail import Mail
from tests.servers.google.search import listed, search

if TYPE_CHECKING:
    from tests.servers.google import GoogleServer

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


def mail(number: int = 1, more: str = "", text: str = "Hello") -> bytes:
    return (
        f"From: Jo <jo@firm.example>\r\nSubject: Mail {number}\r\nMessage-ID: <{number}@firm.example>\r\n"
        f"Date: Mon, 02 Mar 2026 09:{number:02}:00 +0000\r\n{more}\r\n{text}\r\n"
    ).encode("latin-1")


LETTER = (
    b"Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/mixed;\r\n boundary="o"\r\n\r\n'
    b'--o\r\nContent-Type: multipart/alternative; boundary="i"\r\n\r\n'
    b"--i\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    b"Gr\xfc\xdfe <b>\r\n--i\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Hi</p>\r\n--i--\r\n"
    b"--o\r\nContent-Type: text/calendar; name=invite.ics\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    b"QkVHSU46VkNBTEVOREFS\r\n"
    b"--o\r\nContent-Type: message/rfc822\r\n\r\nSubject: Inner\r\n\r\nInner text\r\n--o--\r\n"
)


@pytest.fixture
def users(google: GoogleServer) -> Any:
    return service("gmail.v1", google.url).users()


def get(users: Any, id: str, **asked: Any) -> Any:
    return users.messages().get(userId="me", id=id, **asked).execute()


def changes(users: Any, since: str, **asked: Any) -> Any:
    return users.history().list(userId="me", startHistoryId=since, **asked).execute()


def status(request: Any) -> int:
    with pytest.raises(HttpError) as caught:
        request.execute()
    return int(caught.value.resp.status)


def test_a_list_is_newest_first_and_has_ids_and_thread_ids_only(google: GoogleServer, users: Any) -> None:
    first = google.mail.add(mail(1))
    second = google.mail.add(mail(2, "In-Reply-To: <1@firm.example>\r\n"))
    found = users.messages().list(userId="me").execute()
    assert found["messages"] == [{"id": second, "threadId": first}, {"id": first, "threadId": first}]


def test_an_empty_list_has_no_messages_at_all(users: Any) -> None:
    assert users.messages().list(userId="me").execute() == {"resultSizeEstimate": 0}


def test_every_message_is_on_one_page_even_if_more_come_between_the_pages(
    google: GoogleServer, users: Any
) -> None:
    ids = [google.mail.add(mail(number)) for number in range(1, 8)]
    google.mail.page_size = 3
    request, found = users.messages().list(userId="me", maxResults=500), []
    while request is not None:
        answer = request.execute()
        found += [one["id"] for one in answer["messages"]]
        request = users.messages().list_next(request, answer)
        google.mail.add(mail(30 + len(found)))
    assert found == ids[::-1]


def test_a_page_token_that_nobody_gave_is_refused(users: Any) -> None:
    assert status(users.messages().list(userId="me", pageToken="17")) == 400


def test_spam_and_trash_are_listed_only_where_they_are_asked_for(google: GoogleServer, users: Any) -> None:
    google.mail.add(mail(1), labels=["SPAM"])
    assert "messages" not in users.messages().list(userId="me").execute()
    assert users.messages().list(userId="me", includeSpamTrash=True).execute()["messages"]
    assert users.messages().list(userId="me", q="in:spam").execute()["messages"]


@pytest.mark.parametrize(
    ("q", "fits"),
    [
        (f"after:{int(NINE.timestamp())}", True),
        (f"after:{int(NINE.timestamp()) + 1}", False),
        (f"before:{int(NINE.timestamp())}", False),
        ("after:2026/03/02 before:2026/03/03", True),
        ("after:2026/03/03", False),
        ("-in:chats -in:drafts", True),
        ("-in:inbox", False),
        ("in:sent OR in:inbox", True),
        ("{filename:ics filename:vcs}", True),
        ("filename:pdf", False),
        ("{filename:pdf subject:offer} in:inbox", False),
        ("-{filename:pdf subject:offer} in:inbox", True),
        ("(filename:pdf OR filename:ics) -from:nobody", True),
        ("rfc822msgid:<a@b.example>", True),
        ("rfc822msgid:x@b.example", False),
        ("label:job-search", True),
        ('"inner circle"', False),
    ],
)
def test_a_search_means_what_it_means_in_the_search_box(q: str, fits: bool) -> None:
    labels = Labels()
    own = labels.new("Job search")
    raw = b"Message-ID: <a@b.example>\r\n" + LETTER
    one = Mail("1", "1", raw, int(NINE.timestamp()) * 1000, ["INBOX", own])
    assert listed(one, search(q, labels), [], with_spam_and_trash=False) is fits


def test_a_date_in_a_search_begins_at_midnight_in_the_pacific_time_zone() -> None:
    one = Mail("1", "1", b"", int(datetime(2026, 3, 3, 7, 59, tzinfo=UTC).timestamp()) * 1000, [])
    assert search("before:2026/03/03", Labels()).fits(one)


def test_raw_is_the_very_bytes(google: GoogleServer, users: Any) -> None:
    id = google.mail.add(LETTER)
    assert base64.urlsafe_b64decode(get(users, id, format="raw")["raw"]) == LETTER


def test_metadata_has_the_headers_that_were_asked_for_in_any_case_and_no_body(
    google: GoogleServer, users: Any
) -> None:
    id = google.mail.add(mail(1), at=NINE)
    found = get(users, id, format="metadata", metadataHeaders=["subject", "X-None"])
    assert found["payload"] == {
        "mimeType": "text/plain",
        "headers": [{"name": "Subject", "value": "Mail 1"}],
    }
    assert (found["internalDate"], found["labelIds"]) == (str(int(NINE.timestamp()) * 1000), ["INBOX"])
    assert google.bodies == []


def test_full_is_the_tree_of_parts_with_text_in_utf_8_whatever_the_headers_say(
    google: GoogleServer, users: Any
) -> None:
    found = get(users, google.mail.add(LETTER))
    alternative, invite, forwarded = found["payload"]["parts"]
    plain = alternative["parts"][0]
    assert (alternative["partId"], plain["partId"], forwarded["parts"][0]["partId"]) == ("0", "0.0", "2.0")
    assert base64.urlsafe_b64decode(plain["body"]["data"]).decode() == "Grüße <b>"
    assert plain["headers"][0] == {"name": "Content-Type", "value": "text/plain; charset=iso-8859-1"}
    assert (invite["filename"], "data" in invite["body"], invite["body"]["size"]) == ("invite.ics", False, 15)
    assert (found["snippet"], found["payload"]["headers"][0]["value"]) == (
        "Grüße &lt;b&gt;",
        "=?utf-8?q?Gr=C3=BC=C3=9Fe?=",
    )


@pytest.mark.parametrize(("decodes", "said"), [(False, "=?utf-8?q?=C3=BC?= two"), (True, "ü two")])
def test_a_header_is_on_one_line_and_the_same_in_every_format(
    google: GoogleServer, users: Any, decodes: bool, said: str
) -> None:
    google.mail.decodes_headers = decodes
    id = google.mail.add(b"X-Mailer: \xfc\r\nSubject: =?utf-8?q?=C3=BC?=\r\n two\r\n\r\nText\r\n")
    headers = [get(users, id, format=how)["payload"]["headers"] for how in ("metadata", "full")]
    assert headers[0] == headers[1]
    assert headers[0] == [{"name": "X-Mailer", "value": "ü"}, {"name": "Subject", "value": said}]


def test_an_attachment_is_fetched_by_an_id_that_differs_each_time(google: GoogleServer, users: Any) -> None:
    id = google.mail.add(LETTER)
    one, other = (get(users, id)["payload"]["parts"][1]["body"]["attachmentId"] for _ in range(2))
    assert one != other
    asked = users.messages().attachments().get(userId="me", messageId=id, id=one)
    assert base64.urlsafe_b64decode(asked.execute()["data"]) == b"BEGIN:VCALENDAR"
    assert status(users.messages().attachments().get(userId="me", messageId=id, id="x")) == 400


@given(st.binary(max_size=400).map(lambda data: b"Content-Type: multipart/mixed; boundary=b\r\n" + data))
def test_any_bytes_have_a_payload_and_every_part_of_it_can_be_fetched(raw: bytes) -> None:
    message = email.message_from_bytes(raw)
    tree = payload.tree(message, lambda part: part)
    json.dumps([tree, payload.plain(message)], ensure_ascii=False).encode()
    given_ids = [part["body"].get("attachmentId") for part in _parts(tree)]
    assert {one for one in given_ids if one is not None} <= dict(payload.bodies(message)).keys()


def test_history_has_what_came_after_a_history_id_in_lists_of_their_own(
    google: GoogleServer, users: Any
) -> None:
    old, doomed = google.mail.add(mail(1)), google.mail.add(mail(2))
    start = users.getProfile(userId="me").execute()["historyId"]
    new = google.mail.add(mail(3), labels=["SENT"])
    google.mail.label(old, add=["STARRED"])
    google.mail.trash(old)
    google.mail.delete(doomed)
    found = changes(users, start)
    added, starred, trashed, deleted = found["history"]
    assert added["messagesAdded"] == [{"message": {"id": new, "threadId": new, "labelIds": ["SENT"]}}]
    assert starred["labelsAdded"][0]["labelIds"] == ["STARRED"]
    assert trashed["labelsAdded"][0]["labelIds"] == ["TRASH"]
    assert trashed["labelsRemoved"][0]["labelIds"] == ["INBOX"]
    assert deleted["messagesDeleted"][0]["message"]["id"] == doomed
    assert found["historyId"] == google.mail.history_id == deleted["id"]
    assert changes(users, found["historyId"]) == {"historyId": found["historyId"]}


def test_history_of_some_types_leaves_out_the_records_of_others(google: GoogleServer, users: Any) -> None:
    start = google.mail.history_id
    id = google.mail.add(mail(1))
    google.mail.trash(id)
    (record,) = changes(users, start, historyTypes=["labelRemoved", "messageDeleted"])["history"]
    assert ("labelsRemoved" in record, "labelsAdded" in record) == (True, False)


def test_history_comes_in_pages_and_each_says_the_current_id(google: GoogleServer, users: Any) -> None:
    start = google.mail.history_id
    ids = [google.mail.add(mail(number)) for number in range(1, 6)]
    request, found = users.history().list(userId="me", startHistoryId=start, maxResults=2), []
    while request is not None:
        answer = request.execute()
        assert answer["historyId"] == google.mail.history_id
        found += [record["messagesAdded"][0]["message"]["id"] for record in answer["history"]]
        request = users.history().list_next(request, answer)
    assert found == ids


def test_a_history_id_that_is_too_old_is_not_found_even_if_a_message_still_has_it(
    google: GoogleServer, users: Any
) -> None:
    id = google.mail.add(mail(1))
    google.mail.forget_history()
    own = get(users, id, format="minimal")["historyId"]
    assert status(users.history().list(userId="me", startHistoryId=own)) == 404
    assert status(users.history().list(userId="me", startHistoryId="garbage")) == 400
    assert "history" not in changes(users, users.getProfile(userId="me").execute()["historyId"])


def test_a_message_that_is_gone_is_not_found(google: GoogleServer, users: Any) -> None:
    id = google.mail.add(mail(1))
    google.mail.delete(id)
    assert status(users.messages().get(userId="me", id=id)) == 404


def test_labels_have_ids_and_names(google: GoogleServer, users: Any) -> None:
    id = google.mail.new_label("Jobs/Offers")
    found = users.labels().list(userId="me").execute()["labels"]
    assert {"id": id, "name": "Jobs/Offers", "type": "user"} in found
    assert "INBOX" in [one["id"] for one in found]


def _parts(part: Any) -> list[Any]:
    return [part, *(inner for child in part.get("parts", []) for inner in _parts(child))]
