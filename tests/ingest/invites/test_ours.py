"""Events that tealeaves exported, known by their UID."""

from __future__ import annotations

import pytest

from ingest.invites.ours import DOMAIN, is_ours


@pytest.mark.parametrize("uid", [f"0f3a@{DOMAIN}", f"0F3A@{DOMAIN.upper()}", f" 0f3a@{DOMAIN}\n"])
def test_what_was_exported_from_here_is_known_however_a_calendar_writes_its_uid(uid: str) -> None:
    assert is_ours(uid)


@pytest.mark.parametrize("uid", ["", DOMAIN, f"1@x{DOMAIN}", "1@tealeaves.invalid", f"1@{DOMAIN}.example"])
def test_only_the_whole_domain_counts(uid: str) -> None:
    assert not is_ours(uid)
