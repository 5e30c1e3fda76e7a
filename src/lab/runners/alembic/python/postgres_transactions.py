"""What BEGIN, COMMIT and ROLLBACK of the driver are: themselves, or savepoints inside the lab's own transaction.

`send` runs one statement and raises what Postgres refuses.
"""

import re
from collections.abc import Callable
from typing import Any, Protocol

from pg8000.exceptions import DatabaseError

SAVEPOINT = "roundtrip_transaction"
ALONE = "roundtrip_statement"

SPOKEN = re.compile(
    r"^\s*(?:(?P<begin>BEGIN|START\s+TRANSACTION)\b[^;]*"
    r"|(?P<commit>COMMIT|END)(?:\s+(?:WORK|TRANSACTION))?(?:\s+AND\s+NO\s+CHAIN)?"
    r"|(?P<rollback>ROLLBACK|ABORT)(?:\s+(?:WORK|TRANSACTION))?(?:\s+AND\s+NO\s+CHAIN)?)\s*;?\s*$",
    re.IGNORECASE,
)

NOT_IN_TRANSACTION = "25001"
UNSAFE_ENUM_VALUE = "55P04"


class Transactions(Protocol):
    def begin(self) -> None: ...
    def commit(self) -> None: ...
    def rollback(self) -> None: ...
    def run(self, sql: str, act: Callable[[], Any]) -> Any:
        """Runs a statement of the migration by calling `act`."""


class PlainTransactions:
    def __init__(self, send: Callable[[str], object]):
        self._send = send

    def begin(self) -> None:
        self._send("BEGIN")

    def commit(self) -> None:
        self._send("COMMIT")

    def rollback(self) -> None:
        self._send("ROLLBACK")

    def run(self, _sql: str, act: Callable[[], Any]) -> Any:
        return act()


class FoldedTransactions:
    """Inside a checkpoint. Transaction words that the migration itself speaks are folded as well."""

    def __init__(self, send: Callable[[str], object], has_failed: Callable[[], bool]):
        self._send = send
        self._has_failed = has_failed
        self._is_open = False

    def begin(self) -> None:
        if not self._is_open:
            self._send(f"SAVEPOINT {SAVEPOINT}")
            self._is_open = True

    def commit(self) -> None:
        """As COMMIT does: a failed transaction is rolled back; deferred checks may still refuse."""
        if not self._is_open:
            return
        if self._has_failed():
            return self.rollback()
        try:
            self._check_deferred()
        except DatabaseError:
            self.rollback()
            raise
        self._send(f"RELEASE SAVEPOINT {SAVEPOINT}")
        self._is_open = False

    def rollback(self) -> None:
        if self._is_open:
            self._send(f"ROLLBACK TO SAVEPOINT {SAVEPOINT}")
            self._send(f"RELEASE SAVEPOINT {SAVEPOINT}")
            self._is_open = False

    def run(self, sql: str, act: Callable[[], Any]) -> Any:
        spoken = SPOKEN.match(sql)
        if spoken is not None:
            return getattr(self, spoken.lastgroup)()
        try:
            return act() if self._is_open else self._run_alone(act)
        except DatabaseError as error:
            raise _as_refusal_of_folding(error) from None

    def _run_alone(self, act: Callable[[], Any]) -> Any:
        """Autocommit: what fails takes nothing else with it."""
        self._send(f"SAVEPOINT {ALONE}")
        try:
            result = act()
            self._check_deferred()
        except DatabaseError:
            self._send(f"ROLLBACK TO SAVEPOINT {ALONE}")
            self._send(f"RELEASE SAVEPOINT {ALONE}")
            raise
        self._send(f"RELEASE SAVEPOINT {ALONE}")
        return result

    def _check_deferred(self) -> None:
        """Deferred constraints and triggers fire at COMMIT. Postgres keeps the setting until the outer transaction ends,
        so those that are deferred by default are set back to it by name.
        """
        if not self._rows("SELECT 1 FROM pg_trigger WHERE tgdeferrable LIMIT 1"):
            return
        self._send("SET CONSTRAINTS ALL IMMEDIATE")
        names = self._rows(
            "SELECT DISTINCT format('%I.%I', n.nspname, c.conname) FROM pg_constraint c"
            " JOIN pg_namespace n ON n.oid = c.connamespace WHERE c.condeferred"
        )
        if names:
            self._send(f"SET CONSTRAINTS {', '.join(name for (name,) in names)} DEFERRED")

    def _rows(self, sql: str) -> list:
        return self._send(sql).rows


def _as_refusal_of_folding(error: DatabaseError) -> DatabaseError:
    """A new enum label can be used once its transaction has ended, which here it never does: that is a refusal to run
    inside a transaction too, and the lab runs the step again outside of one.
    """
    fields = error.args[0]
    if fields.get("C") != UNSAFE_ENUM_VALUE:
        return error
    return type(error)({**fields, "C": NOT_IN_TRANSACTION})
