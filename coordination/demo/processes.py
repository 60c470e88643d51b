"""The processes of the demo: web and worker, started together and stopped together."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

GRACE = 10.0
WEB_WORKERS, WEB_THREADS, KEEP_ALIVE = 2, 8, 30


class Stopped(Exception):
    """Somebody asked the demo to stop."""


def web(host: str, port: int) -> list[str]:
    """The command of the web server."""
    return [
        sys.executable,
        *("-m", "gunicorn", "coordination.config.wsgi:application"),
        *("--bind", f"{host}:{port}"),
        *("--workers", str(WEB_WORKERS), "--threads", str(WEB_THREADS)),
        *("--keep-alive", str(KEEP_ALIVE), "--graceful-timeout", "5"),
        *("--log-level", "warning", "--no-control-socket"),
    ]


def worker() -> list[str]:
    """The command of relay and clock."""
    return [sys.executable, "-m", "django", "worker"]


def port_is_free(host: str, port: int) -> bool:
    """Whether nothing listens there yet and we may."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def answers(host: str, port: int) -> bool:
    """Whether somebody listens there."""
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


class Processes:
    """Children, each in a session of its own, so that only we tell them to stop."""

    def __init__(self) -> None:
        self._children: list[subprocess.Popen[bytes]] = []

    def start(self, command: list[str], cwd: str, env: dict[str, str]) -> int:
        """Start one more; return its process number."""
        child = subprocess.Popen(command, cwd=cwd, env=env, start_new_session=True)  # noqa: S603
        self._children.append(child)
        return child.pid

    def ended(self) -> int | None:
        """The exit code of a child that has ended by itself, ``None`` while all run."""
        codes = (child.poll() for child in self._children)
        return next((code for code in codes if code is not None), None)

    def stop(self) -> None:
        """Ask all to stop; who does not within a few seconds is ended."""
        for child in self._children:
            if child.poll() is None:
                child.terminate()
        until = time.monotonic() + GRACE
        for child in self._children:
            try:
                child.wait(max(until - time.monotonic(), 0))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


@contextmanager
def processes() -> Iterator[Processes]:
    """Children that are stopped at the end, whatever happens.

    A signal to stop raises ``Stopped`` inside; while they are being stopped it is ignored.
    """

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise Stopped

    signals = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    before = {number: signal.signal(number, stop) for number in signals}
    children = Processes()
    try:
        yield children
    finally:
        for number in signals:
            signal.signal(number, signal.SIG_IGN)
        children.stop()
        for number, handler in before.items():
            signal.signal(number, handler)
