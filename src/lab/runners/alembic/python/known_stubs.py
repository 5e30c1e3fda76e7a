"""Libraries that migrations import often, in better stand-ins than a name alone allows."""

import datetime
import json
import zoneinfo
from collections.abc import Callable
from types import ModuleType
from typing import Any

import sqlalchemy as sa
import sqlalchemy.orm
from sqlalchemy.dialects import postgresql

from .stand_in import StandIn
from .stub_types import Vector, is_known_kind

UNKNOWN = object()

BASES = frozenset({"Base", "BaseModel", "DeclarativeBase", "Model", "SQLModel", "ModelBase", "BASE"})


def find(module: str, name: str) -> Any:
    """What `module.name` is, or UNKNOWN."""
    root = module.partition(".")[0]
    if root in LIBRARIES:
        value = LIBRARIES[root](module, name)
        if value is not UNKNOWN:
            return value
    if name in BASES:
        return sa.orm.declarative_base(name=name)
    return real_type(name)


def real_type(name: str) -> Any:
    """A project's module of types that re-exports SQLAlchemy's own, where the name alone does not say what it is."""
    if is_known_kind(name):
        return UNKNOWN
    found = (getattr(source, name, None) for source in (sa, postgresql))
    return next((each for each in found if isinstance(each, type) and issubclass(each, sa.types.TypeEngine)), UNKNOWN)


def _sqlalchemy(*modules: Any) -> Callable[[str, str], Any]:
    """A library that hands on SQLAlchemy's names. Its modules are its own: `sqlmodel.sql` holds more than SQLAlchemy's."""

    def find_in(_module: str, name: str) -> Any:
        found = (getattr(each, name, UNKNOWN) for each in modules)
        return next((each for each in found if each is not UNKNOWN and not isinstance(each, ModuleType)), UNKNOWN)

    return find_in


def _sqlmodel(module: str, name: str) -> Any:
    if name == "GUID":
        return UNKNOWN
    return _sqlalchemy(sa, sa.orm)(module, name)


def _flask_sqlalchemy(_module: str, name: str) -> Any:
    return FlaskSqlalchemy if name == "SQLAlchemy" else UNKNOWN


class FlaskSqlalchemy:
    """`db = SQLAlchemy()`: `db.Model`, `db.Column`, `db.String`, ... and stand-ins for the rest."""

    def __init__(self, *_arguments: object, **_keywords: object):
        self.Model = sa.orm.declarative_base(name="Model")
        self.metadata = self.Model.metadata

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        value = _sqlalchemy(sa, sa.orm)("", name)
        return StandIn(f"db.{name}", "flask_sqlalchemy") if value is UNKNOWN else value


def _json_in_bytes(_module: str, name: str) -> Any:
    """orjson.dumps gives bytes, and takes options by position."""
    if name == "dumps":
        return lambda value, *_options, **_keywords: json.dumps(value, separators=(",", ":"), default=str).encode()
    return getattr(json, name, UNKNOWN)


def _json(_module: str, name: str) -> Any:
    return getattr(json, name, UNKNOWN)


def _pytz(_module: str, name: str) -> Any:
    return {"UTC": datetime.UTC, "utc": datetime.UTC, "timezone": zoneinfo.ZoneInfo}.get(name, UNKNOWN)


def _pgvector(_module: str, name: str) -> Any:
    return {"Vector": Vector, "VECTOR": Vector}.get(name, UNKNOWN)


LIBRARIES: dict[str, Callable[[str, str], Any]] = {
    "sqlmodel": _sqlmodel,
    "flask_sqlalchemy": _flask_sqlalchemy,
    "orjson": _json_in_bytes,
    "simplejson": _json,
    "ujson": _json,
    "pytz": _pytz,
    "pgvector": _pgvector,
}
