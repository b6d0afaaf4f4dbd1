"""`tealeaves draft`: letters to copy from the sample search."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.tealeaves.conftest import AS_OF, SAMPLE, Said


@pytest.fixture
def draft(tealeaves: Callable[..., Said]) -> Callable[..., Said]:
    def run(*arguments: object, as_of: str = AS_OF) -> Said:
        return tealeaves("draft", *arguments, "--as-of", as_of)

    assert tealeaves("import", SAMPLE / "mail", SAMPLE / "calendar.ics").code == 0
    return run


def test_a_letter_is_written_when_it_is_due_and_when_it_is_asked_for(draft: Callable[..., Said]) -> None:
    due = draft("quillfeather", as_of="2026-09-30")
    assert due.code == 0
    assert due.out.startswith(
        "To: hugo@quillfeather.example\nSubject: Re: Quillfeather final round: Robin Hale\n\nDear"
    )
    early = draft("quillfeather", as_of="2026-09-18")
    assert early.out == (
        "No letter is due. Next: Wait; ask on Mon 21 Sep if nothing has come. "
        "For a draft all the same: --kind thank-you or --kind follow-up\n"
    )
    asked = draft("quillfeather", "--kind", "follow-up", as_of="2026-09-18")
    assert asked.out == f"Not due now. Next: Wait; ask on Mon 21 Sep if nothing has come.\n\n{due.out}"
    thanks = draft("quillfeather", "--kind", "thank-you")
    assert "Dear Saskia and Adaeze,\n" in thanks.out
    nobody = draft("thornbury", "--kind", "thank-you")
    assert nobody.out == "No interview to give thanks for: none is known to have been held.\n"
    letters = draft("quillfeather", "--json", as_of="2026-09-18").json()["drafts"]
    assert [(one["kind"], one["due"]) for one in letters] == [("thank", False), ("follow up", False)]
    assert letters[1]["body"] in due.out
    assert draft("nothing of the kind").code == 2
