"""`tealeaves completion`: the script that teaches a shell to complete words."""

from __future__ import annotations

import click

from tealeaves.cli.completion.answer import SHELLS, script


@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the script with which SHELL completes commands, options, signals, accounts and applications.

    What it offers is read from the configuration and an SQLite store; no server is asked, and where
    something is wrong nothing is offered. Put one of these where the shell reads it, and open a new one.

    \b
    Examples:
      tealeaves completion bash > ~/.local/share/bash-completion/completions/tealeaves
      tealeaves completion zsh > "${fpath[1]}/_tealeaves"
      tealeaves completion fish > ~/.config/fish/completions/tealeaves.fish
      source <(tealeaves completion bash)      # for this shell alone
    """
    click.echo(script(ctx.find_root().command, shell), nl=False)
