"""The command line: thin commands over the library, each imported only when it is called."""

from __future__ import annotations

import importlib
import sys

import click

from sanccheck import __version__
from sanccheck.errors import SanccheckError
from sanccheck.printable import printable

_COMMANDS = {
    "screen": "screen names against the lists as of a day",
    "batch": "check a file of names",
    "assess": "judge a deal",
    "memo": "write the assessment of a deal as a memo",
    "deal": "write, check and describe deal files",
    "cases": "decide on the hits of parties, see what is open",
    "watch": "watch saved parties and deals for changes of the lists",
    "audit": "check and read the record of what was asked and decided",
    "lists": "import and inspect the lists",
    "rules": "list, show and check the rules",
}


class _LateGroup(click.Group):
    """A group whose commands are modules of this package, loaded when named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the command names in the order of a day's work."""
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command."""
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"sanccheck.commands.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(cls=_LateGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sanccheck")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.pass_context
def cli(ctx: click.Context, *, debug: bool) -> None:
    """Screen deal participants against official lists; judge a deal; write the memo.

    Exit codes: 0 answered and nothing found, 1 a hit or a concern, 2 bad input, 3 an open
    question or a failed row, 4 a list is missing, stale, damaged or does not cover the day.

    Not legal advice.
    """
    ctx.obj = {"debug": debug}


def main() -> None:
    """Run the command line; errors are one clear line each on stderr."""
    try:
        code = cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        _fail("cancelled; nothing was written", 130)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        sys.exit(2)
    except click.ClickException as error:
        _fail(_one_line(error), 2)
    except SanccheckError as error:
        if "--debug" in sys.argv:
            raise
        for line in str(error).splitlines() or [type(error).__name__]:
            click.echo(f"sanccheck: {printable(line)}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)


def _one_line(error: click.ClickException) -> str:
    """Say a usage error in a line, with the help that tells more."""
    text = " ".join(error.format_message().split()).rstrip(".")
    context = error.ctx if isinstance(error, click.UsageError) else None
    path = "sanccheck" if context is None else context.command_path
    name = path.partition(" ")[2]
    return f"{text[:1].lower()}{text[1:]}; see sanccheck {name} --help".replace("  ", " ")


def _fail(message: str, code: int) -> None:
    click.echo(f"sanccheck: {printable(message)}", err=True)
    sys.exit(code)
