"""Works that begin at one moment, each in a thread with a connection of its own."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection


def together(works: list[Callable[[], Any]]) -> list[Any]:
    """Let the works begin at one moment, each in its thread; their answers in order."""
    begin, answers = threading.Barrier(len(works)), [None] * len(works)

    def run(index: int) -> None:
        try:
            begin.wait(60)
            answers[index] = works[index]()
        except BaseException as fault:  # noqa: BLE001 - shown by the test
            answers[index] = fault
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    return answers
