"""Answers with a language model: it plans and it words; what is shown is proven by code alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from extraction import Adviser, LanguageModel, Reader
from index.answering.figures import absent_in
from index.answers import find_answer, find_scope, finish, plan_question
from index.library import Library
from index.modelling.model_plans import UnfitPlan, ask_plan
from index.modelling.model_sentences import Watcher, Wording, complete_wording, is_wordable
from index.modelling.model_wording import WordingAnswer, write_prompt
from index.proving.gate import gate
from index.records import Answer, Document, Plan
from index.sentences.saying import speak


class PlanMaker(StrEnum):
    """Who reads a question first."""

    RULES = "rules"
    """The rules; the model where these refuse or ask back."""
    MODEL = "model"
    """The model; the rules where its plan is of no use."""


@dataclass(frozen=True, slots=True)
class Helper:
    """The model that helps the rules with a question, what it does, and who watches it."""

    model: LanguageModel
    plan_by: PlanMaker = PlanMaker.RULES
    watcher: Watcher | None = None

    def tell_found(self, given: Answer) -> None:
        """Tell the watcher what was found."""
        if self.watcher:
            self.watcher.find(given)

    def tell(self, piece: str) -> None:
        """Tell the watcher a sentence."""
        if self.watcher:
            self.watcher.say(piece)


def answer_with_model(
    library: Library,
    question: str,
    helper: Helper,
    documents: Sequence[str] | None = None,
    previous: Plan | None = None,
) -> Answer:
    """The answer that a model planned or worded, each figure proven; raises `UnknownDocument`.

    It begins with what the watcher was told, word for word. Where the model fails, errs or lies,
    the rest is the answer of the rules. `previous` is the plan of the question before.
    """
    scope = find_scope(library, documents)
    adviser = Adviser(Reader.AUTO, helper.model)
    given = _find(library, adviser, plan_question(question, scope, previous), scope, helper)
    if not is_wordable(given):
        return finish(library, given)
    helper.tell_found(given)
    wording = Wording(library, given, helper.tell)
    failures = len(adviser.failures)
    _ask_sentences(adviser, wording)
    if wording.missing and len(adviser.failures) > failures:
        say = speak(given.plan.language)
        tell = say.broken_off if wording.said else say.not_worded
        notes = (*given.notes, tell(adviser.failures[-1]))
        given = given.model_copy(update={"notes": notes})
    return complete_wording(library, given, wording.said)


def _ask_sentences(adviser: Adviser, wording: Wording) -> None:
    """Have an answer worded; once more what was refused or is missing."""
    given, placeholders = wording.given, wording.placeholders
    first = adviser.ask(write_prompt(given, placeholders), WordingAnswer, wording.hear)
    if first is None:
        return
    wording.take(first.sentences)
    if wording.refused or wording.missing:
        prompt = write_prompt(given, placeholders, wording.refused, wording.missing)
        second = adviser.ask(prompt, WordingAnswer, wording.hear)
        wording.take(second.sentences if second else ())


def _find(
    library: Library,
    adviser: Adviser,
    plan: Plan,
    scope: Sequence[Document],
    helper: Helper,
) -> Answer:
    """What the rules' plan comes to or the model's, proven; a model that does no better is mute."""
    by_rules = gate(library, find_answer(library, plan, scope))
    is_told = not by_rules.refused and not by_rules.choices
    if (helper.plan_by is PlanMaker.RULES and is_told) or is_settled(library, plan, scope):
        return by_rules
    helper.tell_found(by_rules)
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
