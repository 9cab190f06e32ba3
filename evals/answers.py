"""Answers judged by their labels, and their citations by the places that they name.

A figure is right when value and unit are exact (units of money converted) and a citation's place
prints it, or a formula over cited figures gives it. A passage is right when the first citation
quotes what the label quotes, or is of its line or cell; a page holds too much for that.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from evals.formulas import Amount, find_amounts, find_formulas, in_base
from evals.items import Aspect, Item, Outcome
from evals.questions import Question, QuestionType
from extraction import SpotKind, normal_form, parse_cell
from index import Answer, Citation, Library, is_proven

_PASSAGES = frozenset({QuestionType.WHY, QuestionType.DEFINITION, QuestionType.LIST})
_MARK = re.compile(r"\[\d+\]")
# What names a place or a time states no figure.
_NAMES = re.compile(r"《[^》]*》|“[^”]*”|\d{4}年度?")
_LEAST = 100
"""Of words that are cut short, so many characters are shown at least."""
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
    proven = list(_prove(library, given.citations))
    outcome = _judge(question, given, proven, is_open=aspect is Aspect.OPEN_ANSWER)
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
        excerpt="" if outcome is Outcome.RIGHT else _excerpt(question, given),
    )
    for item in _judge_proofs(given, proven):
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
    question: Question, given: Answer, proven: Sequence[_Proof], *, is_open: bool
) -> Outcome:
    if given.choices:
        offered = {name for choice in given.choices for name in choice.documents}
        fits = is_open and offered.issuperset(question.documents)
        return Outcome.RIGHT if fits else Outcome.ASKED_BACK
    if question.type is QuestionType.UNANSWERABLE:
        return Outcome.RIGHT if given.refused else Outcome.WRONGLY_ANSWERED
    if given.refused:
        return Outcome.WRONGLY_REFUSED
    if question.value is None or question.type in _PASSAGES:
        return _judge_passage(question, given)
    return _judge_figure(question, question.value, given, proven)


def _judge_passage(question: Question, given: Answer) -> Outcome:
    fits = [_fits(citation, question) for citation in given.citations[:3]]
    if fits and fits[0]:
        return Outcome.RIGHT
    return Outcome.IN_FIRST_THREE if any(fits) else Outcome.WRONG_PASSAGE


def _fits(citation: Citation, question: Question) -> bool:
    """Whether a citation quotes one of the labelled quotes, or is of its line or cell."""
    is_narrow = citation.source.spot.kind is not SpotKind.PAGE
    return any(
        normal_form(one.quote) in normal_form(citation.quote)
        or (is_narrow and citation.where == one.where)
        for one in question.evidence
        if one.document == citation.document
    )


def _judge_figure(
    question: Question, value: Decimal, given: Answer, proven: Sequence[_Proof]
) -> Outcome:
    if given.value is None:
        return Outcome.WRONG_FIGURE
    wanted, got = in_base(value, question.unit), in_base(given.value, given.unit)
    stated = Amount(given.value, given.unit or "")
    units = {proof.amount.unit for proof in proven if proof.amount and _prints(proof, stated)}
    printed = bool(units)
    # A figure that is printed in the label's unit is exact; another was rounded by the label.
    is_exact = (question.unit or "") in units
    is_figure = wanted[0] == (got[0] if is_exact else _round_as(got[0], value, question.unit))
    if is_figure and wanted[1] == got[1]:
        return Outcome.RIGHT if printed or _follows(given, proven) else Outcome.UNPROVEN
    return Outcome.WRONG_UNIT if is_figure or given.value == value else Outcome.WRONG_FIGURE


def _round_as(figure: Decimal, label: Decimal, unit: str | None) -> Decimal:
    """A figure in its base unit, rounded as a label in `unit` is."""
    step = in_base(Decimal(1), unit)[0]
    last = Decimal(1).scaleb(min(0, int(label.as_tuple().exponent)))
    return (figure / step).quantize(last, ROUND_HALF_UP) * step


def _follows(given: Answer, proven: Sequence[_Proof]) -> bool:
    """Whether a formula of the answer that holds gives its value from cited figures."""
    assert given.value is not None
    value = in_base(given.value, given.unit)
    results = _find_results(_MARK.sub("", given.answer), proven)
    return any(in_base(result.value, result.unit) == value for result in results)


def _find_results(text: str, proven: Sequence[_Proof]) -> Iterator[Amount]:
    """The results of the formulas that hold and whose operands are all cited."""
    amounts = [proof.amount for proof in proven if proof.amount]
    units = {amount.value: amount.unit for amount in reversed(amounts)}
    for formula in find_formulas(text, units):
        if formula.holds and all(_is_cited(operand, proven) for operand in formula.operands):
            yield formula.result


def _prove(library: Library, citations: Iterable[Citation]) -> Iterator[_Proof]:
    for citation in citations:
        if not is_proven(library, citation.source, citation.printed):
            continue
        amount = parse_cell(citation.printed.lstrip(_BOUNDS), None)[1]
        if amount is None or normal_form(citation.printed) not in normal_form(citation.quote):
            yield _Proof(citation, None)
        else:
            unit = amount.unit or _unit_at(library, citation)
            yield _Proof(citation, Amount(amount.value, unit or ""))


def _unit_at(library: Library, citation: Citation) -> str | None:
    """The unit of the cell that is cited, which its table or column gives."""
    facts = library.facts([citation.document])
    return next((fact.unit for fact in facts if fact.source == citation.source), None)


def _prints(proof: _Proof, figure: Amount) -> bool:
    """Whether a citation's print is the figure, units of money converted."""
    if proof.amount is None:
        return False
    return in_base(proof.amount.value, proof.amount.unit) == in_base(figure.value, figure.unit)


