"""sqlite3.Row, which is built in C for sqlite3's own cursors only."""

from collections.abc import Iterator


class Row:
    def __init__(self, cursor: object, values: tuple):
        self._names = tuple(column[0] for column in cursor.description)
        self._values = values

    def keys(self) -> list[str]:
        return list(self._names)

    def __getitem__(self, key: object) -> object:
        if not isinstance(key, str):
            return self._values[key]
        for name, value in zip(self._names, self._values, strict=True):
            if name.lower() == key.lower():
                return value
        raise IndexError("No item with that key")

    def __iter__(self) -> Iterator:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Row) and (self._names, self._values) == (other._names, other._values)

    def __hash__(self) -> int:
        return hash((self._names, self._values))
