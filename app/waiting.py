"""A question under way in a thread of its own: who waits sees how far it is, and may stop."""

from collections.abc import Iterator
from threading import Event, Thread
from typing import TYPE_CHECKING

from app.advising import ModelOptions, find_endpoint, use_endpoint
from app.asking import Asker
from extraction import Reader

if TYPE_CHECKING:
    from app.conversation import Ask
    from index import Answer, Library

_BEAT = 0.1  # seconds


class Stopped(Exception):
    """Nobody waits any longer."""


class Waiting:
    """A question that is being answered; it watches what a model says."""

    def __init__(self, library: "Library", ask: "Ask", options: ModelOptions) -> None:
        self.library = library
        self.ask = ask
        self.found: Answer | None = None
        """What was found, proven, before a model is asked."""
        self.said = ""
        """What a model said of it, proven."""
        self.answer: Answer | None = None
        """The whole answer."""
        self.error: Exception | None = None
        """Why there is none."""
        self.is_stopped = False
        self._options = options
        self._news = Event()
        Thread(target=self._run, daemon=True).start()

    @property
    def asks_model(self) -> bool:
        """Whether a model may be asked."""
        return self._options.reader is not Reader.RULES

    @property
    def is_over(self) -> bool:
        """Whether there is nothing to wait for."""
        return self.is_stopped or self.answer is not None or self.error is not None

    def follow(self) -> Iterator[None]:
        """One step at each news and each beat, to the end."""
        while not self.is_over:
            yield
            self._news.wait(_BEAT)
            self._news.clear()

    def stop(self) -> None:
        """Wait no longer: the model is left at its next sentence."""
        self.is_stopped = True
        self._news.set()

    def find(self, given: "Answer") -> None:
        """Keep what was found."""
        self._go_on()
        self.found = given
        self._news.set()

    def say(self, piece: str) -> None:
        """Keep a sentence."""
        self._go_on()
        self.said += piece
        self._news.set()

    def _go_on(self) -> None:
        if self.is_stopped:
            raise Stopped

    def _run(self) -> None:
        try:
            endpoint = find_endpoint(self._options.reader)
            with use_endpoint(self._options, endpoint) as use:
                asker, ask = Asker(self.library, use), self.ask
                self.answer, _ = asker.ask(ask.question, ask.documents, ask.previous, self)
        except Exception as exc:  # told by whoever waits
            self.error = exc
        self._news.set()
