"""What pasted code finds where a program would reach for the world outside: nothing, said clearly."""

import builtins
import importlib.abc
import os
import socket
import subprocess
import sys
import time
from typing import NoReturn

# The roads from Python to JavaScript, and to the memory that both live in.
CLOSED = frozenset({"js", "pyodide_js", "pyodide", "_pyodide", "_pyodide_core", "ctypes", "_ctypes", "_remote_debugging"})

OWN_FOLDER = "/lab"

ENVIRONMENT = {"HOME": "/home", "LANG": "C.UTF-8", "PATH": "/", "TZ": "UTC"}


class ClosedFinder(importlib.abc.MetaPathFinder):
    def find_spec(self, name: str, _path: object, _target: object = None) -> None:
        if name.partition(".")[0] in CLOSED:
            raise ImportError(f"{name} cannot be imported: a migration has no way out of its sandbox here", name=name)


class Sandbox:
    def __init__(self) -> None:
        self._notes: list[str] = []

    def close(self, own_package: str) -> None:
        """From now on nothing imports the closed modules; what was imported before keeps what it has."""
        self._replace()
        sys.path.remove(OWN_FOLDER)
        sys.meta_path[:] = [each for each in sys.meta_path if not type(each).__module__.startswith("_pyodide")]
        sys.meta_path.insert(0, ClosedFinder())
        for name in list(sys.modules):
            if name.partition(".")[0] in CLOSED | {own_package}:
                del sys.modules[name]

    def start_process(self) -> None:
        os.environ.clear()
        os.environ.update(ENVIRONMENT)

    def note(self, text: str) -> None:
        if text not in self._notes:
            self._notes.append(text)

    def take_notes(self) -> list[str]:
        notes, self._notes = self._notes, []
        return notes

    def _replace(self) -> None:
        def sleep(seconds: float) -> None:
            self.note(f"time.sleep({seconds}) was not waited for.")

        time.sleep = sleep
        builtins.input = _no_input
        os.system = _no_processes
        subprocess.Popen.__init__ = _no_processes
        socket.socket.connect = _no_network
        socket.socket.connect_ex = _no_network
        socket.getaddrinfo = _no_network
        socket.create_connection = _no_network


def _no_input(prompt: object = "", /) -> NoReturn:
    raise EOFError(f"input({str(prompt)!r}) was asked, and nobody is there to answer.")


def _no_processes(*_arguments: object, **_keywords: object) -> NoReturn:
    raise PermissionError("A migration cannot start other programs here.")


def _no_network(*_arguments: object, **_keywords: object) -> NoReturn:
    raise PermissionError("A migration has no network here.")
