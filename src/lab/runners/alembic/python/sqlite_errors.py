"""SQLite's result codes as sqlite3's exceptions (Modules/_sqlite/util.c, get_exception_class)."""

import sqlite3

CLASSES = {
    "SQLITE_INTERNAL": sqlite3.InternalError,
    "SQLITE_NOTFOUND": sqlite3.InternalError,
    "SQLITE_CORRUPT": sqlite3.DatabaseError,
    "SQLITE_AUTH": sqlite3.DatabaseError,
    "SQLITE_NOTADB": sqlite3.DatabaseError,
    "SQLITE_TOOBIG": sqlite3.DataError,
    "SQLITE_CONSTRAINT": sqlite3.IntegrityError,
    "SQLITE_MISMATCH": sqlite3.IntegrityError,
    "SQLITE_MISUSE": sqlite3.InterfaceError,
    "SQLITE_RANGE": sqlite3.InterfaceError,
}


def to_exception(error: dict) -> Exception:
    """`error` is `{message, code}`; the code may be an extended one, such as SQLITE_CONSTRAINT_UNIQUE."""
    name = error["code"] or "SQLITE_ERROR"
    primary = "_".join(name.split("_")[:2])
    if primary == "SQLITE_NOMEM":
        return MemoryError()
    exception = CLASSES.get(primary, sqlite3.OperationalError)(error["message"])
    exception.sqlite_errorname = name
    exception.sqlite_errorcode = getattr(sqlite3, name, sqlite3.SQLITE_ERROR)
    return exception


def violated_trigger(message: str) -> Exception:
    return to_exception({"message": message, "code": "SQLITE_CONSTRAINT_TRIGGER"})
