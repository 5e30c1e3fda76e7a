"""Parameters written into the statement, as psycopg2 does: what most projects that use Alembic run on.

A literal has no type of its own where Postgres can infer one (`id = '...'` works on a uuid column), which a bound
parameter often has. Spellings follow psycopg2's adapters ("Adaptation of Python values to SQL types").
"""

import datetime
import decimal
import ipaddress
import math
import re
import uuid
from collections.abc import Mapping, Sequence

from pg8000.converters import range_out
from pg8000.dbapi import ProgrammingError
from pg8000.types import PGInterval, Range

from .stand_in import as_bound

PLACEHOLDER = re.compile(r"%(?:\((?P<name>[^)]*)\))?(?P<kind>.?)", re.DOTALL)


def interpolate(sql: str, parameters: Sequence | Mapping) -> str:
    """`%s` and `%(name)s` become literals, `%%` becomes `%`, wherever they stand: quotes do not matter."""
    values = iter(()) if isinstance(parameters, Mapping) else iter(parameters)

    def replace(match: re.Match) -> str:
        if match["kind"] == "%":
            return "%"
        if match["kind"] != "s":
            raise ProgrammingError(f"unsupported format character '{match['kind']}': write %% for a percent sign")
        if match["name"] is not None:
            return literal(parameters[match["name"]])
        try:
            return literal(next(values))
        except StopIteration:
            raise IndexError("tuple index out of range") from None

    text = PLACEHOLDER.sub(replace, sql)
    if next(values, values) is not values:
        raise TypeError("not all arguments converted during string formatting")
    return text


def literal(value: object) -> str:
    value = as_bound(value)
    for kinds, write in WRITERS:
        if isinstance(value, kinds):
            return write(value)
    raise ProgrammingError(f"can't adapt type '{type(value).__name__}'")


def _text(value: str) -> str:
    if "\0" in value:
        raise ValueError("A string literal cannot contain NUL (0x00) characters.")
    quoted = value.replace("'", "''")
    return f"'{quoted}'" if "\\" not in value else " E'" + quoted.replace("\\", "\\\\") + "'"


def _number(value: object) -> str:
    """A minus sign right after another one would begin a comment."""
    text = str(value)
    return f" {text}" if text.startswith("-") else text


def _float(value: float) -> str:
    return _number(repr(float(value))) if math.isfinite(value) else f"'{_special(value)}'::float"


def _special(value: float) -> str:
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def _decimal(value: decimal.Decimal) -> str:
    return _number(value) if value.is_finite() else "'NaN'::numeric"


def _datetime(value: datetime.datetime) -> str:
    return f"'{value.isoformat()}'::timestamp{'' if value.tzinfo is None else 'tz'}"


def _interval(value: datetime.timedelta) -> str:
    return f"'{value.days} days {value.seconds}.{value.microseconds:06d} seconds'::interval"


def _array(value: list) -> str:
    return f"ARRAY[{', '.join(map(literal, value))}]" if value else "'{}'"


WRITERS = (
    (type(None), lambda _: "NULL"),
    (bool, lambda value: "true" if value else "false"),
    (str, lambda value: _text(str(value))),
    (int, lambda value: _number(int(value))),
    (float, _float),
    (decimal.Decimal, _decimal),
    ((bytes, bytearray, memoryview), lambda value: rf"'\x{bytes(value).hex()}'::bytea"),
    (datetime.datetime, _datetime),
    (datetime.date, lambda value: f"'{value.isoformat()}'::date"),
    (datetime.time, lambda value: f"'{value.isoformat()}'::time{'' if value.tzinfo is None else 'tz'}"),
    (datetime.timedelta, _interval),
    (PGInterval, lambda value: f"'{value}'::interval"),
    (uuid.UUID, lambda value: f"'{value}'::uuid"),
    (
        (ipaddress.IPv4Address, ipaddress.IPv6Address, ipaddress.IPv4Network, ipaddress.IPv6Network),
        lambda value: f"'{value}'::inet",
    ),
    (Range, lambda value: _text(range_out(value))),
    (list, _array),
    (tuple, lambda value: f"({', '.join(map(literal, value))})" if value else "NULL"),
)
