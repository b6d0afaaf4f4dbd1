"""What every command says of itself, and what is said of a word that none knows."""

from __future__ import annotations

import inspect
import shlex
from collections.abc import Callable, Iterator

import click
import pytest

from tealeaves.cli.everywhere import taken_apart
from tealeaves.cli.main import COMMANDS, Commands, cli
from tests.tealeaves.conftest import Said


def below(words: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield words, command
    if isinstance(command, click.Group):
        for name, one in command.commands.items():
            yield from below(f"{words} {name}", one)


def everything() -> Iterator[tuple[str, click.Command]]:
    assert isinstance(cli, Commands)
    for name in COMMANDS:
        found = cli.get_command(click.Context(cli), name)
        assert found is not None
        yield from below(name, found)


ALL = dict(everything())


def examples(command: click.Command) -> list[str]:
    """The lines of the Examples block."""
    _, found, rest = inspect.cleandoc(command.help or "").partition("\b\nExamples:\n")
    return [line.strip() for line in rest.partition("\n\n")[0].splitlines()] if found else []


@pytest.mark.parametrize("words", ALL)
def test_every_command_says_what_it_does_and_shows_examples(words: str) -> None:
    command = ALL[words]
    first = inspect.cleandoc(command.help or "").partition("\n\n")[0]
    assert first.endswith((".", ":")), first
    assert examples(command), "no Examples block"


@pytest.mark.parametrize("words", ALL)
def test_every_example_is_a_command_line_that_there_is(words: str) -> None:
    for line in examples(ALL[words]):
        call = line.split("  #")[0].strip()
        if "tealeaves" not in call or "<(" in call:
            continue
        own = call[call.index("tealeaves") :].split(" | ")[0].split(" > ")[0].split(" && ")[0]
        _parse(cli, "tealeaves", taken_apart(cli, shlex.split(own)[1:]).hoisted, None)


def _parse(command: click.Command, name: str, given: list[str], parent: click.Context | None) -> None:
    """Raises UsageError for what the command, or the one below it, does not take."""
    context = command.make_context(name, given, parent)
    rest = [*context._protected_args, *context.args]
    if isinstance(command, click.Group) and rest:
        called, below_it, left = command.resolve_command(context, rest)
        assert called is not None and below_it is not None
        _parse(below_it, called, left, context)


@pytest.mark.parametrize("words", ALL)
def test_every_option_has_help(words: str) -> None:
    for option in ALL[words].params:
        if isinstance(option, click.Option) and not option.hidden and option.name not in ("form", "output"):
            assert option.help, option.name


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["aplications"], 'no command "aplications"; did you mean "applications"?'),
        (["digets", "--json"], 'did you mean "digest"?'),
        (["sync", "--jsn"], "--json"),
        (["--verbos", "sync"], "--verbose"),
        (["accounts", "lst"], "list"),
        (["applications", "clos", "x"], "close"),
    ],
)
def test_what_is_not_known_names_the_nearest(
    tealeaves: Callable[..., Said], given: list[str], said: str
) -> None:
    told = tealeaves(*given)
    assert (told.code, told.out, len(told.err.splitlines())) == (2, "", 1)
    assert said in told.err
    assert "--help shows how" in told.err


def hoisted(*given: str) -> list[str]:
    return taken_apart(cli, given).hoisted


def test_options_of_every_command_stand_before_it_or_after_it() -> None:
    assert hoisted("sync", "-v", "a", "--log-file", "x", "--json", "--config=c") == [
        "-v", "--log-file", "x", "--config=c", "sync", "a", "--json",
    ]  # fmt: skip
    assert hoisted("notes", "harbor", "--undo", "-v") == ["-v", "notes", "harbor", "--undo"]


@pytest.mark.parametrize(
    "line",
    [
        "notes harbor -- -v --debug",
        "search -- -q",
        "applications close harbor --as rejected --note -v",
        "applications close harbor --note -- --as rejected",
        "label 4@mail.example +offer --words --debug",
        "applications merge -- -v --quiet",
    ],
)
def test_a_value_that_looks_like_an_option_of_every_command_is_none(line: str) -> None:
    assert hoisted(*shlex.split(line)) == shlex.split(line)


def test_a_debug_that_is_somebodys_words_asks_for_no_traceback(tealeaves: Callable[..., Said]) -> None:
    told = tealeaves("notes", "nothing there", "--", "--debug")
    assert (told.code, len(told.err.splitlines())) == (2, 1)


@pytest.mark.parametrize("option", ["--config", "--log-file"])
def test_an_option_of_every_command_without_its_value_takes_no_command_for_it(
    option: str, tealeaves: Callable[..., Said]
) -> None:
    told = tealeaves("applications", option)
    assert (told.code, told.out) == (2, "")
    assert f"Option '{option}' requires an argument." in told.err


def test_the_version_is_one_line(tealeaves: Callable[..., Said]) -> None:
    from tealeaves import __version__

    assert tealeaves("--version").out == f"tealeaves {__version__}\n"


@pytest.mark.parametrize("words", ["", *ALL])
@pytest.mark.parametrize("columns", ["40", "200"])
def test_help_fits_a_narrow_terminal_and_a_wide_one(
    words: str, columns: str, tealeaves: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    told = tealeaves(*words.split(), "--help")
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("Usage: tealeaves")
