"""pg8000 over the lab's Postgres, behaving as psycopg2 does where the two differ and a migration can tell.

`exchange` takes frontend messages and gives the backend's answer, both as latin-1 text: see bridge.ts.
"""

import io
import re
from collections.abc import Callable, Sequence

from pg8000 import dbapi
from pg8000.core import Context
from pg8000.dbapi import *  # noqa: F403 (SQLAlchemy asks this module for DB-API names)
from pg8000.exceptions import DatabaseError
from sqlalchemy.dialects.postgresql.pg8000 import PGCompiler, PGDialect_pg8000, PGIdentifierPreparer
from sqlalchemy.engine.interfaces import BindTyping

from .listening import Listener, Silence
from .postgres_errors import to_exception
from .postgres_literals import interpolate
from .postgres_transactions import FoldedTransactions, PlainTransactions

__version__ = dbapi.__version__
apilevel, threadsafety, paramstyle = dbapi.apilevel, dbapi.threadsafety, "format"

FAILED = b"E"
TERMINATE = b"X"
COPY_FAIL = b"f"
COPY_FROM_CLIENT = re.compile(r"\bCOPY\b.*\bFROM\s+STDIN\b", re.IGNORECASE | re.DOTALL)
NO_ROWS_TO_COPY = b"op.execute() has no rows to send\0"

# AuthenticationOk, and that the backend waits: the engine's own session has introduced itself long ago.
GREETING = b"R\x00\x00\x00\x08\x00\x00\x00\x00" + b"Z\x00\x00\x00\x05I"


class Socket:
    """The part of a socket, and of its file, that pg8000 uses. The first message (start-up) never leaves it."""

    def __init__(self, exchange: Callable[[str], str]):
        self._exchange = exchange
        self._outgoing = bytearray()
        self._incoming = io.BytesIO()
        self._is_greeted = False

    def makefile(self, mode: str) -> "Socket":
        return self

    def write(self, data: bytes) -> int:
        self._outgoing += data
        return len(data)

    def flush(self) -> None:
        message = bytes(self._outgoing)
        self._outgoing.clear()
        if message and not message.startswith(TERMINATE):
            self._incoming = io.BytesIO(self._incoming.read() + self._answer(message))

    def read(self, size: int) -> bytes:
        return self._incoming.read(size)

    def close(self) -> None:
        """There is nothing to close: the engine's session lives on."""

    def _answer(self, message: bytes) -> bytes:
        if self._is_greeted:
            return self._exchange(message.decode("latin-1")).encode("latin-1")
        self._is_greeted = True
        return GREETING


