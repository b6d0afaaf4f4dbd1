"""Which folders are read."""

from __future__ import annotations

from ingest.imap.folders import Folder, chosen


def folder(name: str, *flags: str, delimiter: str = "/") -> Folder:
    return Folder(name, frozenset(flags), delimiter)


def names(listing: list[Folder], *wanted: str, gmail: bool = False) -> list[str]:
    return [one.name for one in chosen(listing, wanted, gmail=gmail).folders]


INBOX = folder("INBOX")
GMAIL = [
    INBOX,
    folder("[Gmail]", "\\noselect"),
    folder("[Gmail]/Alle Nachrichten", "\\all"),
    folder("[Gmail]/Gesendet", "\\sent"),
    folder("[Gmail]/Papierkorb", "\\trash"),
]


def test_by_default_inbox_sent_and_archive_are_read() -> None:
    listing = [folder("Archives", "\\archive"), folder("Trash", "\\trash"), folder("Objets", "\\sent"), INBOX]
    assert names(listing) == ["INBOX", "Objets", "Archives"]


def test_all_mail_is_read_where_there_is_no_archive() -> None:
    assert names([INBOX, folder("Sent", "\\sent"), folder("Everything", "\\all")]) == [
        "INBOX",
        "Sent",
        "Everything",
    ]


def test_folders_are_found_by_what_they_are_for_and_not_by_their_names() -> None:
    listing = [INBOX, folder("Sent"), folder("Verzonden", "\\sent")]
    assert names(listing) == ["INBOX", "Verzonden"]


def test_a_server_that_marks_no_folder_is_taken_by_the_usual_names() -> None:
    assert names([INBOX, folder("INBOX.Sent", delimiter=".")]) == ["INBOX", "INBOX.Sent"]
    assert names([INBOX, folder("Gesendete Objekte")]) == ["INBOX", "Gesendete Objekte"]
    assert names([INBOX, folder("Work/Sent")]) == ["INBOX"]


def test_mail_of_the_sent_folder_is_labelled_so_whatever_the_folder_is_called() -> None:
    assert [one.label for one in chosen([INBOX, folder("Gesendet")], (), gmail=False).folders] == [
        "INBOX",
        "Sent",
    ]


def test_on_gmail_only_all_mail_is_read() -> None:
    assert names(GMAIL, gmail=True) == ["[Gmail]/Alle Nachrichten"]


def test_gmail_with_all_mail_hidden_from_imap_is_read_like_any_other() -> None:
    assert names([one for one in GMAIL if one.use != "all"], gmail=True) == ["INBOX", "[Gmail]/Gesendet"]


def test_folders_that_a_person_names_are_read_and_no_others() -> None:
    listing = [INBOX, folder("Sent", "\\sent"), folder("Bewerbungen")]
    assert names(listing, "Bewerbungen", "inbox") == ["Bewerbungen", "INBOX"]


def test_a_folder_may_be_named_by_its_special_use() -> None:
    assert names([INBOX, folder("Envoyés", "\\sent")], "\\Sent") == ["Envoyés"]


def test_a_folder_that_is_not_there_is_told_of() -> None:
    assert chosen([INBOX], ["INBOX", "Jobs"], gmail=False).missing == ("Jobs",)


def test_a_folder_that_cannot_be_opened_is_not_chosen() -> None:
    assert names([INBOX, folder("Archive", "\\archive", "\\noselect")]) == ["INBOX"]


def test_no_folder_is_read_twice() -> None:
    assert names([INBOX, folder("Sent", "\\sent")], "Sent", "\\Sent", "Sent") == ["Sent"]
