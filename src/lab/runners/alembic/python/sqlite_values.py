"""How values travel between Python and SQLite: as text in JSON, so that no JavaScript object is ever within reach."""

import decimal
import json
import math
import sqlite3
from collections.abc import Mapping

from .stand_in import as_bound

EXACT_TYPES = frozenset({int, float, str, bytearray, type(None)})
INTEGER_RANGE = range(-(2**63), 2**63)


def encode_request(sql: str, parameters: object) -> str:
    return json.dumps({"sql": sql, "parameters": parameters}, allow_nan=True)


def decode_answer(answer: str) -> dict:
    """Integers come as digits and floats with a fraction, so that they stay apart; blobs as `{"blob": latin-1}`."""
    return json.loads(answer, object_hook=_to_blob)


def encode_parameters(parameters: object, names: tuple[str, ...]) -> object:
    """A list for positions, a dict for names. Errors are those of sqlite3, word for word."""
    if isinstance(parameters, Mapping):
        return {name: _encode(_look_up(parameters, name), f"':{name}'") for name in names}
    values = list(parameters)
    if len(values) != len(names):
        raise sqlite3.ProgrammingError(
            "Incorrect number of bindings supplied. "
            f"The current statement uses {len(names)}, and there are {len(values)} supplied."
        )
    for number, name in enumerate(names, 1):
        if name:
            raise sqlite3.ProgrammingError(
                f"Binding {number} (':{name}') is a named parameter, but you supplied a sequence which requires "
                "nameless (qmark) placeholders."
            )
    return [_encode(value, str(number)) for number, value in enumerate(values, 1)]


def encode_value(value: object) -> object:
    """One value that a Python function hands to SQLite."""
    return _encode(value, "result")


def _look_up(parameters: Mapping, name: str) -> object:
    try:
        return parameters[name]
    except KeyError:
        raise sqlite3.ProgrammingError(f"You did not supply a value for binding parameter :{name}.") from None


def _encode(value: object, place: str) -> object:
    value = as_bound(value)
    if type(value) not in EXACT_TYPES:
        value = sqlite3.adapt(value, sqlite3.PrepareProtocol, value)
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, str):
        value.encode()  # What sqlite3 raises for lone surrogates.
        return str(value)
    if isinstance(value, int):
        if int(value) not in INTEGER_RANGE:
            raise OverflowError("Python int too large to convert to SQLite INTEGER")
        return ["integer", str(int(value))]
    if isinstance(value, float):
        return ["real", repr(float(value))]
    if isinstance(value, (bytes, bytearray, memoryview)):
        return ["blob", bytes(value).decode("latin-1")]
    raise sqlite3.ProgrammingError(f"Error binding parameter {place}: type '{_type_name(value)}' is not supported")


def _type_name(value: object) -> str:
    """C code sees the module in the names of types that are written in C."""
    return "decimal.Decimal" if isinstance(value, decimal.Decimal) else type(value).__name__


def _to_blob(pairs: dict) -> object:
    return pairs["blob"].encode("latin-1") if len(pairs) == 1 and "blob" in pairs else pairs
