"""Answers with a language model: it plans and it words; what is shown is proven by code alone."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from extraction import Adviser, LanguageModel, Reader
from index.answering.figures import absent_in
from index.answers import find_answer, find_scope, finish, plan_question
from index.library import Library
from index.modelling.model_checks import Draft, find_faults
from index.modelling.model_plans import UnfitPlan, ask_plan
from index.modelling.model_wording import (
    Placeholder,
    WordingAnswer,
    fill,
    find_placeholders,
    write_prompt,
)
from index.proving.gate import gate, split
from index.proving.proofs import Ground, find_ground
from index.records import Answer, Document, Language, Plan
from index.sentences.saying import speak

_MOST_SENTENCES = 8


class PlanMaker(StrEnum):
    """Who reads a question first."""

    RULES = "rules"
    """The rules; the model where these refuse or ask back."""
    MODEL = "model"
    """The model; the rules where its plan is of no use."""


def answer_with_model(
    library: Library,
    question: str,
    model: LanguageModel,
    documents: Sequence[str] | None = None,
    plan_by: PlanMaker = PlanMaker.RULES,
) -> Answer:
    """The answer that a model planned or worded, each figure proven; raises `UnknownDocument`.

    Where the model fails, errs or lies, it is the answer of the rules.
    """
    *_, answer = stream_answer(library, question, model, documents, plan_by)
    assert isinstance(answer, Answer)  # it is the last that a stream gives
    return answer


def stream_answer(
    library: Library,
    question: str,
    model: LanguageModel,
    documents: Sequence[str] | None = None,
    plan_by: PlanMaker = PlanMaker.RULES,
) -> Iterator[str | Answer]:
    """The sentences that passed the gate, one by one, and last the answer that they make up."""
    scope = find_scope(library, documents)
    adviser = Adviser(Reader.AUTO, model)
    given = _find(library, adviser, plan_question(question, scope), scope, plan_by)
    failures = len(adviser.failures)
    worded = _word(library, adviser, given)
    if worded is None and len(adviser.failures) > failures:
        note = speak(given.plan.language).not_worded(adviser.failures[-1])
        given = given.model_copy(update={"notes": (*given.notes, note)})
    answer = finish(library, worded or given)
    yield from _cut(library, answer)
    yield answer


def _find(
    library: Library,
    adviser: Adviser,
    plan: Plan,
    scope: Sequence[Document],
    plan_by: PlanMaker,
) -> Answer:
    """What the rules' plan comes to or the model's, proven; a model that does no better is mute."""
    by_rules = gate(library, find_answer(library, plan, scope))
    is_told = not by_rules.refused and not by_rules.choices
    if (plan_by is PlanMaker.RULES and is_told) or is_settled(library, plan, scope):
        return by_rules
    try:
        own_plan = ask_plan(adviser, plan, scope)
    except UnfitPlan as exc:
        note = speak(plan.language).not_planned(str(exc))
        return by_rules.model_copy(update={"notes": (*by_rules.notes, note)})
    by_model = gate(library, find_answer(library, own_plan, scope))
    if by_model.refused or (by_model.choices and is_told):
        return by_rules
    note = speak(plan.language).read_as(own_plan.operands or (own_plan.topic,))
    return by_model.model_copy(update={"notes": (*by_model.notes, note)})


def is_settled(library: Library, plan: Plan, scope: Sequence[Document]) -> bool:
    """Whether the rules know that nothing is there: no such agency, item or unit of measure."""
    return (
        not scope
        or bool(plan.unknown_agencies or plan.unknown_unit)
        or absent_in(library, plan) is not None
    )


def _word(library: Library, adviser: Adviser, given: Answer) -> Answer | None:
    """The answer in a model's sentences; None where they do not say all that was found."""
    if given.refused or given.choices or not given.citations:
        return None
    ground = find_ground(library, given)
    placeholders = find_placeholders(library, given, ground)
    sentences = _ask_sentences(library, adviser, given, placeholders, ground)
    separator = "" if given.plan.language is Language.CHINESE else " "
    text = separator.join(fill(sentence, placeholders) for sentence in sentences)
    worded = gate(library, given.model_copy(update={"answer": text}))
    if given.value is not None:
        is_whole = worded.value == given.value
    else:
        is_whole = len(worded.citations) == len(given.citations)
    return worded if is_whole and not worded.refused else None


def _ask_sentences(
    library: Library,
    adviser: Adviser,
    given: Answer,
    placeholders: dict[str, Placeholder],
    ground: Ground,
) -> list[str]:
    """The sentences without a fault; those with one are written anew once, or left out."""
    asked = f"{given.plan.question}\n{given.plan.wording}"
    answer = adviser.ask(write_prompt(given, placeholders), WordingAnswer)
    kept: list[str] = []
    refused: list[tuple[str, str]] = []
    for sentence in answer.sentences[:_MOST_SENTENCES] if answer else ():
        faults = list(find_faults(library, Draft(asked, sentence, placeholders, ground)))
        if faults:
            refused.append((sentence, "; ".join(faults)))
        elif sentence.strip():
            kept.append(sentence)
    if refused:
        again = adviser.ask(write_prompt(given, placeholders, refused), WordingAnswer)
        for sentence in again.sentences[:_MOST_SENTENCES] if again else ():
            if not any(find_faults(library, Draft(asked, sentence, placeholders, ground))):
                kept.append(sentence)
    return list(dict.fromkeys(kept))


def _cut(library: Library, answer: Answer) -> Iterator[str]:
    """The sentences of an answer."""
    return (one.text for one in split(answer.answer, find_ground(library, answer)))
