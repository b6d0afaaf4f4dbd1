"""The configuration: what it may hold, and the one line that is said when it is wrong."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from reports.thresholds import default_thresholds
from tealeaves import config
from tealeaves.cli.session import Session
from tealeaves.errors import UsageError

ROOT = Path(__file__).parents[2]
ME = '[me]\naddresses = ["robin@postbox.example"]\n'


def load(tmp_path: Path, text: str, environment: dict[str, str] | None = None) -> config.Config:
    path = tmp_path / "config.toml"
    path.write_text(text, "utf-8")
    return config.load(path, environment or {})


def test_the_example_is_valid_and_names_every_key(tmp_path: Path) -> None:
    text = (ROOT / "config.example.toml").read_text("utf-8")
    loaded = load(tmp_path, text)
    written = tomllib.loads(text)
    assert loaded.tables.me.name == "Your Name"
    for name, table in (("me", config.MeTable), ("store", config.StoreTable), ("digest", config.DigestTable)):
        assert set(written[name]) == set(table.__struct_fields__)
    assert set(written["digest"]["smtp"]) == set(config.SmtpTable.__struct_fields__)
    assert {key for account in written["accounts"] for key in account} == set(
        config.AccountTable.__struct_fields__
    )
    assert set(written) == set(config.Tables.__struct_fields__)


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(b"\xef\xbb\xbf" + ME.encode())
    assert config.load(file, {}).tables.me.addresses


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[me]\nadresses = ["a@b.example"]\n', 'me.adresses: unknown key; did you mean "addresses"?'),
        (ME + 'timezon = "UTC"\n', 'me.timezon: unknown key; did you mean "timezone"?'),
        (ME + "timezone = 3\n", "me.timezone: expected text, got a whole number"),
        ('[me]\naddresses = "a@b.example"\n', "me.addresses: expected a list, got text"),
        ('[mee]\naddresses = ["a@b.example"]\n', 'mee: unknown key; did you mean "me"?'),
        ("", "me: missing"),
        ("[me]\n", "me.addresses: missing"),
        ('[me]\naddresses = ["robin"]\n', 'me.addresses: "robin" is neither an address nor "@domain"'),
        (ME + 'timezone = "Mars/Olympus"\n', 'me.timezone: "Mars/Olympus" is no time zone'),
        (ME + 'working_hours = "9 to 5"\n', 'me.working_hours: "9 to 5" is not like "09:00-17:30"'),
        (ME + 'working_hours = "17:00-09:00"\n', "the opening before the closing"),
        (ME + 'since = "a while"\n', 'me.since: "a while" is neither like "12 months" nor a date'),
        (ME + '[[accounts]]\nname = "x"\nkind = "pop3"\n', "accounts[0].kind: 'pop3' is not one of imap,"),
        (ME + '[[accounts]]\nname = "x"\nkind = "imap"\nhots = "y"\n', 'did you mean "host"?'),
        (
            ME + '[digest]\nsmtp = { host = "a", prt = 1 }\n',
            'digest.smtp.prt: unknown key; did you mean "port"?',
        ),
        (ME + '[signals.x]\nspeaker = "company"\nphrase = ["a"]\n', 'did you mean "phrases"?'),
        (ME + "[momentum.strength]\nnotice_perod = 3\n", 'did you mean "notice_period"?'),
        (ME + "[momentum.strength]\nnotice_period = nan\n", "nan is not between -100 and 100"),
        (ME + "[momentum.warnings]\nsilent = 2\n", 'momentum.warnings: unknown key; did you mean "warning"?'),
        (
            ME + "[momentum.warning]\nslowin = 2\n",
            'momentum.warning.slowin: no such threshold; did you mean "slowing"?',
        ),
        (ME + "[momentum.silence]\nfloor = 0\n", "momentum.silence.floor: must be above 0"),
        (
            ME + "[momentum.score]\nopen_ceiling = 120\n",
            "momentum.score.open_ceiling: 120.0 is not between 0 and 98",
        ),
        (ME + "[momentum.trend]\nwindow = inf\n", "momentum.trend.window: inf is not between 0 and 10000"),
        (ME + '[momentum.follow_up]\npause = "a week"\n', "momentum.follow_up"),
        ("[me\n", "not valid TOML"),
    ],
)
def test_a_mistake_is_named_in_one_line_with_file_key_and_mend(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError) as raised:
        load(tmp_path, text)
    line = str(raised.value)
    assert said in line
    assert line.startswith(str(tmp_path / "config.toml"))
    assert "\n" not in line
    assert raised.value.exit_code == 2


def test_every_number_of_the_reports_can_be_overridden(tmp_path: Path) -> None:
    text = (ROOT / "reports" / "thresholds.toml").read_text("utf-8")
    sections = "".join(
        f"[momentum.{section}]\n" + "".join(f"{key} = {number}\n" for key, number in numbers.items())
        for section, numbers in tomllib.loads(text).items()
    )
    person = Session(load(tmp_path, ME + sections)).person
    assert person.thresholds == default_thresholds()
    person = Session(load(tmp_path, ME + "[momentum.warning]\nslowing = 2.5\n")).person
    assert person.thresholds.warning == {**default_thresholds().warning, "slowing": 2.5}
    assert person.thresholds.trend == default_thresholds().trend


def test_a_missing_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no configuration at .*accounts add.*import PATH --me"):
        config.load(tmp_path / "none.toml", {})


def test_the_configuration_is_found_by_option_then_environment_then_platform() -> None:
    environment = {"TEALEAVES_CONFIG": "/b.toml"}
    assert config.find("/a.toml", environment) == Path("/a.toml")
    assert config.find(None, environment) == Path("/b.toml")
    assert config.find(None, {}).name == "config.toml"


def test_the_environment_names_the_store_before_the_file_does(tmp_path: Path) -> None:
    text = ME + '[store]\nurl = "sqlite:///file.db"\n'
    assert load(tmp_path, text).store_url == "sqlite:///file.db"
    assert load(tmp_path, text, {"TEALEAVES_STORE": "sqlite:///other.db"}).store_url == "sqlite:///other.db"
    assert load(tmp_path, ME).store_url.endswith("tealeaves.db")


def test_working_hours_are_read_as_times(tmp_path: Path) -> None:
    assert load(tmp_path, ME + 'working_hours = "8:30-16:00"\n').working_hours == (time(8, 30), time(16))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("10 days", "2026-09-18"),
        ("2 weeks", "2026-09-14"),
        ("1 year", "2025-09-28"),
        ("2026-01-05", "2026-01-05"),
    ],
)
def test_since_is_a_span_or_a_date(text: str, day: str) -> None:
    assert config.since(text, datetime(2026, 9, 28, 12, tzinfo=UTC)).date().isoformat() == day
