"""Answers judged by their labels, and their citations by the places that they name.

A figure is right when value and unit are exact (units of money converted) and a citation's place
prints it, or a formula over cited figures gives it. A passage is right when the first citation
prints words of the labelled quote, on its line, in its cell or in a passage that has it whole.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from difflib import SequenceMatcher

from evals.labels.questions import Question, QuestionType
from evals.scoring.formulas import (
    Amount,
    Formula,
    drop_names,
    find_amounts,
    find_formulas,
    in_base,
    states,
)
from evals.scoring.items import RIGHT, Aspect, Item, Outcome
from extraction import SpotKind, normal_form, parse_cell
from index import Answer, Citation, Library, Operation, is_proven

_PASSAGES = frozenset({QuestionType.WHY, QuestionType.DEFINITION, QuestionType.LIST})
_MARK = re.compile(r"\[\d+\]")
_LEAST = 100
"""Of words that are cut short, so many characters are shown at least."""
_SHARED = 8
"""Characters in a row that two texts hardly share by chance."""
# A count in a unit that is in no list: 26人次.
_COUNTED = re.compile(r"(\d+)([一-龥]{1,2}次)")
_BOUNDS = "≥≤><＞＜不少于低超过高 "


@dataclass(frozen=True, slots=True)
class _Proof:
    """A citation whose place prints just what it says."""

    citation: Citation
    amount: Amount | None
    """What is printed, in the unit that holds there; None for words."""


def judge_answer(
    library: Library, question: Question, given: Answer, aspect: Aspect, name: str
) -> Iterator[Item]:
    """An item for the answer, one for each citation and one for each figure that it states.

    `name` is the document or the file of questions that the items are counted with.
    """
    proofs = [_prove(library, citation) for citation in given.citations]
    outcome = _judge(question, given, proofs, is_open=aspect is Aspect.OPEN_ANSWER)
    cited = ", ".join(f"{one.document} {one.where}" for one in given.citations[:3])
    yield Item(
        aspect=aspect,
        document=name,
        key=question.id,
        group=question.type,
        language=question.lang,
        outcome=outcome,
        expected=_expected(question),
        got=given.answer,
        where=", ".join(f"{one.document} {one.where}" for one in question.evidence),
        found=cited,
        note=question.question,
        excerpt="" if outcome in RIGHT else _excerpt(question, given),
    )
    for item in _judge_proofs(given, proofs):
        update = {
            "document": name,
            "key": f"{aspect} {question.id} {item.key}",
            "group": question.type.value,
            "language": question.lang.value,
            "cluster": f"{aspect} {question.id}",
            "note": question.question,
        }
        yield item.model_copy(update=update)


def fail_answer(question: Question, error: str, aspect: Aspect, name: str) -> Item:
    """The item of a question that was never answered, whatever was asked."""
    return Item(
        aspect=aspect,
        document=name,
        key=question.id,
        group=question.type,
        language=question.lang,
        outcome=Outcome.FAILED,
        expected=_expected(question),
        note=f"{question.question} ({error})",
    )


def _judge(
    question: Question, given: Answer, proofs: Sequence[_Proof | None], *, is_open: bool
) -> Outcome:
    if given.choices:
        fits = is_open and _offers(given, question)
        return Outcome.ASKED_BACK_RIGHTLY if fits else Outcome.ASKED_BACK
    if question.type is QuestionType.UNANSWERABLE:
        return Outcome.RIGHT if given.refused else Outcome.WRONGLY_ANSWERED
    if given.refused:
        return Outcome.WRONGLY_REFUSED
    if question.value is None or question.type in _PASSAGES:
        return _judge_passage(question, proofs)
    return _judge_figure(question, question.value, given, list(filter(None, proofs)))


def _offers(given: Answer, question: Question) -> bool:
    """Whether one of the choices leads to an answer: it holds all documents of the question."""
    if question.type is QuestionType.UNANSWERABLE:
        return False
    return any(set(choice.documents).issuperset(question.documents) for choice in given.choices)


def _judge_passage(question: Question, proofs: Sequence[_Proof | None]) -> Outcome:
    fits = [proof is not None and _fits(proof.citation, question) for proof in proofs[:3]]
    if fits and fits[0]:
        return Outcome.RIGHT
    return Outcome.IN_FIRST_THREE if any(fits) else Outcome.WRONG_PASSAGE


def _fits(citation: Citation, question: Question) -> bool:
    """Whether a citation prints words of a labelled quote, at its place.

    That is its line or cell, or a passage with the whole quote; a page holds too much.
    """
    is_narrow = citation.source.spot.kind is not SpotKind.PAGE
    return any(
        _overlap(normal_form(citation.printed), normal_form(one.quote))
        for one in question.evidence
        if one.document == citation.document
        and (
            (is_narrow and citation.where == one.where)
            or normal_form(one.quote) in normal_form(citation.quote)
        )
    )


def _overlap(one: str, other: str) -> bool:
    """Whether two texts share half of the shorter, or so much that it is no chance."""
    match = SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    return match.size * 2 >= min(2 * _SHARED, len(one), len(other))


def _judge_figure(
    question: Question, value: Decimal, given: Answer, proven: Sequence[_Proof]
) -> Outcome:
    if given.value is None:
        return Outcome.NO_FIGURE
    wanted, got = in_base(value, question.unit), in_base(given.value, given.unit)
    figure = Amount(given.value, given.unit or "")
    units = {proof.amount.unit for proof in proven if proof.amount and _prints(proof, figure)}
    # A figure that is printed in the label's unit is exact; another was rounded by the label.
    is_exact = (question.unit or "") in units
    is_figure = wanted[0] == (got[0] if is_exact else _round_as(got[0], value, question.unit))
    if is_figure and wanted[1] == got[1]:
        is_told = units or _follows(given, proven) or _counts(given, figure)
        is_proof = states(_strip(given), figure) and is_told
        return Outcome.RIGHT if is_proof else Outcome.UNPROVEN
    return Outcome.WRONG_UNIT if is_figure or given.value == value else Outcome.WRONG_FIGURE


def _round_as(figure: Decimal, label: Decimal, unit: str | None) -> Decimal:
    """A figure in its base unit, rounded as a label in `unit` is."""
    step = in_base(Decimal(1), unit)[0]
    last = Decimal(1).scaleb(min(0, int(label.as_tuple().exponent)))
    return (figure / step).quantize(last, ROUND_HALF_UP) * step


def _strip(given: Answer) -> str:
    """The words of an answer without the marks of its citations and without names."""
    return drop_names(_MARK.sub("", given.answer))


def _follows(given: Answer, proven: Sequence[_Proof]) -> bool:
    """Whether a formula of the answer that holds gives its value from cited figures.

    Of a mean (万元/辆) the formula's result bears the unit of what is divided.
    """
    assert given.value is not None
    value = in_base(given.value, (given.unit or "").split("/")[0])
    formulas = _find_proven(_strip(given), proven)
    results = (result for formula in formulas for result in formula.results)
    return any(in_base(result.value, result.unit) == value for result in results)


def _counts(given: Answer, figure: Amount) -> bool:
    """Whether a figure is the number of rows that an answer lists, each cited."""
    is_count = given.plan.operation is Operation.COUNT and figure.unit in ("个", "项")
    return is_count and figure.value == len(given.citations)


def _find_proven(text: str, proven: Sequence[_Proof]) -> Iterator[Formula]:
    """The formulas that hold and whose operands are all cited."""
    amounts = [proof.amount for proof in proven if proof.amount]
    units = {amount.value: amount.unit for amount in reversed(amounts)}
    for formula in find_formulas(text, units):
        if formula.holds and all(_is_cited(operand, proven) for operand in formula.operands):
            yield formula


def _prove(library: Library, citation: Citation) -> _Proof | None:
    """The proof of a citation; None where it says nothing, or its place prints something else."""
    printed = normal_form(citation.printed)
    if not printed or not is_proven(library, citation.source, citation.printed):
        return None
    amount = parse_cell(citation.printed.lstrip(_BOUNDS), None)[1]
    if printed not in normal_form(citation.quote):
        return _Proof(citation, None)
    if amount is None:
        counted = _COUNTED.fullmatch(printed)
        return _Proof(citation, Amount(Decimal(counted[1]), counted[2]) if counted else None)
    unit = amount.unit or _unit_at(library, citation)
    return _Proof(citation, Amount(amount.value, unit or ""))


def _unit_at(library: Library, citation: Citation) -> str | None:
    """The unit of the cell that is cited, which its table or column gives."""
    facts = library.facts([citation.document])
    return next((fact.unit for fact in facts if fact.source == citation.source), None)


def _prints(proof: _Proof, figure: Amount) -> bool:
    """Whether a citation's print is the figure, units of money converted."""
    if proof.amount is None:
        return False
    return in_base(proof.amount.value, proof.amount.unit) == in_base(figure.value, figure.unit)


