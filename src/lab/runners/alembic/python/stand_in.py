"""Inert values for what a missing module would have given. Each use that could make the result untrue is noted."""

import hashlib
import json
import operator
import re
import sys
from collections.abc import Callable, Iterator

import sqlalchemy

from .project import pasted_path
from .recording import place_of

LOGGING = ("log", "logger", "logging", "print", "warn")


class Usage:
    """Where stand-ins' values reached SQL or control flow, by module."""

    def __init__(self) -> None:
        self._uses: dict[str, list[dict]] = {}

    def note(self, module: str, how: str) -> None:
        place = place_of(sys._getframe(2))
        if place is None:
            return
        use = {"line": place.line, "path": place.path, "how": how}
        uses = self._uses.setdefault(module, [])
        if use not in uses:
            uses.append(use)

    def of(self, module: str) -> list[dict]:
        return self._uses.get(module, [])

    def forget(self) -> None:
        self._uses.clear()


usage = Usage()

member: Callable[[str, str], object]
"""What stands for a (dotted) name in a missing module: by name and module. Set by stubs.py, which knows all kinds."""


class StandIn:
    """Survives attribute access, calls, iteration (empty), `with`, comparison, text and arithmetic."""

    def __init__(self, name: str, module: str = "", mark: str = ""):
        self._name = name
        self._module = module
        self._mark = mark
        """Of the arguments, for what comes of a call."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("_") and not is_private_and_asked_by_pasted_code(name):
            raise AttributeError(name)
        path = f"{self._name}.{name}"
        return member(path, self._module) if self._is_path() else StandIn(path, self._module)

    def _is_path(self) -> bool:
        """`package.module` written out after `import package`: what stands in it is named as in a module."""
        return not any(mark in self._name for mark in "([")

    def __getitem__(self, key: object) -> "StandIn":
        return StandIn(f"{self._name}[{key!r}]", self._module)

    def __setitem__(self, _key: object, _value: object) -> None:
        pass

    def __call__(self, *arguments: object, **_keywords: object) -> object:
        if sys._getframe(1).f_code.co_name == "to_instance":
            return self._as_type()
        if len(arguments) == 1 and not _keywords and isinstance(arguments[0], (type, type(place_of))):
            return arguments[0]  # As a decorator it changes nothing.
        if self._name.rpartition(".")[0].lower().split(".")[-1] not in LOGGING:
            self._note(f"{self._name}(...) was called, and did nothing")
        return StandIn(f"{self._name}(...)", self._module, fingerprint(arguments, _keywords))

    def __iter__(self) -> Iterator:
        self._note(f"{self._name} was iterated over, as if it were empty")
        return iter(())

    def __len__(self) -> int:
        self._note(f"the length of {self._name} was taken as 0")
        return 0

    def __contains__(self, _item: object) -> bool:
        self._note(f"{self._name} was searched, as if it were empty")
        return False

    def __bool__(self) -> bool:
        self._note(f"{self._name} was taken as false")
        return False

    def __enter__(self) -> "StandIn":
        return self

    def __exit__(self, *_: object) -> bool:
        return False

    def __str__(self) -> str:
        self._note(f"{self._name} became text")
        return self._name

    def __format__(self, _specification: str) -> str:
        self._note(f"{self._name} became text")
        return self._name

    def __repr__(self) -> str:
        return f"<stand-in for {self._name}>"

    def __int__(self) -> int:
        self._note(f"{self._name} was taken as 0")
        return 0

    def __index__(self) -> int:
        self._note(f"{self._name} was taken as 0")
        return 0

    def __float__(self) -> float:
        self._note(f"{self._name} was taken as 0")
        return 0.0

    def __fspath__(self) -> str:
        self._note(f"{self._name} was taken as a path")
        return "/tmp/stand-in"

    def __hash__(self) -> int:
        return hash(self._identity())

    def _identity(self) -> tuple[str, str, str]:
        return self._name, self._module, self._mark

    def __eq__(self, other: object) -> bool:
        if isinstance(other, StandIn) and other._identity() == self._identity():
            return True
        self._note(f"{self._name} was compared, and found different")
        return False

    def _ordered(compare: Callable[[int, object], bool]) -> Callable[["StandIn", object], bool]:
        def compare_as_zero(self: "StandIn", other: object) -> bool:
            """As 0, which its length and its int() are too: `while count > 0` has to end."""
            self._note(f"{self._name} was compared, as if it were 0")
            return compare(0, 0 if isinstance(other, StandIn) else other) if is_number_like(other) else False

        return compare_as_zero

    def _combine(self, _other: object) -> "StandIn":
        return self

    __lt__, __le__ = _ordered(operator.lt), _ordered(operator.le)
    __gt__, __ge__ = _ordered(operator.gt), _ordered(operator.ge)
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _combine
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __or__ = __ror__ = __and__ = __rand__ = _combine

    # SQLAlchemy takes what has this attribute for a type (Column.__init__), and then calls it (type_api.to_instance).
    _sqla_type = True

    def _as_type(self) -> sqlalchemy.String:
        """As the type of a column: a text, which holds anything."""
        self._note(f"{self._name} was taken as a column type, String")
        return sqlalchemy.String()

    def _execute_on_connection(self, connection: sqlalchemy.Connection, *_arguments: object) -> object:
        """As a statement: one that does nothing. SQLAlchemy asks any object for this method (Connection.execute)."""
        self._note(f"{self._name} was executed, and did nothing")
        return connection.exec_driver_sql("SELECT NULL WHERE 1 = 0")

    def bound(self) -> str:
        """What it is as a parameter of a statement."""
        self._note(f"{self._name} was written into a statement")
        own = self._name.removesuffix("(...)").rpartition(".")[2]
        return f"{own}-{self._mark}" if self._mark else own

    def _note(self, how: str) -> None:
        usage.note(self._module, how)


def fingerprint(*arguments: object) -> str:
    """Short, the same for the same arguments: what comes of a call differs where they do, as it would in life."""
    text = re.sub(r" at 0x[0-9a-f]+", "", repr(arguments))
    return hashlib.sha1(text.encode()).hexdigest()[:8]


def is_number_like(value: object) -> bool:
    return isinstance(value, (int, float, StandIn))


def is_private_and_asked_by_pasted_code(name: str) -> bool:
    """Libraries ask for private and special names to find out what a value is; a migration may well call `_checksum`."""
    return not name.startswith("__") and pasted_path(sys._getframe(2).f_code.co_filename) is not None


class StandInText(str):
    """A text that is a guess, such as the value of an enumeration's member."""

    def __new__(cls, text: str, name: str, module: str) -> "StandInText":
        value = super().__new__(cls, text)
        value._name, value._module = name, module
        return value

    def bound(self) -> str:
        usage.note(self._module, f"{self._name} was written into a statement as {str(self)!r}")
        return str(self)

    def __str__(self) -> str:
        return str.__str__(self)

    def __format__(self, specification: str) -> str:
        usage.note(self._module, f"{self._name} became text, as {str(self)!r}")
        return super().__format__(specification)


def as_bound(value: object) -> object:
    """A parameter of a statement, as the driver takes it."""
    return value.bound() if isinstance(value, (StandIn, StandInText)) else value


def accept_stand_ins_as_json() -> None:
    """`json.dumps(block.fields)`: as the text that they would be in a statement."""
    original = json.JSONEncoder.default

    def default(encoder: json.JSONEncoder, value: object) -> object:
        return value.bound() if isinstance(value, StandIn) else original(encoder, value)

    json.JSONEncoder.default = default
