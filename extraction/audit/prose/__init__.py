"""The prose against its own arithmetic, against itself and against the tables."""

from extraction.audit.prose.assets import asset_outcomes
from extraction.audit.prose.funds import fund_outcomes
from extraction.audit.prose.item_names import name_outcomes
from extraction.audit.prose.listed_items import listed_outcomes
from extraction.audit.prose.outcomes import prose_outcomes
from extraction.audit.prose.reasons import reason_outcomes
from extraction.audit.prose.years import year_outcomes

__all__ = [
    "asset_outcomes",
    "fund_outcomes",
    "listed_outcomes",
    "name_outcomes",
    "prose_outcomes",
    "reason_outcomes",
    "year_outcomes",
]
