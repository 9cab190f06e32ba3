"""The command that answers: ask."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from app.answers_drawing import answer_lines, answer_record
from app.asking import Asker
from app.costs import say_costs
from app.libraries import Folder, use_library
from app.model_options import MaxTokens, Verbose, choose_options, use_model
from app.question_lines import BadLine, Question, read_questions
from app.terminal import COULD_NOT_RUN, stop
from extraction import Reader

if TYPE_CHECKING:
    from index import Answer

_STDIN = "-"
AskReader = Annotated[
    Reader,
    typer.Option(
        help="Who reads questions: the rules; the model; or (auto) the rules, and the model where "
        "they refuse. A model also words the answers; figures are looked up and proven by code."
    ),
]
AgentFirst = Annotated[
    bool,
    typer.Option(
        "--agent",
        help="The model looks things up itself, step by step, whatever the rules would answer; "
        "without it, only where no plan answers. It chooses; figures are copied and proven by "
        "code. Needs --reader auto or model, and an endpoint that takes tools.",
    ),
]
Scope = Annotated[
    list[str] | None,
    typer.Option("--document", help="Look only in this document; may be given again."),
]


def ask(
    question: Annotated[
        str | None, typer.Argument(help="The question, in Chinese or English.")
    ] = None,
    from_file: Annotated[
        str | None,
        typer.Option("--from", help='JSONL of {"id", "question", "documents"?}; - is stdin.'),
    ] = None,
    document: Scope = None,
    library: Folder = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    reader: AskReader = Reader.RULES,
    agent: AgentFirst = False,
    max_tokens_total: MaxTokens = None,
    verbose: Verbose = False,
) -> None:
    """Answer a question from the library, each figure with the place that proves it."""
    if (question is None) == (from_file is None):
        stop("give either a question or --from FILE")
    if question is not None and not question.strip():
        stop("the question is empty")
    if agent and reader is Reader.RULES:
        stop("--agent needs a model: add --reader auto or --reader model")
    options = choose_options(reader, False, max_tokens_total, verbose)
    with use_model(options) as use, use_library(library) as opened:
        asker = Asker(opened, use, is_agent_first=agent)
        if not opened.documents():
            stop(f"the library {opened.folder} is empty; add documents with: gouji index PATH…")
        for name in document or ():
            opened.document(name)
        if question is not None:
            _answer_one(asker, question, document, as_json)
        elif from_file is not None and _answer_file(asker, from_file, document):
            raise typer.Exit(COULD_NOT_RUN)


def _answer_one(asker: Asker, question: str, documents: list[str] | None, as_json: bool) -> None:
    printer = _Printer()
    is_read_along = sys.stdout.isatty() and not as_json
    found, cost = asker.ask(question, documents or None, watcher=printer if is_read_along else None)
    if as_json:
        typer.echo(json.dumps(answer_record(found), ensure_ascii=False, indent=1))
    else:
        first, *others = answer_lines(found)
        for line in (first.removeprefix(printer.said), *others):
            typer.echo(line)
    if cost:
        say_costs([cost])


class _Printer:
    """Prints what a model says while it is said."""

    def __init__(self) -> None:
        self.said = ""

    def find(self, given: "Answer") -> None:
        """Wait for what is said of it."""

    def say(self, piece: str) -> None:
        """Print a sentence."""
        self.said += piece
        typer.echo(piece, nl=False)


def _answer_file(asker: Asker, name: str, documents: list[str] | None) -> bool:
    """Print an answer a line as it is found; whether a line could not be answered."""
    failed = False
    with _open_lines(name) as lines:
        for line in read_questions(lines):
            record = _answer_line(asker, line, documents)
            failed |= "error" in record
            text = json.dumps(record, ensure_ascii=False)
            # Half a surrogate pair in an id cannot be printed; escaped it is the same in JSON.
            print(text.encode("utf-8", "backslashreplace").decode("utf-8"), flush=True)
    return failed


def _open_lines(name: str) -> BinaryIO:
    if name == _STDIN:
        return sys.stdin.buffer
    try:
        return Path(name).open("rb")
    except OSError as exc:
        stop(f"{name}: {exc.strerror}")


def _answer_line(
    asker: Asker, line: Question | BadLine, documents: list[str] | None
) -> dict[str, object]:
    from index import LibraryError

    if isinstance(line, BadLine):
        return {"id": line.id, "error": line.error}
    try:
        scope = documents if line.documents is None else line.documents
        found, cost = asker.ask(line.question, scope)
    except LibraryError as exc:
        return {"id": line.id, "error": str(exc)}
    except Exception as exc:  # a fault of ours in one question must not stop the others
        return {"id": line.id, "error": f"internal error, please report it: {exc!r}"}
    spent = {"cost": cost.model_dump(mode="json")} if cost else {}
    return {"id": line.id, **answer_record(found), **spent}
