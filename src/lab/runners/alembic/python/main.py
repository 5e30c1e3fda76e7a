"""The door between JavaScript and Python: one function, text in, text out."""

import gc
import importlib.metadata
import json
import platform
import sys
import traceback
import zipfile
from collections.abc import Callable

import alembic
import sqlalchemy

from . import stand_in, stub_types
from .connecting import Bridge, Database
from .project import PastedFinder
from .sandbox import Sandbox
from .session import Session
from .stubs import StubFinder

PACKAGES = "/packages.zip"


class Runner:
    def __init__(self, bridge: Bridge):
        self._bridge = bridge
        self._sandbox = Sandbox()
        self._finder = PastedFinder()
        self._stubs = StubFinder(installed_modules())
        self._session: Session | None = None
        self._listener: Callable[..., object] | None = None

    def start(self) -> dict:
        stub_types.accept_stand_ins_as_lengths()
        stand_in.accept_stand_ins_as_json()
        self._sandbox.close(__package__)
        sys.meta_path += [self._finder, self._stubs]
        # What was loaded so far stays for good: the collector need not look at it again and again.
        gc.collect()
        gc.freeze()
        return {"version": version()}

    def open(self, files: list[dict], kind: str, convention: dict[str, str]) -> dict:
        self.close()
        database = Database(kind, self._bridge)
        stub_types.has_database_type = database.has_type
        self._listen_for(database)
        self._session = Session(files, database, self._finder, self._stubs, self._sandbox, convention)
        return self._session.open()

    def _listen_for(self, database: Database) -> None:
        """Engines that migrations make by themselves come to the same database."""
        if self._listener is not None:
            sqlalchemy.event.remove(sqlalchemy.Engine, "do_connect", self._listener)
        self._listener = database.connect_other_engine
        sqlalchemy.event.listen(sqlalchemy.Engine, "do_connect", self._listener)

    def run(self, revision: str, direction: str, is_lenient: bool) -> dict:
        return self._session.run(revision, direction, is_lenient)

    def stamp(self, revision: str, direction: str) -> None:
        self._session.stamp(revision, direction)

    def close(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None


class Door:
    """Lends the runner to JavaScript. Whatever goes wrong in here is a bug of ours, and comes back as one."""

    def __init__(self, *lent: object):
        self._runner = Runner(Bridge(*lent))

    def call(self, method: str, arguments: str) -> str:
        try:
            return json.dumps({"value": getattr(self._runner, method)(*json.loads(arguments))})
        except BaseException:
            return json.dumps({"bug": traceback.format_exc()})


def installed_modules() -> frozenset[str]:
    """Python's own and the bundled ones: what they do not have is missing in life too."""
    with zipfile.ZipFile(PACKAGES) as packages:
        tops = {path.partition("/")[0] for path in packages.namelist()}
    bundled = (name.removesuffix(".pyc") for name in tops if not name.endswith(".dist-info"))
    return frozenset((*sys.stdlib_module_names, *bundled))


def version() -> str:
    versions = (
        ("Alembic", alembic.__version__),
        ("SQLAlchemy", sqlalchemy.__version__),
        ("pg8000", importlib.metadata.version("pg8000")),
        ("Python", platform.python_version()),
    )
    return ", ".join(f"{name} {number}" for name, number in versions)
