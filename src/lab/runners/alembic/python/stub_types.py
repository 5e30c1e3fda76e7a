"""Column types for names that a missing module would have defined: what they are in the database, by their name."""

import re
import uuid
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeDecorator, TypeEngine, UserDefinedType

from .stand_in import StandIn, StandInText, is_private_and_asked_by_pasted_code, usage

has_database_type: Callable[[str], bool] = lambda _name: False  # noqa: E731 (set by the session)


class ExtensionType(UserDefinedType):
    """A type of a Postgres extension where the extension is there, text where it is not."""

    cache_ok = False
    database_name = "text"

    def __init__(self, *arguments: object, **_keywords: object):
        self._argument = arguments[0] if arguments and isinstance(arguments[0], int) else None

    def get_col_spec(self, **_keywords: object) -> str:
        if not has_database_type(self.database_name):
            return "TEXT"
        size = f"({self._argument})" if self._argument is not None else ""
        return f"{self.database_name.upper()}{size}"


class Citext(ExtensionType):
    database_name = "citext"


class Vector(ExtensionType):
    database_name = "vector"


class Geometry(ExtensionType):
    database_name = "geometry"


class Ltree(ExtensionType):
    database_name = "ltree"


class StubTypeMeta(type(TypeDecorator)):
    """A missing class may as well be an enumeration (`Status.ACTIVE.value`) or hold constants."""

    def __getattr__(cls, name: str) -> object:
        if name.startswith("_") and not is_private_and_asked_by_pasted_code(name):
            if name == "__members__" and not _is_asked_by_sqlalchemy_itself(cls):
                usage.note(cls.stub_module, f"the labels of {cls.__name__} are not known")
                return {}
            origin = f"{cls.__name__} comes from {cls.stub_module}, which was not pasted"
            raise AttributeError(f"{origin}, so its {name} is not known", name=name, obj=cls)
        return Member(cls, name)

    def __iter__(cls):
        usage.note(cls.stub_module, f"{cls.__name__} was iterated over, as if it were empty")
        return iter(())

    def __len__(cls) -> int:
        return 0

    def __bool__(cls) -> bool:
        return True


def _is_asked_by_sqlalchemy_itself(cls: type) -> bool:
    return "stub_module" not in vars(cls)


class Member(StandIn):
    """A member of an enumeration: its name is known, its value is taken to be the same."""

    def __init__(self, owner: type, name: str):
        super().__init__(f"{owner.__name__}.{name}", owner.stub_module)
        self._label = name

    @property
    def name(self) -> str:
        return self._label

    @property
    def value(self) -> "StandInText":
        return StandInText(self._label, self._name + ".value", self._module)


class StubType(TypeDecorator, metaclass=StubTypeMeta):
    """Takes any arguments; a first one that is a number is a length, where the type has lengths."""

    impl = sa.String
    cache_ok = True
    stub_module = ""
    defaults: dict[str, Any] = {}

    def __init__(self, *arguments: object, **keywords: object):
        options = dict(self.defaults)
        length = keywords.get("length", arguments[0] if arguments else None)
        if isinstance(length, int) and not isinstance(length, bool) and issubclass(self.impl, sa.String):
            options["length"] = length
        if "timezone" in keywords and issubclass(self.impl, (sa.DateTime, sa.Time)):
            options["timezone"] = keywords["timezone"]
        super().__init__(**options)

    def load_dialect_impl(self, dialect: sa.Dialect) -> TypeEngine:
        """A JSON type of a project's own is there, as a rule, to be JSONB where there is JSONB."""
        if isinstance(self.impl, sa.JSON) and dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.JSONB())
        return super().load_dialect_impl(dialect)

    def process_bind_param(self, value: Any, _dialect: object) -> Any:
        if isinstance(self.impl_instance, sa.Uuid) and isinstance(value, str):
            return uuid.UUID(value)
        return value

    def with_variant(self, type_: Any, *dialect_names: str) -> TypeEngine:
        return super().with_variant(type_, *dialect_names)


