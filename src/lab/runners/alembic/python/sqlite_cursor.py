"""The cursor of sqlite_driver.py, with the rules of CPython's own (Modules/_sqlite/cursor.c)."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from sqlite3 import PARSE_COLNAMES, PARSE_DECLTYPES, ProgrammingError, converters
from typing import Any

from .sqlite_row import Row
from .sqlite_text import Statement, read_statement, split_script
from .sqlite_values import encode_parameters


class Cursor:
    def __init__(self, connection: Any):
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
        self.connection.check_open()

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
