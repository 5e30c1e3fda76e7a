"""Who hears of the statements that a driver runs."""

from collections.abc import Callable
from typing import Any, Protocol


class Listener(Protocol):
    def __call__(self, cursor: Any, sql: str, parameters: object, act: Callable[[], None]) -> None:
        """Called in place of each statement; runs it by calling `act`."""

    def refused_commit(self) -> None:
        """The engine refused to end the transaction, such as for a deferred constraint."""


class Silence:
    """Nobody listens."""

    def __call__(self, _cursor: Any, _sql: str, _parameters: object, act: Callable[[], None]) -> None:
        act()

    def refused_commit(self) -> None:
        """Nobody listens."""
