"""Score answers to labelled questions, by type: `python -m evals.answers ../shared`.

Each question is asked within its label's documents. A figure is right when its value and unit
are exact (units of money converted) and a citation shows a place that prints it; a passage is
right when the first citation quotes what the label quotes, or is of the line or cell that it
stands on; a page holds too much for that.
"""

import argparse
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from extraction import ExtractionError, SpotKind, Unit, normal_form, parse_cell
from index import (
    Answer,
    Citation,
    Library,
    Operation,
    Plan,
    Want,
    answer,
    is_proven,
    load_embedder,
    prepare,
)

_PASSAGES = frozenset({"why", "definition", "list"})
_ALIKE = {"名": "人", "处": "个", "项": "个", "台": "台（套）", "套": "台（套）", "个百分点": "%"}


@dataclass(frozen=True, slots=True)
class Question:
    """A labelled question."""

    id: str
    type: str
    documents: tuple[str, ...]
    question: str
    value: Decimal | None
    unit: str | None
    evidence: tuple[tuple[str, str, str], ...]
    """Document; line, page or cell; quote."""


@dataclass(frozen=True, slots=True)
class Score:
    """What came of a question."""

    question: Question
    answer: Answer
    seconds: float
    is_right: bool
    is_at_label: bool
    """Whether a citation is of the labelled line or page, beyond being right."""


def read_questions(path: Path, language: str) -> Iterator[Question]:
    """The questions of a file of labels in one language."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line, parse_float=Decimal, parse_int=Decimal)
        if row["lang"] == language:
            yield Question(
                id=row["id"],
                type=row["type"],
                documents=tuple(row["documents"]),
                question=row["question"],
                value=row["value"],
                unit=row["unit"],
                evidence=tuple(
                    (one["document"], str(one["where"]), one["quote"]) for one in row["evidence"]
                ),
            )


def score_answer(library: Library, question: Question) -> Score:
    """Ask a question in its scope and judge what comes."""
    began = time.perf_counter()
    given = answer(library, question.question, question.documents)
    seconds = time.perf_counter() - began
    if question.type == "unanswerable":
        is_right = given.refused
    elif question.type in _PASSAGES:
        is_right = not given.refused and is_right_passage(given.citations[:1], question)
    else:
        is_right = not given.refused and is_right_figure(library, given, question)
    places = {(document, where) for document, where, _ in question.evidence}
    is_at_label = any((c.document, c.where) in places for c in given.citations)
    return Score(question, given, seconds, is_right, is_at_label)


def score_unread(question: Question, error: str) -> Score:
    """The score of a question of a document that could not be read: wrong, whatever is asked."""
    plan = Plan(question=question.question, want=Want.FIGURE, documents=question.documents)
    given = Answer(answer=error, refused=True, plan=plan)
    return Score(question, given, seconds=0.0, is_right=False, is_at_label=False)


def is_right_figure(library: Library, given: Answer, question: Question) -> bool:
    """Whether value and unit are the labelled ones, and a cited place prints the figure.

    A figure that is computed is cited by its operands, and compared as the label was rounded.
    """
    if given.value is None or question.value is None:
        return False
    wanted, got = in_base(question.value, question.unit), in_base(given.value, given.unit)
    if given.plan.operation is Operation.LOOKUP or any(
        prints(library, citation, given) for citation in given.citations
    ):
        return wanted == got and any(prints(library, c, given) for c in given.citations)
    places = Decimal(1).scaleb(int(wanted[0].as_tuple().exponent))  # as the label was rounded
    return wanted[1] == got[1] and got[0].quantize(places, ROUND_HALF_UP) == wanted[0]


def prints(library: Library, citation: Citation, given: Answer) -> bool:
    """Whether the cited place prints the answer's figure, in the unit of its own or another."""
    if not is_proven(library, citation.source, citation.printed):
        return False
    if normal_form(citation.printed) not in normal_form(citation.quote):
        return False
    amount = parse_cell(citation.printed.lstrip("≥≤><＞＜不少于低超过高 "), None)[1]
    if amount is None or given.value is None:
        return False
    units = [amount.unit, given.unit, *(unit for unit in Unit if unit.in_yuan)]
    wanted = in_base(given.value, given.unit)
    return any(in_base(amount.value, unit) == wanted for unit in units)


def in_base(value: Decimal, unit: str | None) -> tuple[Decimal, str]:
    """A quantity in its base unit, money in 元."""
    name = _ALIKE.get(unit or "", unit or "")
    money = Unit(name).in_yuan if name in set(Unit) else None
    return (value * money, "元") if money else (value.normalize(), name)


