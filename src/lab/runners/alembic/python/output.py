"""What a migration prints, up to a limit."""

import contextlib
import io
from collections.abc import Iterator

LIMIT = 10_000


class Output(io.TextIOBase):
    def __init__(self) -> None:
        self._parts: list[str] = []
        self._room = LIMIT
        self._is_cut = False

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if len(text) > self._room:
            self._is_cut = True
        kept = text[: self._room]
        self._room -= len(kept)
        if kept:
            self._parts.append(kept)
        return len(text)

    def text(self) -> str:
        return "".join(self._parts) + (f"\n... (cut at {LIMIT:,} characters)" if self._is_cut else "")

    @contextlib.contextmanager
    def captured(self) -> Iterator[None]:
        with contextlib.redirect_stdout(self), contextlib.redirect_stderr(self):
            yield
