"""A DB-API 2.0 module over the lab's SQLite, with the rules of CPython's sqlite3 module (Modules/_sqlite).

Its transactions are sqlite3's legacy ones: BEGIN before the first INSERT, UPDATE, DELETE or REPLACE, nothing before DDL.
It stands in for sqlite3 in SQLAlchemy's pysqlite dialect, and raises the very exceptions of sqlite3.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
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
from .sqlite_row import Row
from .sqlite_text import Statement, read_statement, split_script
from .sqlite_values import decode_answer, encode_parameters, encode_request, encode_value

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

    def cursor(self, factory: type | None = None) -> "Cursor":
        self._check_open()
        cursor = (factory or Cursor)(self)
        if self.row_factory is not None:
            cursor.row_factory = self.row_factory
        return cursor

    def execute(self, sql: str, parameters: object = ()) -> "Cursor":
        return self.cursor().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Iterable) -> "Cursor":
        return self.cursor().executemany(sql, parameters)

    def executescript(self, script: str) -> "Cursor":
        return self.cursor().executescript(script)

    def commit(self) -> None:
        self._check_open()
        if not self.in_transaction:
            return
        try:
            self.perform("COMMIT")
        except Error:
            self.listener.refused_commit()
            raise

    def rollback(self) -> None:
        self._check_open()
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

        self._check_open()
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

    def _check_open(self) -> None:
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


class Cursor:
    def __init__(self, connection: Connection):
        self.connection = connection
        self.arraysize = 1
        self.row_factory = None
        self.description = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self._rows: Iterator = iter(())
        self._pending_changes: int | None = None
        self._is_open = True

    def execute(self, sql: str, parameters: object = (), /) -> "Cursor":
        self._check()
        statement = self._only_statement(sql)
        self.connection.listener(self, sql, parameters, lambda: self._execute(statement, parameters))
        return self

    def executemany(self, sql: str, parameters: Iterable, /) -> "Cursor":
        self._check()
        statement = self._only_statement(sql)
        sets = list(parameters)
        self.connection.listener(self, sql, sets, lambda: self._execute_many(statement, sets))
        return self

    def executescript(self, script: str, /) -> "Cursor":
        self._check()
        self.connection.commit()
        for sql in split_script(script):
            self.connection.listener(self, sql, (), lambda sql=sql: self._run_plainly(sql))
        return self

    def fetchone(self) -> object:
        self._check()
        return next(self, None)

    def fetchmany(self, size: int | None = None) -> list:
        self._check()
        wanted = self.arraysize if size is None else size
        return [row for _, row in zip(range(wanted), self, strict=False)]

    def fetchall(self) -> list:
        self._check()
        return list(self)

    def __iter__(self) -> Iterator:
        return self

    def __next__(self) -> object:
        self._check()
        try:
            row = next(self._rows)
        except StopIteration:
            self._settle_changes()
            raise
        factory = Row if self.row_factory is sqlite3.Row else self.row_factory
        return row if factory is None else factory(self, row)

    def close(self) -> None:
        self._is_open = False

    def setinputsizes(self, _sizes: object, /) -> None:
        """Required by the DB-API; does nothing in sqlite3."""

    def setoutputsize(self, _size: object, _column: object = None, /) -> None:
        """Required by the DB-API; does nothing in sqlite3."""

    def _check(self) -> None:
        if not self._is_open:
            raise ProgrammingError("Cannot operate on a closed cursor.")
        self.connection._check_open()

    def _only_statement(self, sql: str) -> Statement:
        if not isinstance(sql, str):
            raise TypeError(f"execute() argument 1 must be str, not {type(sql).__name__}")
        if "\0" in sql:
            raise ProgrammingError("the query contains a null character")
        statement = read_statement(sql)
        if statement.rest:
            raise ProgrammingError("You can only execute one statement at a time.")
        return statement

    def _execute(self, statement: Statement, parameters: object) -> None:
        self._forget()
        self.connection.begin_if_needed(statement)
        bound = encode_parameters(parameters, statement.parameters)
        self._take(statement, self.connection.perform(statement.text, bound))
        if statement.keyword:
            self.lastrowid = self.connection.last_row_id

    def _execute_many(self, statement: Statement, sets: list) -> None:
        self._forget()
        if not statement.changes_data:
            raise ProgrammingError("executemany() can only execute DML statements.")
        self.connection.begin_if_needed(statement)
        changes = 0
        for parameters in sets:
            bound = encode_parameters(parameters, statement.parameters)
            answer = self.connection.perform(statement.text, bound)
            if answer["rows"]:
                raise ProgrammingError("executemany() can only execute DML statements.")
            changes += self._count(answer)
        self.rowcount = changes

    def _run_plainly(self, sql: str) -> None:
        self._count(self.connection.perform(sql))

    def _forget(self) -> None:
        self.description, self.rowcount, self._rows, self._pending_changes = None, -1, iter(()), None

    def _take(self, statement: Statement, answer: dict) -> None:
        changes = self._count(answer)
        if answer["columns"]:
            names = (self._column_name(name) for name in answer["columns"])
            self.description = tuple((name, None, None, None, None, None, None) for name in names)
        self._rows = self._converted(answer)
        if statement.changes_data:
            self.rowcount = 0
            self._pending_changes = changes
            if not answer["rows"]:
                self._settle_changes()

    def _settle_changes(self) -> None:
        """sqlite3 knows the count of an INSERT ... RETURNING once its last row was fetched."""
        if self._pending_changes is not None:
            self.rowcount, self._pending_changes = self._pending_changes, None

    def _count(self, answer: dict) -> int:
        self.connection.total_changes += answer["changes"]
        if answer["lastRowId"] is not None:
            self.connection.last_row_id = answer["lastRowId"]
        return answer["changes"]

    def _column_name(self, name: str) -> str:
        return name.split(" [")[0] if self.connection.detect_types & PARSE_COLNAMES else name

    def _converted(self, answer: dict) -> Iterator:
        convert = [self._converter(*column) for column in zip(answer["columns"], answer["types"], strict=True)]
        if not any(convert):
            return (tuple(row) for row in answer["rows"])
        return (
            tuple(act(_bytes(value)) if act and value is not None else value for act, value in zip(convert, row))
            for row in answer["rows"]
        )

    def _converter(self, name: str, declared: str | None) -> Callable | None:
        detect = self.connection.detect_types
        if detect & PARSE_COLNAMES and name.endswith("]") and "[" in name:
            return converters.get(name[name.rindex("[") + 1 : -1].upper())
        if detect & PARSE_DECLTYPES and declared:
            return converters.get(declared.split("(")[0].split(" ")[0].upper())
        return None


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()
