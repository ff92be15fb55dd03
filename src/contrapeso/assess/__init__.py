"""From measured evidence and doctrine to findings: dated law as code, with three-valued verdicts."""

from contrapeso.assess.ceilings import under_ceiling
from contrapeso.assess.elements import Due, Step, fact, step
from contrapeso.assess.requirement import requirement
from contrapeso.assess.verdict import NOT_APPLICABLE, PASS, UNDETERMINED, Verdict, decide

__all__ = [
    "NOT_APPLICABLE",
    "PASS",
    "UNDETERMINED",
    "Due",
    "Step",
    "Verdict",
    "decide",
    "fact",
    "requirement",
    "step",
    "under_ceiling",
]
