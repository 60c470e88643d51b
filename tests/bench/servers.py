"""Two applications behind the same server on free ports, and clients that keep their connection."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

# Both are served alike and as deployed, but without a log, and no worker is replaced meanwhile.
DEPLOYED = Path(__file__).parents[2] / "deploy" / "gunicorn.conf.py"
GUNICORN = f"--workers 2 --threads 4 --access-logfile {os.devnull} --max-requests 0".split()
START_SECONDS = 60


def database_url(name: str) -> str:
    """The address of another database on the server in use."""
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def served(application: str, environment: Mapping[str, str]) -> Iterator[int]:
    """Serve ``module:name`` and give its port; stopped at the end."""
    port = _free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--config",
        str(DEPLOYED),
        *GUNICORN,
        "--log-level",
        "error",
        "--bind",
        f"127.0.0.1:{port}",
    ]
    server = subprocess.Popen([*command, application], env={**os.environ, **environment})
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")


class Client:
    """One program with one kept connection."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
        """The JSON of the answer; raises ``RuntimeError`` for any but 200."""
        self.connection.request("POST", path, body, dict(headers))
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status} {content.decode(errors='replace')[:400]}")
        told: dict[str, Any] = json.loads(content)
        return told

    def close(self) -> None:
        self.connection.close()
