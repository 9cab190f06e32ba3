"""Who helps the rules with a document: a model and the layouts kept, and what came of asking."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from extraction.modelling import BudgetSpent, LanguageModel, Listen, ModelError, Prompt, Unanswered
from extraction.vocabulary import Reader

if TYPE_CHECKING:
    from extraction.proposals.table_answers import TableAnswer
    from extraction.templates import Shelf

Answer = TypeVar("Answer", bound=BaseModel)


@dataclass(slots=True)
class Adviser:
    """What one document is read with; a new one for each, around a model that runs share."""

    reader: Reader
    model: LanguageModel | None = None
    """None where none is configured: nothing is asked."""
    shelf: "Shelf | None" = None
    """The layouts kept; None where none serve."""
    answers: "dict[int, TableAnswer]" = field(default_factory=dict)
    """What is known of tables before they are asked about, by the first line of their grids."""
    failures: list[str] = field(default_factory=list)
    """A line for each question that was not answered, or not in the form asked for."""
    is_spent: bool = False
    """Whether the run's tokens were spent before all was asked."""

    def ask(
        self, prompt: Prompt, form: type[Answer], listen: Listen | None = None
    ) -> Answer | None:
        """The model's answer; None where there is none that fits, and the rules stand."""
        if self.model is None or self.is_spent:
            return None
        try:
            return form.model_validate_json(self.model.ask(prompt, listen).text)
        except Unanswered:  # it is only noted down, to be asked later
            pass
        except BudgetSpent as exc:
            self.is_spent = True
            self.failures.append(str(exc))
        except ModelError as exc:
            self.failures.append(str(exc))
        except ValidationError:
            self.failures.append(f"{self.model.name} answered in another form than asked for")
        return None
