"""Questions put to a library: by the rules, or with a model that plans and words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.advising import ReaderUse
from extraction import Reader

if TYPE_CHECKING:
    from index import Answer, Cost, Helper, Inquiry, Library, Plan, Watcher


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
        watcher: "Watcher | None" = None,
    ) -> "tuple[Answer, Cost | None]":
        """The answer, and what asking a model cost; raises `UnknownDocument`.

        The model words answers, and plans where the rules refuse or ask back, or first if it is
        chosen as the reader. Where no plan answers, it looks things up itself. The watcher is told
        of an answer while it is made.
        """
        from index import Inquiry, answer, answer_with_agent, answer_with_model, is_open

        if self.use.model is None or self.use.reader is Reader.RULES:
            return answer(self.library, question, documents, previous), None
        inquiry = Inquiry(self.use.model, "question", Reader.AUTO)
        if self.is_agent_first:
            given, is_agent_asked = answer(self.library, question, documents, previous), True
        else:
            helper = self._make_helper(inquiry, watcher)
            given = answer_with_model(self.library, question, helper, documents, previous)
            # A model that answered nothing would not answer now either: that is said already.
            is_agent_asked = is_open(given) and inquiry.has_answers
        if is_agent_asked:
            given = answer_with_agent(self.library, given, inquiry.make_caller(), documents)
        return given, inquiry.cost

    def _make_helper(self, inquiry: "Inquiry", watcher: "Watcher | None") -> "Helper":
        from index import Helper, PlanMaker

        plan_by = PlanMaker.MODEL if self.use.reader is Reader.MODEL else PlanMaker.RULES
        model = inquiry.adviser.model
        assert model is not None  # an inquiry is made to ask one
        return Helper(model, plan_by, watcher)
