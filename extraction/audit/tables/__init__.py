"""What the tables of a disclosure say of one another, beyond the sums inside each."""

from extraction.audit.tables.change_sums import doubt_changes
from extraction.audit.tables.changes import change_outcomes
from extraction.audit.tables.coded_rows import mend_codes
from extraction.audit.tables.codes import code_outcomes
from extraction.audit.tables.flat_lists import settle_lists
from extraction.audit.tables.forms import form_outcomes
from extraction.audit.tables.items import item_outcomes
from extraction.audit.tables.operating import operating_outcomes
from extraction.audit.tables.scores import score_outcomes
from extraction.audit.tables.subsets import subset_outcomes

__all__ = [
    "change_outcomes",
    "code_outcomes",
    "doubt_changes",
    "form_outcomes",
    "item_outcomes",
    "mend_codes",
    "operating_outcomes",
    "score_outcomes",
    "settle_lists",
    "subset_outcomes",
]
