"""What a step is going to ask about its subject by the id alone: asked at once with its lock."""

from coordination.tasks.claims import NUMBERS, UNDECIDED
from coordination.tasks.indicators import OF_TASK
from coordination.tasks.models import CONCERNED, NOT_DONE
from coordination.tasks.queries import TO_WORD
from workflow.prepared import Prepared

AHEAD: dict[tuple[str, str], tuple[Prepared, ...]] = {
    ("task", "start"): (OF_TASK, TO_WORD),
    ("task", "report"): (OF_TASK,),
    ("task", "claim"): (OF_TASK, NUMBERS, NOT_DONE),
    ("task", "begin_verification"): (CONCERNED,),
    ("task", "verify"): (OF_TASK, UNDECIDED, CONCERNED),
}
