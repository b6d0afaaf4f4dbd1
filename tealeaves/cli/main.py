"""The entry point: finds the command, and turns what went wrong into one line and an exit code."""

from __future__ import annotations

import atexit
import gc
import importlib
import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tealeaves import __version__
from tealeaves.cli.contents import COMMANDS, SECTIONS
from tealeaves.cli.everywhere import taken_apart
from tealeaves.cli.output import coloured
from tealeaves.errors import DONE, FAILED, MISUSED, SIGN_IN, TealeavesError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.shell_completion import CompletionItem

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

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        from click.shell_completion import CompletionItem

        begun = [(name, line) for name, (_, line) in COMMANDS.items() if name.startswith(incomplete)]
        options = click.Command.shell_complete(self, ctx, incomplete)
        return [*(CompletionItem(name, help=line) for name, line in begun), *options]

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
@click.option("-q", "--quiet", is_flag=True, help="Print only what was asked for, and errors; no progress.")
@click.option("-v", "--verbose", is_flag=True, help="Tell what is done, on standard error.")
@click.option("--debug", is_flag=True, help="Tell more, with a traceback where something fails.")
@click.option(
    "--log-file", metavar="FILE", help="Append what is done to FILE, as JSON lines without anything private."
)
@click.pass_context
def cli(
    ctx: click.Context, config: str | None, quiet: bool, verbose: bool, debug: bool, log_file: str | None
) -> None:
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
    ctx.obj = {"config": config, "quiet": quiet}
    ctx.color = coloured()
    if quiet and (verbose or debug):
        raise click.UsageError("--quiet and --verbose or --debug: one of them, please")
    if ctx.invoked_subcommand is not None:
        from tealeaves.logs.running import Verbosity, running

        verbosity = Verbosity.DEBUG if debug else Verbosity.VERBOSE if verbose else Verbosity.OFF
        ctx.with_resource(running(verbosity, Path(log_file).expanduser() if log_file else None))
    else:
        from tealeaves.cli.welcome import welcome

        click.echo(welcome(config) or ctx.get_help())


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and returns its exit code, as tealeaves.errors lists them."""
    if arguments is None:  # a process of our own
        gc.set_threshold(GARBAGE)
        atexit.register(gc.freeze)  # at the end all is given back at once; looking through it takes 0.07 s
        for stream in (sys.stdout, sys.stderr):  # an old encoding lacks signs, and that stops nothing
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug, stdout = False, sys.stdout
    if (asked := os.environ.get("_TEALEAVES_COMPLETE")) is not None:
        from tealeaves.cli.completion.answer import answer

        return answer(cli, asked)
    try:
        line = taken_apart(cli, given)
        debug = "--debug" in line.everywhere
        result = cli.main(line.hoisted, prog_name="tealeaves", standalone_mode=False)
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
    except SystemExit:
        # The reader of our output went away (`| head`): click puts another stream there and leaves by itself.
        # That is no failure.
        if sys.stdout is stdout:
            raise
        return DONE
    except TealeavesError as error:
        return _fail(str(error), error.exit_code)
    except Exception as error:
        if debug:
            _show_traceback(error)
        return _fail(*_unexpected(error))
    return result if isinstance(result, int) else 0


def _show_traceback(error: Exception) -> None:
    from tealeaves.logs.forms import traceback_of
    from tealeaves.logs.redaction import of_this_run

    click.echo(traceback_of(error, of_this_run()), err=True)


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