# The first pattern that a name matches decides.
KINDS: tuple[tuple[str, type, dict[str, Any]], ...] = (
    (r"ci_?text|case_?insensitive", Citext, {}),
    (r"ts_?vector", postgresql.TSVECTOR, {}),
    (r"(^|half|sparse|bit_?)vec(tor)?s?(type)?$", Vector, {}),
    (r"geometr|geograph|raster", Geometry, {}),
    (r"ltree", Ltree, {}),
    (r"uuid|guid", sa.Uuid, {}),
    (r"jsonb", postgresql.JSONB, {}),
    (r"pydantic", sa.JSON, {}),
    (r"json|mutable_?dict|mutable_?list", sa.JSON, {}),
    (r"naive_?date_?time|without_?time_?zone", sa.DateTime, {}),
    (r"(utc|tz|zone|aware|arrow|pendulum).*date_?time|date_?time.*(utc|tz|zone|aware)", sa.DateTime, {"timezone": True}),
    (r"timestamp|arrow_?type|utc_?date", sa.DateTime, {"timezone": True}),
    (r"date_?time", sa.DateTime, {}),
    (r"date(type)?$", sa.Date, {}),
    (r"interval|duration|time_?delta", sa.Interval, {}),
    (r"^time(type)?$", sa.Time, {}),
    (r"bool", sa.Boolean, {}),
    (r"big_?int", sa.BigInteger, {}),
    (r"small_?int|tiny_?int", sa.SmallInteger, {}),
    (r"int_?enum|integer|int(type)?$|^py_?int", sa.Integer, {}),
    (r"numeric|decimal|money|amount", sa.Numeric, {}),
    (r"float|double", sa.Float, {}),
    (r"binary|blob|bytes|bytea|pickle|password_?type", sa.LargeBinary, {}),
    (r"text|encrypted|url_?type|scalar_?list|html|markdown", sa.Text, {}),
    (r"email|choice", sa.String, {"length": 255}),
    (r"phone", sa.String, {"length": 20}),
    (r"ip_?address", sa.String, {"length": 50}),
    (r"timezone_?type", sa.String, {"length": 50}),
    (r"country", sa.String, {"length": 2}),
    (r"currency", sa.String, {"length": 3}),
    (r"locale", sa.String, {"length": 10}),
    (r"color_?type", sa.String, {"length": 20}),
)
COMPILED = tuple((re.compile(pattern, re.IGNORECASE), impl, options) for pattern, impl, options in KINDS)

# Written like constants, and types all the same.
TYPE_IN_CAPITALS = re.compile(
    r"^(GUID|UUID|JSONB?|CITEXT|TIMESTAMP\w*|DATETIME\w*|(LONG|MEDIUM|TINY)?TEXT|VARCHAR|N?CHAR|STRING|VECTOR|HSTORE"
    r"|TSVECTOR|INET|LTREE|BLOB|BINARY|BYTEA|(BIG|SMALL)?INT(EGER)?|BOOL(EAN)?|FLOAT|NUMERIC|DECIMAL|UTF8\w*)$"
)


def stub_type(name: str, module: str) -> type:
    """The class that stands for `module.name`."""
    impl, options = kind_of(name)
    if issubclass(impl, ExtensionType):
        return type(name, (impl,), {"__module__": module})
    namespace = {"impl": impl, "defaults": options, "cache_ok": True, "stub_module": module, "__module__": module}
    return StubTypeMeta(name, (StubType,), namespace)


def kind_of(name: str) -> tuple[type, dict[str, Any]]:
    for pattern, impl, options in COMPILED:
        if pattern.search(name):
            return impl, options
    return sa.String, {}


def is_known_kind(name: str) -> bool:
    return any(pattern.search(name) for pattern, _, _ in COMPILED)


def is_type_in_capitals(name: str) -> bool:
    return TYPE_IN_CAPITALS.match(name) is not None


def accept_stand_ins_as_lengths() -> None:
    """`sa.String(settings.NAME_LENGTH)`: 255 where the number is not known."""
    original = sa.String.__init__

    def init(self: sa.String, length: object = None, *arguments: object, **keywords: object) -> None:
        if isinstance(length, StandIn):
            length._note(f"{length._name} was taken as a length of 255")
            length = 255
        original(self, length, *arguments, **keywords)

    sa.String.__init__ = init
