"""The engine of a history, and a step's connections: over the lab's one session."""

from collections.abc import Callable

import sqlalchemy
from sqlalchemy import Dialect
from sqlalchemy.dialects import registry
from sqlalchemy.pool import NullPool

from . import postgres_driver, sqlite_driver
from .recording import Recorder

registry.impls["postgresql.pg8000"] = lambda: postgres_driver.Dialect

SECOND_CONNECTION = (
    "It opened a second connection. Here both share one session, so what the second one commits is committed with the "
    "migration's own transaction."
)


class Bridge:
    """The functions that JavaScript lends (bridge.ts): they take and give text only, and never raise."""

    def __init__(
        self,
        exchange: Callable[[str], str],
        is_folded: Callable[[], bool],
        run: Callable[[str], str],
        add_function: Callable[[str, int, Callable[[str], str]], str],
    ):
        self.exchange = exchange
        self.is_folded = is_folded
        self.run = run
        self.add_function = add_function


class Database:
    """`kind` is the port's: sqlite or postgres."""

    def __init__(self, kind: str, bridge: Bridge):
        self._kind = kind
        self._bridge = bridge
        self._notes: list[str] = []
        self._engine: sqlalchemy.Engine | None = None
        self._recorder: Recorder | None = None
        self.connection = None
        """The step's connection, while there is one."""

    @property
    def url(self) -> str:
        """As it stands in the configuration, where a migration may take it from to make an engine of its own."""
        return "sqlite:////roundtrip.db" if self._kind == "sqlite" else "postgresql+pg8000://postgres@localhost/postgres"

    def connect_other_engine(self, dialect: Dialect, _record: object, arguments: list, _options: dict) -> object:
        """A connection for an engine that the migration made from our URL; None for those to elsewhere."""
        is_ours = dialect.name == "postgresql" if self._kind == "postgres" else arguments == ["/roundtrip.db"]
        return self._share() if is_ours and self.connection is not None and self.connection.is_open else None

    def engine(self, recorder: Recorder) -> sqlalchemy.Engine:
        """The same for all steps, for what it has asked the server and compiled; its connections are a step's own."""
        self.connection = None
        self._recorder = recorder
        if self._engine is None:
            module = sqlite_driver if self._kind == "sqlite" else postgres_driver
            self._engine = sqlalchemy.create_engine(self.url, module=module, creator=self._connect, poolclass=NullPool)
        return self._engine

    def has_type(self, name: str) -> bool:
        """Whether Postgres knows a type by now, such as one of an extension."""
        if self._kind == "sqlite" or self.connection is None:
            return False
        sql = f"SELECT 1 FROM pg_type WHERE typname = '{name}'"
        return bool(self.connection.execute_simple(sql).rows)

    def take_notes(self) -> list[str]:
        notes, self._notes = self._notes, []
        return notes

    def close(self) -> None:
        self.connection = None

    def _connect(self) -> object:
        if self.connection is not None and self.connection.is_open:
            return self._share()
        self.connection = self._open()
        return self.connection

    def _share(self) -> "SharedConnection":
        if SECOND_CONNECTION not in self._notes:
            self._notes.append(SECOND_CONNECTION)
        return SharedConnection(self.connection)

    def _open(self) -> object:
        bridge, recorder = self._bridge, self._recorder
        if self._kind == "sqlite":
            connection = sqlite_driver.Connection(bridge.run, bridge.add_function, recorder)
            version = connection.perform("SELECT sqlite_version()")["rows"][0][0]
            sqlite_driver.sqlite_version = version
            sqlite_driver.sqlite_version_info = tuple(int(part) for part in version.split("."))
            return connection
        return postgres_driver.Connection(bridge.exchange, bridge.is_folded(), recorder)


class SharedConnection:
    """A second connection of a migration: the engine has one session, so it begins and ends nothing by itself."""

    def __init__(self, connection: object):
        self._connection = connection

    def __getattr__(self, name: str) -> object:
        return getattr(self._connection, name)

    def commit(self) -> None:
        """Left to the first connection."""

    def rollback(self) -> None:
        """Left to the first connection."""

    def close(self) -> None:
        """Left to the first connection."""
