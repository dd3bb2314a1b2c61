"""The databases that rooms are kept in, for tests: a file, and a PostgreSQL of the test's own."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

from tests.server import free_port

_NOBODY = 65534


def why_no_postgresql() -> str | None:
    """Why none can be started here; None: one can."""
    missing = [name for name in ("initdb", "postgres") if shutil.which(name) is None]
    if missing:
        return f"PostgreSQL is not installed here: no {' and no '.join(missing)}"
    return None if find_spec("psycopg") else "the extra is not installed here: pip install .[postgresql]"


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL that lives as long as the test. It refuses to run as root: then it runs as nobody."""
    as_root = os.geteuid() == 0
    given = {"user": _NOBODY, "group": _NOBODY} if as_root else {}
    with tempfile.TemporaryDirectory() as folder:
        if as_root:
            os.chown(folder, _NOBODY, _NOBODY)
        data, port = f"{folder}/data", free_port()
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder, **given}
        subprocess.run(["initdb", "-D", data, "-U", "chalknet", "-A", "trust", "-E", "UTF8"], check=True, **quiet)
        options = ["-k", "", "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]
        server = subprocess.Popen(["postgres", "-D", data, "-p", str(port), *options], **quiet)
        try:
            yield f"postgresql+psycopg://chalknet@127.0.0.1:{port}/postgres"
        finally:
            server.send_signal(signal.SIGINT)  # at once, whoever is connected
            server.wait(20)
