"""The entry point: finds the command, and turns what went wrong into one line and an exit code."""

from __future__ import annotations

import atexit
import gc
import importlib
import sys
from typing import TYPE_CHECKING

import click

from tealeaves import __version__
from tealeaves.cli.contents import COMMANDS, SECTIONS
from tealeaves.errors import FAILED, MISUSED, SIGN_IN, TealeavesError

if TYPE_CHECKING:
    from collections.abc import Sequence

GARBAGE = 50_000
"""Objects after which garbage is looked for. Python's 700 look for it some hundred times while modules load,
which make none: a tenth of the time of a sync that finds nothing."""


class Commands(click.Group):
    """A group that knows its commands by name and imports one when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"tealeaves.cli.commands.{COMMANDS[cmd_name][0]}")
        command = module.command
        assert isinstance(command, click.Command)  # noqa: S101 (a bug of ours, not of the user's)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for title, section in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name, line) for name, (_, line) in section.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f'; did you mean "{near[0]}"?' if near else "; tealeaves --help lists them"
            raise click.UsageError(f'no command "{args[0]}"{hint}')
        return super().resolve_command(ctx, args)


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="tealeaves %(version)s")
@click.option("--config", metavar="FILE", help="The configuration file (or set TEALEAVES_CONFIG).")
@click.option("--debug", is_flag=True, help="Show a traceback where something fails.")
@click.pass_context
def cli(ctx: click.Context, config: str | None, debug: bool) -> None:
    """Stop reading tea leaves. Read your recruiter mail.

    Where each application stands, why, and how fast each company answers: from your own mail and
    calendar, on your own machine.

    \b
      tealeaves demo                     see it work
      tealeaves import ~/takeout.mbox    begin with a mailbox export
      tealeaves sync                     bring in what is new in your accounts
      tealeaves applications             where do I stand?
      tealeaves digest                   what happened this week?
    """
    ctx.obj = {"config": config}
    if ctx.invoked_subcommand is None:
        from tealeaves.cli.welcome import welcome

        click.echo(welcome(config) or ctx.get_help())


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and returns its exit code: 0 done, 1 failed, 2 misused, 3 done in part."""
    if arguments is None:  # a process of our own
        gc.set_threshold(GARBAGE)
        atexit.register(gc.freeze)  # at the end all is given back at once; looking through it takes 0.07 s
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in given
    try:
        result = cli.main(_hoisted(given), prog_name="tealeaves", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 0
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "tealeaves"
        return _fail(f"{error.format_message()} ({command} --help shows how)", MISUSED)
    except click.ClickException as error:
        return _fail(error.format_message(), FAILED)
    except click.Abort:
        return _fail("stopped; what was written stays, run it again to go on", 130)
    except BrokenPipeError:
        # The reader of our output went away (`| head`); that is no failure.
        sys.stderr.close()
        return 0
    except TealeavesError as error:
        return _fail(str(error), error.exit_code)
    except Exception as error:
        if debug:
            raise
        return _fail(*_unexpected(error))
    return result if isinstance(result, int) else 0


def _hoisted(given: list[str]) -> list[str]:
    """The arguments with the options of every command in front, wherever they were written."""
    front: list[str] = []
    rest: list[str] = []
    words = iter(given)
    for word in words:
        if word == "--":
            return [*front, *rest, word, *words]
        if word == "--config":
            front += [word, *([following] if (following := next(words, None)) is not None else [])]
        elif word == "--debug" or word.startswith("--config="):
            front.append(word)
        else:
            rest.append(word)
    return [*front, *rest]


def _unexpected(error: Exception) -> tuple[str, int]:
    from ingest.errors import SignInError, SourceError
    from store.errors import StoreError

    if isinstance(error, SignInError):
        return str(error), SIGN_IN
    if isinstance(error, SourceError | StoreError):
        return str(error), FAILED
    return f"{type(error).__name__} that was not foreseen; --debug shows where", FAILED


def _fail(line: str, code: int) -> int:
    click.echo(f"tealeaves: {line}", err=True)
    return code
