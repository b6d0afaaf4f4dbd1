"""What is scheduled, as it is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tealeaves.schedule import plan as plans
from tealeaves.schedule.times import INTERVALS
from tests.tealeaves.schedule.plans import ODD, plan

said = st.sampled_from([*INTERVALS.split(), "mon 08:00", "weekdays 07:30"])


@given(
    sync=said | st.none(), digest=said, shift=st.integers(0, 59), name=st.text(st.characters(codec="utf-8"))
)
def test_a_plan_is_read_as_it_was_kept(
    tmp_path_factory: pytest.TempPathFactory, sync: str | None, digest: str, shift: int, name: str
) -> None:
    folder = tmp_path_factory.mktemp("state")
    kept = plan("cron", sync, digest, folder, python=f"/opt/{name}/python", shift=shift)
    kept.file.write_text(plans.as_text(kept), "utf-8", newline="")
    assert plans.read(folder) == kept


def test_nothing_kept_is_nothing_scheduled(tmp_path: Path) -> None:
    assert plans.read(tmp_path) is None


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"system": "cron"}', "\xff", '{"system": 1, "sync": "45m"}']
)
def test_what_is_not_ours_is_refused_with_its_place(tmp_path: Path, text: str) -> None:
    (tmp_path / plans.FILE).write_bytes(text.encode("latin-1"))
    with pytest.raises(ValueError, match=r".+"):
        plans.read(tmp_path)


def test_only_what_a_run_needs_is_carried_over() -> None:
    given = {"PATH": "/opt/homebrew/bin", "MAIL_PASSWORD": "x", "HTTPS_PROXY": "", "GNUPGHOME": ODD}
    assert plans.carried(given, Path("/home/robin/c.toml")) == {
        "PATH": "/opt/homebrew/bin",
        "GNUPGHOME": ODD,
        "TEALEAVES_CONFIG": "/home/robin/c.toml",
    }
