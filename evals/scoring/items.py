"""What a run judges, one thing at a time: a cell, a table, a finding, an answer, a citation."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, PositiveInt


class Aspect(StrEnum):
    """What kind of thing was judged."""

    CELL = "cell"
    """A figure or words of a table, labelled or read."""
    TABLE = "table"
    """A table, labelled or read."""
    STRUCTURE = "structure"
    """The grid of a table, where the whole grid is known."""
    FINDING = "finding"
    """A labelled finding: was it found?"""
    ALARM = "alarm"
    """A finding of the checks: is it labelled?"""
    ANSWER = "answer"
    """The answer to a question that is asked within its label's documents."""
    OPEN_ANSWER = "open answer"
    """The answer to a question that is asked over the whole library."""
    CITATION = "citation"
    """A citation of an answer: does its place hold what the answer says?"""
    STATED = "stated figure"
    """A figure that an answer states: does a citation prove it?"""


class Outcome(StrEnum):
    """What came of it."""

    RIGHT = "right"
    MISSING = "missing"
    INVENTED = "invented"
    WRONG_DIGITS = "wrong digits"
    WRONG_PLACE = "wrong place"
    WRONG_UNIT = "wrong unit"
    WRONG_KIND = "wrong kind"
    WRONG_TITLE = "wrong title"
    WRONG_STRUCTURE = "wrong structure"
    WRONG_SEVERITY = "wrong severity"
    WRONG_FIGURE = "wrong figure"
    WRONG_PASSAGE = "wrong passage"
    IN_FIRST_THREE = "in the first three"
    """A passage that is cited second or third."""
    UNPROVEN = "unproven"
    """Right, but no citation proves it."""
    NO_FIGURE = "no figure"
    """An answer in words alone where a figure was asked for."""
    ASKED_BACK = "asked back"
    ASKED_BACK_RIGHTLY = "asked back rightly"
    """Over the whole library, with a choice that holds all the label's documents."""
    WRONGLY_REFUSED = "wrongly refused"
    WRONGLY_ANSWERED = "wrongly answered"
    FAILED = "failed"
    """Nothing came of it: reading, checking or answering crashed or took too long."""


RIGHT = frozenset({Outcome.RIGHT, Outcome.ASKED_BACK_RIGHTLY})
"""The outcomes with which nothing is wrong."""


class Item(BaseModel):
    """One judged thing, with what was wanted and what came."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    aspect: Aspect
    """What kind of thing it is."""
    document: str
    """Name of the document; of a question over several, the name of its file."""
    key: str
    """Tells it from all others of its aspect and document, the same from run to run."""
    group: str = ""
    """What it is counted with: kind of table, kind of finding, type of question."""
    language: str = ""
    """`zh` or `en` for a question; empty otherwise."""
    outcome: Outcome
    """What came of it."""
    expected: str | None = None
    """What is labelled; null where nothing is."""
    got: str | None = None
    """What came; null where nothing did."""
    where: str = ""
    """The place that is labelled: line, page, or sheet and cell."""
    found: str = ""
    """The place of what came."""
    excerpt: str = ""
    """Of a wrong item, what the source prints there; lines are parted by line feeds."""
    cluster: str = ""
    """What stands and falls together when chance is judged: the table of a cell."""
    credit: float | None = None
    """For a structure its GriTS-Con, from 0 to 1; null where the outcome says all."""
    is_clean: bool = False
    """Of a table or an alarm: whether no labelled finding lies in the table."""
    note: str = ""
    """What else a person should know to judge it."""
    count: PositiveInt = 1
    """How many it stands for: in a baseline, right items that count alike are one."""

    @property
    def is_right(self) -> bool:
        """Whether nothing is wrong with it."""
        return self.outcome in RIGHT

    @property
    def identity(self) -> tuple[str, str, str]:
        """What pairs it with the same thing of another run."""
        return (self.aspect, self.document, self.key)
