"""Children run until one ends or somebody stops the demo; then none is left."""

import os
import signal
import socket
import sys
import time

import pytest

from coordination.demo.processes import Stopped, port_is_free, processes

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_all_children_stop_at_the_end() -> None:
    with processes() as children:
        pids = [children.start(SLEEP, ".", dict(os.environ)) for _n in range(2)]
        assert children.ended() is None
        assert all(alive(pid) for pid in pids)
    assert not any(alive(pid) for pid in pids)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_all_of_them(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    pids = []

    def run() -> None:
        with processes() as children:
            pids.append(children.start(SLEEP, ".", dict(os.environ)))
            os.kill(os.getpid(), number)
            time.sleep(5)

    with pytest.raises(Stopped):
        run()
    assert not alive(pids[0])
    assert signal.getsignal(number) is before


def test_a_child_that_ends_is_noticed() -> None:
    with processes() as children:
        pid = children.start(SLEEP, ".", dict(os.environ))
        children.start([sys.executable, "-c", "raise SystemExit(3)"], ".", dict(os.environ))
        until = time.monotonic() + 20
        while children.ended() is None and time.monotonic() < until:
            time.sleep(0.05)
        assert children.ended() == 3
    assert not alive(pid)


def test_a_port_in_use_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert not port_is_free("127.0.0.1", taken.getsockname()[1])
