"""Postgres' errors as the DB-API class that psycopg2 raises for their SQLSTATE (psycopg/pqpath.c), which migrations catch."""

from pg8000 import dbapi

CLASSES = {
    "0A": dbapi.NotSupportedError,
    **dict.fromkeys(("20", "21", "3D", "3F", "42", "44"), dbapi.ProgrammingError),
    "22": dbapi.DataError,
    "23": dbapi.IntegrityError,
    **dict.fromkeys(("24", "25", "2B", "2D", "2F", "38", "39", "3B", "P0", "XX"), dbapi.InternalError),
    **dict.fromkeys(("26", "27", "28", "34", "40", "53", "54", "55", "57", "58", "F0", "HV"), dbapi.OperationalError),
}


def to_exception(fields: dict[str, str]) -> dbapi.DatabaseError:
    """`fields` are those of the protocol's ErrorResponse: M is the message, C the SQLSTATE."""
    code = fields.get("C", "")
    error = CLASSES.get(code[:2], dbapi.DatabaseError)(fields)
    error.pgcode = code
    return error
