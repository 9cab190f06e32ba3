"""Questions put to a library: by the rules, or with a model that plans and words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.advising import ReaderUse
from extraction import Reader

if TYPE_CHECKING:
    from index import Answer, Cost, Library, Plan, Watcher


@dataclass(frozen=True, slots=True)
class Asker:
    """A library, and whom its questions are read by."""

    library: "Library"
    use: ReaderUse

    def ask(
        self,
        question: str,
        documents: Sequence[str] | None = None,
        previous: "Plan | None" = None,
        watcher: "Watcher | None" = None,
    ) -> "tuple[Answer, Cost | None]":
        """The answer, and what asking a model cost; raises `UnknownDocument`.

        The model words answers, and plans where the rules refuse or ask back, or first if it is
        chosen as the reader. The watcher is told of it while it is made.
        """
        from index import Helper, Inquiry, PlanMaker, answer, answer_with_model

        if self.use.model is None or self.use.reader is Reader.RULES:
            return answer(self.library, question, documents, previous), None
        inquiry = Inquiry(self.use.model, "question", Reader.AUTO)
        plan_by = PlanMaker.MODEL if self.use.reader is Reader.MODEL else PlanMaker.RULES
        model = inquiry.adviser.model
        assert model is not None  # an inquiry is made to ask one
        helper = Helper(model, plan_by, watcher)
        found = answer_with_model(self.library, question, helper, documents, previous)
        return found, inquiry.cost