class Connection(dbapi.Connection):
    def __init__(self, exchange: Callable[[str], str], is_folded: bool, listener: Listener = Silence()):
        # pg8000 sets autocommit while it connects.
        self._has_begun = False
        super().__init__("postgres", database="postgres", sock=Socket(exchange), ssl_context=False)
        self.listener = listener
        self._transactions = (
            FoldedTransactions(self.execute_simple, lambda: self._transaction_status == FAILED)
            if is_folded
            else PlainTransactions(self.execute_simple)
        )

    refusals = (DatabaseError,)
    """What a savepoint that is not there raises."""

    @property
    def is_open(self) -> bool:
        return self._usock is not None

    @property
    def autocommit(self) -> bool:
        return self._is_autocommit

    @autocommit.setter
    def autocommit(self, value: bool) -> None:
        """A transaction that was begun would go on; psycopg2's set_isolation_level() gives it up."""
        if value:
            self.rollback()
        self._is_autocommit = value

    def cursor(self) -> "Cursor":
        return Cursor(self)

    def commit(self) -> None:
        try:
            self._end(self._transactions.commit)
        except DatabaseError:
            self.listener.refused_commit()
            raise

    def rollback(self) -> None:
        self._end(self._transactions.rollback)

    def perform(self, sql: str) -> Context:
        """Runs a statement, in a transaction unless autocommit is on.

        As with psycopg2, the driver knows only the transactions that it began and ended itself: after a COMMIT in the
        migration's own words, what follows runs outside of one.
        """
        if not self.autocommit and not self._has_begun:
            self._transactions.begin()
            self._has_begun = True
        context = self._transactions.run(sql, lambda: self.execute_simple(sql))
        return context if isinstance(context, Context) else Context(None)

    def handle_ERROR_RESPONSE(self, data: bytes, context: Context) -> None:  # noqa: N802 (pg8000's name)
        super().handle_ERROR_RESPONSE(data, context)
        context.error = to_exception(context.error.args[0])

    def handle_COMMAND_COMPLETE(self, data: bytes, context: Context) -> None:  # noqa: N802 (pg8000's name)
        """pg8000 makes an error of a COMMIT in a failed transaction; psycopg2 lets it roll back."""
        words = data[:-1].split(b" ")
        if words[-1].isdigit():
            context.row_count = max(context.row_count, 0) + int(words[-1])

    def send_QUERY(self, sql: str) -> None:  # noqa: N802 (pg8000's name)
        """COPY FROM STDIN waits for rows, and the whole engine with it: say at once that there are none. Postgres ignores
        that message where it did not wait for any.
        """
        super().send_QUERY(sql)
        if COPY_FROM_CLIENT.search(sql):
            self._send_message(COPY_FAIL, NO_ROWS_TO_COPY)

    def handle_COPY_IN_RESPONSE(self, _data: bytes, _context: Context) -> None:  # noqa: N802 (pg8000's name)
        """Answered in advance."""

    def handle_COPY_OUT_RESPONSE(self, _data: bytes, context: Context) -> None:  # noqa: N802 (pg8000's name)
        """The rows have nowhere to go, as with psycopg2's execute()."""
        context.stream_write = lambda _data: None

    def close(self) -> None:
        """As Postgres does with a client that leaves, it gives up what was not committed."""
        self.rollback()
        super().close()

    def _end(self, end: Callable[[], None]) -> None:
        if self._has_begun:
            self._has_begun = False
            end()


class Cursor(dbapi.Cursor):
    def execute(self, operation: str, args: Sequence | None = None, stream: object = None) -> "Cursor":
        """`args`: None leaves percent signs alone, as with psycopg2."""
        self._c.listener(self, operation, args, lambda: self._execute(operation, args))
        return self

    def executemany(self, operation: str, param_sets: Sequence) -> "Cursor":
        sets = list(param_sets)
        self._c.listener(self, operation, sets, lambda: self._execute_many(operation, sets))
        return self

    def _execute_many(self, operation: str, sets: list) -> None:
        counts = []
        for parameters in sets:
            self._execute(operation, parameters)
            counts.append(self.rowcount)
        if self._context is not None:
            self._context.row_count = -1 if -1 in counts else sum(counts)

    def _execute(self, operation: str, args: Sequence | None) -> None:
        self._context = self._row_iter = None
        context = self._c.perform(operation if args is None else interpolate(operation, args))
        self._context = context
        self._row_iter = None if context.rows is None else iter(context.rows)


class IdentifierPreparer(PGIdentifierPreparer):
    """Percent signs in names and texts are doubled: `interpolate` halves them again."""


class Dialect(PGDialect_pg8000):
    """SQLAlchemy's pg8000 dialect, without the casts that it writes around bound parameters."""

    supports_statement_cache = True
    bind_typing = BindTyping.NONE
    statement_compiler = PGCompiler
    preparer = IdentifierPreparer

    def set_isolation_level(self, dbapi_connection: Connection, level: str) -> None:
        """Without the COMMIT that SQLAlchemy's version speaks: the driver would not know that its transaction is over."""
        dbapi_connection.autocommit = level == "AUTOCOMMIT"
        if level != "AUTOCOMMIT":
            setting = f"SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL {level.replace('_', ' ')}"
            dbapi_connection.execute_simple(setting)
