"""A PostgreSQL server of our own on loopback, for tests of the register; a database for each folder that opens a ledger."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any

import sqlalchemy as sa

USER = "postgres"
SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=32MB", "max_connections=40")


def programs() -> Path | None:
    """The folder of ``initdb`` and ``postgres``: on the path, or where Debian keeps the newest version."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    held = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return held[-1].parent if held else None


class Server:
    """Started on entry, with its files in a temporary folder; nothing of it is left on exit."""

    def __init__(self, bin_folder: Path) -> None:
        self.bin, self.home = bin_folder, Path(tempfile.mkdtemp(prefix="contrapeso-postgresql-"))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self._as_user: dict[str, Any] = {} if os.geteuid() else {"user": USER, "group": USER, "extra_groups": []}
        self._process: subprocess.Popen[bytes] | None = None
        self._made = 0

    def __enter__(self) -> Server:
        if self._as_user:
            shutil.chown(self.home, USER)
        self._run("initdb", "-D", "data", "-U", USER, "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
        options = [part for one in SETTINGS for part in ("-c", one)]
        where = ["-h", "127.0.0.1", "-p", str(self.port), "-k", str(self.home)]
        command = [str(self.bin / "postgres"), "-D", str(self.home / "data"), *where, *options]
        self._log = (self.home / "log").open("wb")
        self._process = subprocess.Popen(command, cwd=self.home, stdout=self._log, stderr=self._log, **self._as_user)
        ready = ("pg_isready", "-h", "127.0.0.1", "-p", str(self.port), "-t", "30")
        for _ in range(100):
            if subprocess.run([str(self.bin / ready[0]), *ready[1:]], capture_output=True).returncode == 0:
                break
            if self._process.poll() is not None:
                raise RuntimeError((self.home / "log").read_text(errors="replace"))
            subprocess.run(["sleep", "0.1"], check=True)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._process:
            self._run("pg_ctl", "-D", "data", "-m", "immediate", "stop")
            self._process.wait(30)
            self._log.close()
        shutil.rmtree(self.home, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.bin / program), *arguments]
        ran = subprocess.run(command, cwd=self.home, capture_output=True, text=True, **self._as_user)
        if ran.returncode:
            raise RuntimeError(f"{program}: {ran.stderr or ran.stdout}")

    def url(self, database: str) -> str:
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """The URL of a database that is empty."""
        self._made += 1
        name = f"ledger{self._made}"
        engine = sa.create_engine(self.url("postgres").replace("://", "+pg8000://"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        engine.dispose()
        return self.url(name)
