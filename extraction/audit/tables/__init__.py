"""What the tables of a disclosure say of one another, beyond the sums inside each."""

from extraction.audit.tables.coded_rows import mend_codes
from extraction.audit.tables.codes import code_outcomes
from extraction.audit.tables.forms import form_outcomes
from extraction.audit.tables.items import item_outcomes

__all__ = ["code_outcomes", "form_outcomes", "item_outcomes", "mend_codes"]