def _is_cited(figure: Amount, proven: Sequence[_Proof]) -> bool:
    """Whether a citation prints the figure, or holds it among the words that it proves."""
    return any(
        _prints(proof, figure) or figure in find_amounts(proof.citation.printed) for proof in proven
    )


def _judge_proofs(given: Answer, proven: Sequence[_Proof]) -> Iterator[Item]:
    """Does each citation hold what the answer says, and does each figure stand in a citation?

    What asks back, or refuses without a citation, states no figure of a document.
    """
    if given.choices or (given.refused and not given.citations):
        return
    # Not by white space, which the normal form drops: the figures beside a name are two.
    text = _NAMES.sub("；", _MARK.sub("", given.answer))
    # A figure is found in a text without its sign.
    results = {Amount(abs(one.value), one.unit) for one in _find_results(text, proven)}
    stated = list(dict.fromkeys(find_amounts(text)))
    proofs = {proof.citation.number: proof for proof in proven}
    for citation in given.citations:
        proof = proofs.get(citation.number)
        holds = proof is not None and _carries(proof, given.answer, stated)
        yield Item(
            aspect=Aspect.CITATION,
            document="",
            key=f"[{citation.number}]",
            outcome=Outcome.RIGHT if holds else Outcome.WRONG_PLACE,
            expected=given.answer,
            got=citation.printed,
            found=f"{citation.document} {citation.where}",
            excerpt="" if holds else citation.quote,
        )
    for figure in stated:
        is_right = figure in results or _is_cited(figure, proven)
        yield Item(
            aspect=Aspect.STATED,
            document="",
            key=f"{figure.value}{figure.unit}",
            outcome=Outcome.RIGHT if is_right else Outcome.UNPROVEN,
            expected=f"{figure.value}{figure.unit}",
            got=given.answer,
        )


def _carries(proof: _Proof, answer: str, stated: Sequence[Amount]) -> bool:
    """Whether the answer says what the citation prints: its words, or its figure."""
    if proof.amount is None:
        return _shows(normal_form(_MARK.sub("", answer)), normal_form(proof.citation.printed))
    return any(_prints(proof, figure) for figure in stated)


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
