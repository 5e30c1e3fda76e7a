"""The statements of a step as they reach the driver, each with the line of the pasted files that caused it."""

import re
import reprlib
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import NamedTuple

from . import project

MAX_PARAMETERS = 400
MAX_REPEATS = 1000
UPDATE = re.compile(r"\s*(WITH\b.*\b)?UPDATE\b", re.IGNORECASE | re.DOTALL)
MAX_SETS = 3

# Questions that SQLAlchemy asks by itself: the migration's line caused them, but they are not what it does.
SILENT_FILES = ("/sqlalchemy/engine/reflection.py",)
SILENT_FUNCTIONS = frozenset(
    {"get_isolation_level", "set_isolation_level", "get_default_isolation_level", "reset_isolation_level", "initialize"}
)

_repr = reprlib.Repr(maxstring=60, maxother=60, maxtuple=20, maxlist=20, maxdict=20)


class EndlessLoop(RuntimeError):
    """The loop around a statement does not end by itself."""


class Place(NamedTuple):
    path: str
    line: int


class Recorder:
    """A driver's listener. Records while a migration's own function runs, and stays silent otherwise."""

    def __init__(self) -> None:
        self.is_on = False
        self.statements: list[dict] = []
        self.failed_statement: str | None = None
        """The statement that failed last, also outside the migration's function (COMMIT, alembic_version)."""
        self._last_update: tuple[str, object] | None = None
        self._repeats = 0

    def __call__(self, cursor: object, sql: str, parameters: object, act: Callable[[], None]) -> None:
        place = self._place()
        started = time.perf_counter()
        error: BaseException | None = None
        try:
            act()
        except BaseException as raised:
            error = raised
            self.failed_statement = sql
            raise
        finally:
            if place is not None:
                ms = (time.perf_counter() - started) * 1000
                self._add(cursor, sql, parameters, place, ms, error)
        if place is not None and UPDATE.match(sql):
            self._watch(cursor, sql, parameters)

    def _watch(self, cursor: object, sql: str, parameters: object) -> None:
        """A backfill in batches ends when no row is left to change; one that sets NULL where NULL was never does."""
        is_again = cursor.rowcount > 0 and (sql, parameters) == self._last_update
        self._last_update = (sql, parameters)
        self._repeats = self._repeats + 1 if is_again else 0
        if self._repeats >= MAX_REPEATS:
            raise EndlessLoop(
                f"The same UPDATE ran {MAX_REPEATS} times in a row and changed rows each time: the loop around it does not "
                "end on these rows. Does it leave what it looks for, such as a NULL?"
            )

    def refused_commit(self) -> None:
        self.failed_statement = "COMMIT"

    def _place(self) -> Place | None:
        if not self.is_on:
            return None
        frame = sys._getframe(2)
        return None if is_silent(frame) else place_of(frame)

    def _add(
        self, cursor: object, sql: str, parameters: object, place: Place, ms: float, error: BaseException | None
    ) -> None:
        rows = None if error or cursor.rowcount < 0 else cursor.rowcount
        self.statements.append(
            {
                "sql": sql,
                "parameters": describe_parameters(parameters),
                "line": place.line,
                "path": place.path,
                "ms": round(ms, 3),
                "rows": rows,
                "error": None if error is None else engine_message(error),
            }
        )


def place_of(frame: FrameType | None) -> Place | None:
    """The innermost line inside the pasted files."""
    while frame is not None:
        path = project.pasted_path(frame.f_code.co_filename)
        if path is not None:
            return Place(path, frame.f_lineno)
        frame = frame.f_back
    return None


def is_silent(frame: FrameType | None) -> bool:
    while frame is not None and project.pasted_path(frame.f_code.co_filename) is None:
        code = frame.f_code
        if code.co_name in SILENT_FUNCTIONS or code.co_filename.endswith(SILENT_FILES):
            return True
        frame = frame.f_back
    return False


def describe_parameters(parameters: object) -> str | None:
    if not parameters:
        return None
    if isinstance(parameters, list):
        shown = ", ".join(_repr.repr(each) for each in parameters[:MAX_SETS])
        text = f"{len(parameters)} sets: {shown}{', ...' if len(parameters) > MAX_SETS else ''}"
    else:
        text = _repr.repr(parameters)
    return text if len(text) <= MAX_PARAMETERS else text[:MAX_PARAMETERS] + "..."


def engine_message(error: BaseException) -> str:
    """pg8000 raises with Postgres' error fields in a dict."""
    fields = error.args[0] if error.args else None
    if isinstance(fields, dict):
        return str(fields.get("M", fields))
    return str(error) or type(error).__name__
