"""Every step of a dispute through the API: offered, taken, answered."""

from coordination.steps import STEPS
from tests.cast import Cast
from tests.coordination.api.case_life import whole_cases
from tests.coordination.api.conftest import Caller

KINDS = {"tasks": "task", "disputes": "dispute", "slots": "slot"}


def test_every_step_of_a_dispute_and_its_answer(cast: Cast, api: Caller) -> None:
    seen = set()
    for move in whole_cases(cast):
        caller = api(move.who)
        offer = caller.get(move.path.replace("/steps/", "/offers/")).json()
        assert offer["allowed"], (move, offer)
        assert set(offer["fields"].get("required", [])) <= set(move.form())
        response = caller.act(move.path, move.version(), move.body)
        assert response.status_code == 200, (move, response.content)
        answer = response.json()
        now = caller.get(answer["url"].removeprefix("/api/v1/")).json()
        assert (now["version"], now["state"]) == (answer["version"], answer["state"])
        seen.add((KINDS[move.plural], move.step))
    named = {(kind, step) for kind in ("dispute", "slot") for step in STEPS[kind]}
    assert seen == named | {("task", "contest")}
