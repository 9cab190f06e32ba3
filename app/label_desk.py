"""What a session of labelling in a terminal works on, and how it asks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from app.label_drawing import plain
from evals.labels.gold import is_place
from evals.labels.labelling import LabelBook
from extraction import Disclosure, squash

_NONE = "-"


class Stopped(Exception):
    """The person stopped, or the input ended; the text says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a session works on."""

    console: Console
    book: LabelBook
    path: Path
    """The file of the document."""
    disclosure: Disclosure
    lines: Sequence[str]
    """The lines of the document as read."""
    by: str
    """Who labels."""
    is_blind: bool
    """Whether values are typed before it is told what was read."""
    pictures: Path
    """The folder that pictures of pages are written to."""

    def tell(self, message: str) -> None:
        """Print a message as it is."""
        self.console.print(plain(message), markup=False, soft_wrap=True)

    def ask(self, prompt: str) -> str:
        """What the person types, without white space around it; raises `Stopped`."""
        try:
            return input(plain(prompt)).strip()
        except EOFError as exc:
            raise Stopped("the input has ended") from exc
        except KeyboardInterrupt as exc:
            raise Stopped("interrupted") from exc

    def ask_yes(self, question: str) -> bool:
        """Whether the person says yes."""
        while (typed := self.ask(f"{question} [y/n] ")) not in ("y", "n"):
            self.tell("y or n")
        return typed == "y"

    def ask_field(
        self, name: str, shown: str, clean: Callable[[str], str] = squash, wrong: str = ""
    ) -> str:
        """A field: Enter keeps what is shown, `-` says that nothing is printed.

        `clean` makes the label of what is typed; where it raises ValueError, it is asked again
        with what is `wrong`. `q` stops here too.
        """
        while True:
            typed = self.ask(f"  {name} [{shown or 'none'}]: ") or shown
            if typed == "q":
                raise Stopped("stopped")
            text = "" if typed == _NONE else typed.removeprefix("=")
            try:
                return clean(text)
            except ValueError:
                self.tell(f"  {wrong}")


def check_given(text: str) -> str:
    """The text as it is; raises ValueError where there is none."""
    if not text.strip():
        raise ValueError("nothing is given")
    return text


def check_place(text: str) -> str:
    """The place as it is; raises ValueError where it is none."""
    if not is_place(text):
        raise ValueError(f"no place: {text}")
    return text
