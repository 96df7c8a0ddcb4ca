"""The command line: names and documents in, entities out. Each command is a file beside this one.

Data goes to standard output, everything else to standard error. Exit codes: 0 done, 1 something failed, 2 the
command was not understood, 130 interrupted. A closed pipe ends quietly. A command's file is imported when it is called.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Mapping, Sequence

import click

from translit import __version__
from translit.errors import MissingExtra, TranslitError, UnknownLanguage

# What `--help` lists: the command, the module and function behind it, and one line about it.
_COMMANDS: Mapping[str, tuple[str, str]] = {
    "resolve": ("translit.cli.resolve:resolve", "Documents in, canonical entities out."),
    "normalise": ("translit.cli.normalise:normalise", "A table in, the same table with canonical names out."),
    "name": ("translit.cli.names:name", "The canonical form of one name."),
    "compare": ("translit.cli.names:compare", "How likely two spellings are one name, and why."),
    "romanise": ("translit.cli.names:romanise", "Write native names the way one system does."),
    "readings": ("translit.cli.names:readings", "The native forms that may stand behind a spelling."),
    "spellings": ("translit.cli.names:spellings", "The spellings that a native form may get."),
    "keys": ("translit.cli.names:keys", "The short codes by which a name is joined with its likes."),
    "systems": ("translit.cli.names:systems", "The systems there are."),
    "registry": ("translit.cli.registry:registry", "Remember entities and decisions between runs."),
}
_ALIASES: Mapping[str, str] = {"normalize": "normalise", "romanize": "romanise"}


class _ClosedPipe(Exception):  # noqa: N818 (it is no error)
    """Nobody reads on. Not an OSError: click would take it for a failure."""


class _Lazy(click.Group):
    """A group that imports a command's file only when the command is called."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise _ClosedPipe from None

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        name = _ALIASES.get(cmd_name, cmd_name)
        if name not in _COMMANDS:
            return None
        module, _, attribute = _COMMANDS[name][0].partition(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in _COMMANDS.items()])


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="translit")
def cli() -> None:
    """One name behind many spellings: names in five scripts, read, compared and gathered into entities.

    \b
      translit resolve news/*.txt --html names.html
      translit normalise customers.csv --column name > customers-with-entities.csv
      translit compare "No Kwang-chol" "Noh Gwang Chol" --explain
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    code = run(sys.argv[1:] if arguments is None else list(arguments))
    # All that there is goes with the process: at exit the collector would look through it once more, half a second after
    # a thousand names.
    gc.freeze()
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run the command line; gives the exit code. What a user did wrong is told in a line or two, without a traceback."""
    for stream in (sys.stdout, sys.stderr):
        # A pipe or a file gets UTF-8 wherever the program runs; a name must not depend on the locale.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and not stream.isatty():
            reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        try:
            code = cli.main([_sound(word) for word in arguments], prog_name="translit", standalone_mode=False)
            sys.stdout.flush()
        except click.exceptions.Exit as done:
            code = done.exit_code
        return code if isinstance(code, int) else 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted", err=True)
        return 130
    except (_ClosedPipe, BrokenPipeError):
        # Whoever read has seen enough. Python would complain once more when it flushes at exit; let that go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except (MissingExtra, UnknownLanguage) as error:
        click.echo(f"translit: {error}", err=True)
        return 2
    except TranslitError as error:
        click.echo(f"translit: {error}", err=True)
        return 1
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        click.echo(
            f"translit: {name}{error.strerror or error}; check the name, the rights and the space left",
            err=True,
        )
        return 1


def _sound(word: str) -> str:
    """An argument as text: bytes that are not in the terminal's encoding become U+FFFD, except where they name a file."""
    if not any("\udc80" <= c <= "\udcff" for c in word) or os.path.lexists(word):
        return word
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in word)
