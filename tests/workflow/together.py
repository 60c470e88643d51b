"""Work done by many threads at once, each with a database connection of its own."""

from collections.abc import Callable, Sequence
from threading import Barrier, Thread
from typing import Any

from django.db import connections


def together(threads: int, work: Callable[[int], Any]) -> list[Any]:
    """Start ``work`` in all threads at one moment; return what each returned, or its exception."""
    start, results = Barrier(threads), [None] * threads

    def run(number: int) -> None:
        try:
            connections["default"].ensure_connection()
            start.wait(timeout=60)
            results[number] = work(number)
        except Exception as error:  # noqa: BLE001 - handed to the caller
            results[number] = error
        finally:
            connections.close_all()

    started = [Thread(target=run, args=(number,)) for number in range(threads)]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()
    return results


def errors_in(results: Sequence[Any]) -> list[Exception]:
    return [result for result in results if isinstance(result, Exception)]
