"""Getting past what an engine cannot run: each operation that fails is undone and skipped."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy
from alembic.operations.base import AbstractOperations
from alembic.operations.batch import BatchOperationsImpl

from . import failures
from .recording import Recorder
from .stand_in import StandIn

SAVEPOINT = "roundtrip_operation"


class Leniency:
    """While entered, operations and direct executions answer a failure with nothing."""

    def __init__(self, recorder: Recorder, connection: Callable[[], Any]):
        self.skipped: list[str] = []
        self._recorder = recorder
        self._connection = connection
        self._is_guarding = False
        self._originals: list[tuple[type, str, Callable]] = []

    def __enter__(self) -> "Leniency":
        for owner, name in (
            (AbstractOperations, "invoke"),
            (BatchOperationsImpl, "flush"),
            (sqlalchemy.Connection, "execute"),
            (sqlalchemy.Connection, "exec_driver_sql"),
        ):
            original = getattr(owner, name)
            self._originals.append((owner, name, original))
            setattr(owner, name, self._guarded(original))
        return self

    def __exit__(self, *_: object) -> None:
        for owner, name, original in self._originals:
            setattr(owner, name, original)

    @contextlib.contextmanager
    def around_function(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            self.skipped.append(f"The rest was skipped: {failures.describe(error, None)['message']}")

    def _guarded(self, original: Callable) -> Callable:
        def call(*arguments: object, **keywords: object) -> object:
            if self._is_guarding or not self._recorder.is_on:
                return original(*arguments, **keywords)
            return self._attempt(lambda: original(*arguments, **keywords))

        return call

    def _attempt(self, act: Callable[[], object]) -> object:
        self._is_guarding = True
        has_savepoint = self._can_save()
        if has_savepoint:
            self._connection().perform(f"SAVEPOINT {SAVEPOINT}")
        try:
            result = act()
        except Exception as error:
            self.skipped.append(f"Skipped: {failures.describe(error, None)['message']}")
            result = StandIn("the result of a skipped statement")
            if has_savepoint:
                self._connection().perform(f"ROLLBACK TO SAVEPOINT {SAVEPOINT}")
        finally:
            self._is_guarding = False
        if has_savepoint:
            self._release()
        return result

    def _can_save(self) -> bool:
        """Outside of a transaction Postgres knows no savepoints; nothing needs undoing there either."""
        return self._connection().autocommit is not True

    def _release(self) -> None:
        """The operation may have ended the transaction, and the savepoint with it."""
        with contextlib.suppress(*self._connection().refusals):
            self._connection().perform(f"RELEASE SAVEPOINT {SAVEPOINT}")
