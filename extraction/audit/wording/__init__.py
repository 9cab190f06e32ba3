"""What is no matter of figures: leftovers of a template, marks, units, contents, notes."""

from extraction.audit.wording.contents import contents_outcomes
from extraction.audit.wording.notes import note_outcomes
from extraction.audit.wording.outcomes import wording_outcomes

__all__ = ["contents_outcomes", "note_outcomes", "wording_outcomes"]
