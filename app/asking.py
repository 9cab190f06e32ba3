"""Questions put to a library: by the rules, or with a model that plans and words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.advising import ReaderUse
from extraction import Reader

if TYPE_CHECKING:
    from index import Answer, Cost, Inquiry, Library, Plan


@dataclass(frozen=True, slots=True)
class Asker:
    """A library, and whom its questions are read by."""

    library: "Library"
    use: ReaderUse
    is_agent_first: bool = False
    """Whether a model that may be asked looks things up itself, also where a plan would answer."""

    def ask(
        self,
        question: str,
        documents: Sequence[str] | None = None,
        previous: "Plan | None" = None,
    ) -> "tuple[Answer, Cost | None]":
        """The answer, and what asking a model cost; raises `UnknownDocument`.

        The model words answers, and plans where the rules refuse or ask back, or first if it is
        chosen as the reader. Where no plan answers, it looks things up itself.
        """
        from index import Inquiry, answer, answer_with_agent, complete_question, is_open

        if self.use.model is None or self.use.reader is Reader.RULES:
            return answer(self.library, question, documents, previous), None
        full = complete_question(self.library, question, documents, previous)
        inquiry = Inquiry(self.use.model, "question", Reader.AUTO)
        if self.is_agent_first:
            given, is_agent_asked = answer(self.library, full, documents), True
        else:
            given = self._plan_and_word(inquiry, full, documents)
            # A model that answered nothing would not answer now either: that is said already.
            is_agent_asked = is_open(given) and inquiry.has_answers
        if is_agent_asked:
            given = answer_with_agent(self.library, given, inquiry.make_caller(), documents)
        return given, inquiry.cost

    def _plan_and_word(
        self, inquiry: "Inquiry", question: str, documents: Sequence[str] | None
    ) -> "Answer":
        from index import PlanMaker, answer_with_model

        plan_by = PlanMaker.MODEL if self.use.reader is Reader.MODEL else PlanMaker.RULES
        model = inquiry.adviser.model
        assert model is not None  # an inquiry is made to ask one
        return answer_with_model(self.library, question, model, documents, plan_by)
