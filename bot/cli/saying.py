"""What a verb says: Markdown, plain lines, how far it is, and one sentence when it must stop."""

import sys
from pathlib import Path
from typing import NoReturn

from rich.console import Console
from rich.markdown import Markdown

WRONG_USAGE = 2


def say(text: str) -> None:
    """Markdown in color on a terminal, as it is in a pipe."""
    console = Console(highlight=False)
    if console.is_terminal:
        console.print(Markdown(text))
    else:
        print(text)  # noqa: T201 - the output


def line(text: str) -> None:
    """One line, heard at once."""
    print(text, flush=True)  # noqa: T201 - the output


def progress(text: str) -> None:
    """How far it is, beside the answer."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - stdout is for the answer alone


def stop(text: str, code: int = WRONG_USAGE) -> NoReturn:
    """Say what is wrong and what to do, and end."""
    print(text, file=sys.stderr)  # noqa: T201 - a tool's own errors go to stderr
    sys.exit(code)


def text_of(file: Path) -> str:
    """What is in it; ends with a sentence when it cannot be read."""
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        stop(f"{file} cannot be read: {error.strerror}.")
    except UnicodeDecodeError:
        stop(f"{file} is not UTF-8 text.")
