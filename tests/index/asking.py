"""A model that answers the same to all, and what processes of tests do with one."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from extraction import ModelError, Prompt, Reply
from index import Budget, CachedModel

PROMPT = Prompt(
    system="You find headers.", user="行1", schema_name="found", schema={"a": 1}, version="1"
)
ANSWER = Reply(text='{"a": 1}', tokens_in=11, tokens_out=7, seconds=0.5)


@dataclass
class Scripted:
    """Answers the same to all, or fails, and keeps what it was asked."""

    reply: Reply = ANSWER
    error: ModelError | None = None
    name: str = "scripted"
    asked: list[Prompt] = field(default_factory=list)

    def ask(self, prompt: Prompt, *_: object) -> Reply:
        self.asked.append(prompt)
        if self.error:
            raise self.error
        return self.reply


def ask_all(folder: Path) -> list[str]:
    """Ask a hundred questions of which the answers are kept."""
    cached = CachedModel(Scripted(), folder)
    return [cached.ask(replace(PROMPT, user=str(number))).text for number in range(100)]


def spend(tally: Path) -> None:
    """Count 50 answers."""
    budget = Budget(10_000, tally)
    for _ in range(50):
        budget.add(ANSWER)