def is_right_passage(citations: Sequence[Citation], question: Question) -> bool:
    """Whether a citation quotes one of the labelled quotes, or is of its line or cell."""
    for citation in citations:
        is_narrow = citation.source.spot.kind is not SpotKind.PAGE
        for document, where, quote in question.evidence:
            if citation.document != document:
                continue
            if normal_form(quote) in normal_form(citation.quote):
                return True
            if is_narrow and citation.where == where:
                return True
    return False


def report(scores: Sequence[Score]) -> str:
    """The scores by type, then every miss."""
    by_type: dict[str, list[Score]] = defaultdict(list)
    for score in scores:
        by_type[score.question.type].append(score)
    lines = ["type            n  right  share  refused  at label"]
    for name, group in by_type.items():
        right = sum(score.is_right for score in group)
        refused = sum(score.answer.refused for score in group)
        at_label = sum(score.is_at_label for score in group)
        share = f"{Decimal(right) / len(group):.2f}"
        lines.append(f"{name:13} {len(group):3}  {right:5}  {share}  {refused:7}  {at_label:8}")
    others = [score for score in scores if score.question.type != "unanswerable"]
    wrongly = sum(score.answer.refused for score in others)
    lines.append(f"wrongly refused: {wrongly} of {len(others)}")
    asked_back = Counter(bool(score.answer.choices) for score in scores)[True]
    seconds = sorted(score.seconds for score in scores) or [0.0]
    middle, most = seconds[len(seconds) // 2], seconds[len(seconds) * 99 // 100]
    lines.append(
        f"asked back {asked_back}; seconds an answer: median {middle:.3f}, "
        f"99 of 100 under {most:.3f}, slowest (while the library loads) {seconds[-1]:.3f}"
    )
    lines += [_miss(score) for score in scores if not score.is_right]
    return "\n".join(lines)


def _miss(score: Score) -> str:
    question, given = score.question, score.answer
    if question.value is not None:
        wanted = f"{question.value} {question.unit or ''}"
    else:
        wanted = (
            " ".join((*question.evidence[0][1:2], question.evidence[0][2][:40]))
            if question.evidence
            else "—"
        )
    where = ",".join(citation.where for citation in given.citations[:3])
    return (
        f"  {question.type} {question.id} {question.question}\n      wanted {wanted}\n"
        f"      got    {'' if given.value is None else given.value} {given.answer[:90]} @{where}"
    )


def find_questions(root: Path, names: Iterable[str]) -> Iterator[Path]:
    """The question files of those documents."""
    for name in names:
        path = root / "gold" / name / "questions.jsonl"
        if path.exists():
            yield path


def find_documents(root: Path) -> dict[str, Path]:
    """The files of the corpus by name, of whatever format; a text goes before another format."""
    files = sorted(path for path in (root / "corpus").glob("*/*") if path.is_file())
    return {path.stem: path for path in files}


def add_documents(library: Library, files: Iterable[Path]) -> dict[str, str]:
    """Index some files; the names of those that cannot be read, each with the reason."""
    unread: dict[str, str] = {}
    prepared = []
    for path in files:
        try:
            prepared.append(prepare(path))
        except ExtractionError as exc:
            unread[path.stem] = str(exc)
    library.add(prepared)
    return unread


def main() -> None:
    """Index the documents of a folder of labels, ask every question, print the scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", type=Path, help="folder with corpus and gold")
    parser.add_argument("--documents", nargs="*", help="names; default all with labels")
    parser.add_argument("--types", nargs="*", help="types of question; default all")
    parser.add_argument("--language", default="zh")
    parser.add_argument("--no-vectors", action="store_true", help="search by words only")
    options = parser.parse_args()
    files = find_documents(options.root)
    names = options.documents or [n for n in files if list(find_questions(options.root, [n]))]
    with TemporaryDirectory() as folder:
        library = Library(Path(folder), None if options.no_vectors else load_embedder())
        began = time.perf_counter()
        unread = add_documents(library, (files[name] for name in names))
        seconds = time.perf_counter() - began
        print(f"indexed {len(names) - len(unread)} of {len(names)} documents in {seconds:.1f} s")
        questions = [
            question
            for path in find_questions(options.root, names)
            for question in read_questions(path, options.language)
            if not options.types or question.type in options.types
        ]
        errors = [next(filter(None, map(unread.get, q.documents)), "") for q in questions]
        scores = [
            score_unread(question, error) if error else score_answer(library, question)
            for question, error in zip(questions, errors, strict=True)
        ]
        print(report(scores))


if __name__ == "__main__":
    main()
