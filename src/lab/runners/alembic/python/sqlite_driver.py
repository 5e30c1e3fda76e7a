"""A DB-API 2.0 module over the lab's SQLite, with the rules of CPython's sqlite3 module (Modules/_sqlite).

Its transactions are sqlite3's legacy ones: BEGIN before the first INSERT, UPDATE, DELETE or REPLACE, nothing before DDL.
It stands in for sqlite3 in SQLAlchemy's pysqlite dialect, and raises the very exceptions of sqlite3.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable
from sqlite3 import (  # noqa: F401 (what a DB-API module offers)
    PARSE_COLNAMES,
    PARSE_DECLTYPES,
    Binary,
    DatabaseError,
    DataError,
    Date,
    DateFromTicks,
    Error,
    IntegrityError,
    InterfaceError,
    InternalError,
    NotSupportedError,
    OperationalError,
    ProgrammingError,
    Time,
    TimeFromTicks,
    Timestamp,
    TimestampFromTicks,
    Warning,
    adapters,
    converters,
    register_adapter,
    register_converter,
)

from . import sqlite_errors
from .listening import Listener, Silence
from .sqlite_cursor import Cursor
from .sqlite_text import Statement, read_statement
from .sqlite_values import decode_answer, encode_request, encode_value

apilevel = "2.0"
paramstyle = "qmark"
threadsafety = 1
sqlite_version = "0.0.0"
sqlite_version_info = (0, 0, 0)


TRIGGERS_THAT_RAISE = """
SELECT 1 FROM (SELECT type, sql FROM sqlite_master UNION ALL SELECT type, sql FROM sqlite_temp_master)
WHERE type = 'trigger' AND sql LIKE '%RAISE%' AND instr(sql, ?)"""


class Connection:
    """`run` takes a request as JSON and answers in JSON; see bridge.ts."""

    Error, Warning = Error, Warning
    InterfaceError, DatabaseError, OperationalError = InterfaceError, DatabaseError, OperationalError
    IntegrityError, InternalError, DataError = IntegrityError, InternalError, DataError
    ProgrammingError, NotSupportedError = ProgrammingError, NotSupportedError

    def __init__(
        self,
        run: Callable[[str], str],
        add_function: Callable[[str, int, Callable[[str], str]], str],
        listener: Listener = Silence(),
        isolation_level: str | None = "",
        detect_types: int = 0,
    ):
        self._run = run
        self._add_function = add_function
        self.listener = listener
        self._isolation_level = isolation_level
        self.is_open = True
        self.detect_types = detect_types
        self.row_factory = None
        self.text_factory = str
        self.total_changes = 0
        self.last_row_id = 0
        self.in_transaction = bool(self._ask("", None)["isInTransaction"])

    refusals = (OperationalError,)
    """What a savepoint that is not there raises."""

    autocommit = sqlite3.LEGACY_TRANSACTION_CONTROL

    @property
    def isolation_level(self) -> str | None:
        return self._isolation_level

    @isolation_level.setter
    def isolation_level(self, level: str | None) -> None:
        if level is None:
            self.commit()
        elif level.upper() not in ("", "DEFERRED", "IMMEDIATE", "EXCLUSIVE"):
            raise ValueError("isolation_level string must be '', 'DEFERRED', 'IMMEDIATE', or 'EXCLUSIVE'")
        self._isolation_level = level

    def cursor(self, factory: type | None = None) -> Cursor:
        self.check_open()
        cursor = (factory or Cursor)(self)
        if self.row_factory is not None:
            cursor.row_factory = self.row_factory
        return cursor

    def execute(self, sql: str, parameters: object = ()) -> Cursor:
        return self.cursor().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Iterable) -> Cursor:
        return self.cursor().executemany(sql, parameters)

    def executescript(self, script: str) -> Cursor:
        return self.cursor().executescript(script)

    def commit(self) -> None:
        self.check_open()
        if not self.in_transaction:
            return
        try:
            self.perform("COMMIT")
        except Error:
            self.listener.refused_commit()
            raise

    def rollback(self) -> None:
        self.check_open()
        if self.in_transaction:
            self.perform("ROLLBACK")

    def close(self) -> None:
        """As a closed sqlite3 connection does, it gives up what was not committed."""
        if self.is_open and self.in_transaction:
            self.rollback()
        self.is_open = False

    def create_function(self, name: str, narg: int, func: Callable | None, *, deterministic: bool = False) -> None:
        def call(arguments: str) -> str:
            try:
                return json.dumps({"value": encode_value(func(*decode_answer(arguments)))})
            except Exception:
                return json.dumps({"error": "user-defined function raised exception"})

        self.check_open()
        if func is None:
            raise NotSupportedError("removing a function is not supported here")
        refusal = json.loads(self._add_function(name, narg, call))
        if refusal is not None:
            raise sqlite_errors.to_exception(refusal)

    def create_aggregate(self, *_arguments: object) -> None:
        raise NotSupportedError("create_aggregate is not supported here: the lab's SQLite takes plain functions only")

    def create_collation(self, *_arguments: object) -> None:
        raise NotSupportedError("create_collation is not supported here: the lab's SQLite takes plain functions only")

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, kind: object, _value: object, _traceback: object) -> bool:
        (self.commit if kind is None else self.rollback)()
        return False

    def begin_if_needed(self, statement: Statement) -> None:
        """The legacy rule. A statement that cannot be prepared fails before BEGIN: EXPLAIN prepares and runs nothing."""
        if self._isolation_level is None or not statement.changes_data or self.in_transaction:
            return
        self._ask(f"EXPLAIN {statement.text}", [])
        self.perform(f"BEGIN {self._isolation_level}")

    def perform(self, sql: str, parameters: object = ()) -> dict:
        """Runs one statement; keeps track of the transaction, which an error may have ended too."""
        try:
            answer = self._ask(sql, parameters)
        except Error as error:
            self.in_transaction = bool(self._ask("", None)["isInTransaction"])
            raise self._raised_by_trigger(error) or error from None
        if read_statement(sql).controls_transaction:
            self.in_transaction = bool(self._ask("", None)["isInTransaction"])
        return answer

    def check_open(self) -> None:
        if not self.is_open:
            raise ProgrammingError("Cannot operate on a closed database.")

    def _raised_by_trigger(self, error: Error) -> Error | None:
        """RAISE() in a trigger is a violated constraint, with a message that tells nothing of it."""
        if getattr(error, "sqlite_errorname", None) != "SQLITE_ERROR":
            return None
        triggers = self._ask(TRIGGERS_THAT_RAISE, [str(error).replace("'", "''")])
        return sqlite_errors.violated_trigger(str(error)) if triggers["rows"] else None

    def _ask(self, sql: str, parameters: object) -> dict:
        answer = decode_answer(self._run(encode_request(sql, parameters)))
        if "error" in answer:
            raise sqlite_errors.to_exception(answer["error"])
        return answer