def _has(proof: _Proof, figure: Amount) -> bool:
    """Whether a citation prints the figure, or holds it among the words that it proves."""
    return _prints(proof, figure) or figure in find_amounts(proof.citation.printed)


def _is_cited(figure: Amount, proven: Iterable[_Proof]) -> bool:
    return any(_has(proof, figure) for proof in proven)


def _judge_proofs(given: Answer, proofs: Sequence[_Proof | None]) -> Iterator[Item]:
    """Does each citation hold what the answer says, and does each figure stand in a citation?

    What asks back, or refuses without a citation, states no figure of a document.
    """
    if given.choices or (given.refused and not given.citations):
        return
    text = _strip(given)
    proven = list(filter(None, proofs))
    formulas = list(_find_proven(text, proven))
    constants = Counter(one for formula in formulas for one in formula.constants)
    stated = list(Counter(find_amounts(text)) - constants)
    yield from _judge_citations(given, proofs, stated)
    # A figure is found in a text without its sign.
    results = {Amount(abs(one.value), one.unit) for each in formulas for one in each.results}
    for figure in stated:
        is_right = figure in results or _is_cited(figure, proven) or _counts(given, figure)
        yield Item(
            aspect=Aspect.STATED,
            document="",
            key=f"{figure.value}{figure.unit}",
            outcome=Outcome.RIGHT if is_right else Outcome.UNPROVEN,
            expected=f"{figure.value}{figure.unit}",
            got=given.answer,
        )


