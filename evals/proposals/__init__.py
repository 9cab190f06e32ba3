"""What models may do to records: documents whose headers no rule knows, read with scripted models
that are right, wrong, lying and stumbling, and held against what the rules alone give.
"""

from evals.proposals.disguises import Disguised, disguise, disguise_lost
from evals.proposals.faults import WrongModel
from evals.proposals.liars import LiarModel, StumblingModel
from evals.proposals.measuring import Harm, Measurement, Tokens, Violation, measure, measure_lost
from evals.proposals.oracles import RightModel, answer_of, head_of

__all__ = [
    "Disguised",
    "Harm",
    "LiarModel",
    "Measurement",
    "RightModel",
    "StumblingModel",
    "Tokens",
    "Violation",
    "WrongModel",
    "answer_of",
    "disguise",
    "disguise_lost",
    "head_of",
    "measure",
    "measure_lost",
]