def _judge_citations(
    given: Answer, proofs: Iterable[_Proof | None], stated: Sequence[Amount]
) -> Iterator[Item]:
    seen = Counter[int]()
    for citation, proof in zip(given.citations, proofs, strict=True):
        holds = proof is not None and _carries(proof, given.answer, stated)
        seen[citation.number] += 1
        again = f"#{seen[citation.number]}" if seen[citation.number] > 1 else ""
        yield Item(
            aspect=Aspect.CITATION,
            document="",
            key=f"[{citation.number}]{again}",
            outcome=Outcome.RIGHT if holds else Outcome.WRONG_PLACE,
            expected=given.answer,
            got=citation.printed,
            found=f"{citation.document} {citation.where}",
            excerpt="" if holds else citation.quote,
        )


def _carries(proof: _Proof, answer: str, stated: Iterable[Amount]) -> bool:
    """Whether the answer says what the citation prints: its words, or its figure."""
    if proof.amount is None:
        return _shows(normal_form(_MARK.sub("", answer)), normal_form(proof.citation.printed))
    return any(_has(proof, figure) for figure in stated)


def _shows(answer: str, words: str) -> bool:
    """Whether an answer has these words, or of long ones those before an ellipsis."""
    if words in answer:
        return True
    cuts = (text[text.find(words[:_LEAST]) :] for text in answer.split("...")[:-1])
    return any(len(cut) >= _LEAST and words.startswith(cut) for cut in cuts)


def _expected(question: Question) -> str:
    if question.value is not None:
        return f"{question.value}{question.unit or ''} ({question.answer})"
    return question.answer


def _excerpt(question: Question, given: Answer) -> str:
    labelled = (f"{one.document} {one.where}: {one.quote}" for one in question.evidence)
    cited = (f"[{one.number}] {one.document} {one.where}: {one.quote}" for one in given.citations)
    return "\n".join((*labelled, *cited))
