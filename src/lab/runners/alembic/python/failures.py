"""Exceptions as plain data: who refused, in which pasted line, in words for a person."""

import linecache
import re
import traceback
from types import CodeType, TracebackType

import pg8000.exceptions
import sqlalchemy.exc
from alembic.util.exc import CommandError

from .project import pasted_path
from .recording import EndlessLoop, engine_message

TOOL_ERRORS = (sqlalchemy.exc.SQLAlchemyError, CommandError, NotImplementedError)
PLUGIN_OPERATIONS = {
    **dict.fromkeys(("create_entity", "drop_entity", "replace_entity"), "alembic_utils"),
    **dict.fromkeys(("sync_enum_values", "create_enum", "drop_enum"), "alembic_postgresql_enum"),
}


def problem(message: str, path: str | None, line: int | None = None) -> dict:
    return {"message": message, "path": path, "line": line, "code": None, "traceback": None}


def load_problem(error: BaseException, path: str) -> dict:
    """Why a file could not be loaded as a module."""
    if isinstance(error, SyntaxError):
        place = pasted_path(error.filename or "") or path
        return {**problem(f"Syntax error: {error.msg}", place, error.lineno), "code": type(error).__name__}
    step = describe(error, None)
    return {
        **problem(f"The file cannot be loaded: {step['message']}", step["path"] or path, step["line"]),
        "code": type(error).__name__,
        "traceback": step["traceback"],
    }


def missing(direction: str, path: str) -> dict:
    """There is no such function."""
    return {
        **problem(f"There is no {direction}() in the file.", path),
        "origin": "missing",
        "statement": None,
        "exception": "AttributeError",
    }


def after_swallowed(described: dict, statements: list[dict]) -> dict:
    """Where a migration caught an engine's error and went on, Postgres refuses the rest: the first error is the news."""
    first = next((each for each in statements if each["error"] and each["error"] not in described["message"]), None)
    if described["code"] != "25P02" or first is None:
        return described
    text = first["error"].rstrip(".")
    went_on = "The migration caught this and went on, but Postgres ignores everything until the transaction ends."
    place = {"line": first["line"], "path": first["path"], "statement": first["sql"]}
    return {**described, **place, "message": f"{text}. {went_on}"}


def describe(error: BaseException, failed_statement: str | None) -> dict:
    """A StepError (runner.ts), without its phase."""
    refusal = engine_refusal(error)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if pasted_path(frame.filename)]
    place = frames[-1] if frames else None
    return {
        "message": describe_refusal(refusal) if refusal else describe_exception(error),
        "path": place and pasted_path(place.filename),
        "line": place and place.lineno,
        "code": engine_code(refusal) if refusal else type(error).__name__,
        "traceback": format_traceback(frames, error, refusal),
        "origin": "engine" if refusal else "tool" if is_tool_error(error) else "raised",
        "statement": failed_statement if refusal else None,
        "exception": qualified_name(error),
    }


def engine_refusal(error: BaseException) -> BaseException | None:
    """The driver's exception, where the engine itself refused a statement."""
    original = getattr(error, "orig", None) if isinstance(error, sqlalchemy.exc.DBAPIError) else error
    return original if original is not None and engine_code(original) is not None else None


def engine_code(error: BaseException) -> str | None:
    """SQLSTATE, or the name of SQLite's result code."""
    if isinstance(error, pg8000.exceptions.Error):
        fields = error.args[0] if error.args else None
        return fields.get("C") if isinstance(fields, dict) else None
    return getattr(error, "sqlite_errorname", None)


def describe_refusal(refusal: BaseException) -> str:
    fields = refusal.args[0] if refusal.args else None
    parts = [engine_message(refusal)]
    if isinstance(fields, dict):
        parts += [fields[key] for key in ("D", "H") if fields.get(key)]
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts) if len(parts) > 1 else parts[0]


def missing_operation(error: BaseException) -> str | None:
    """The name of an operation that a plugin of Alembic would have added to `op`."""
    is_of_op = isinstance(error, AttributeError) and getattr(error.obj, "__name__", None) == "alembic.op"
    return error.name if is_of_op and error.name in PLUGIN_OPERATIONS else None


def describe_exception(error: BaseException) -> str:
    """What SQLAlchemy adds to its messages (the statement, links to its documentation) is told elsewhere."""
    if isinstance(error, sqlalchemy.exc.DBAPIError):
        return f"{type(error.orig).__name__}: {error.orig}"
    if isinstance(error, sqlalchemy.exc.SQLAlchemyError):
        text = error._message()
        return nameless_drop(text) or f"{type(error).__name__}: {text}"
    operation = missing_operation(error)
    if operation is not None:
        return f"op.{operation}() belongs to a plugin of Alembic, {PLUGIN_OPERATIONS[operation]}, which is not here."
    text = str(error)
    if isinstance(error, (CommandError, EndlessLoop)):
        return text
    if text == "Constraint must have a name":
        code = innermost_code(error.__traceback__)
        return NO_NAME_TO_DROP.format(place="") if code and code.co_name == "drop_constraint" else NO_NAME_TO_ADD
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


NO_NAME_TO_ADD = (
    "Alembic's batch mode, which SQLite needs, cannot add a constraint without a name: give it one, or give env.py's "
    "target_metadata a naming_convention."
)
NO_NAME_TO_DROP = (
    "op.drop_constraint() was given no name (None), so nothing tells which constraint to drop{place}: write out the "
    "name that it has in the database."
)


def nameless_drop(text: str) -> str | None:
    """`op.drop_constraint(None, ...)`, which autogenerate writes where it knows no name."""
    if not text.startswith("Can't emit DROP CONSTRAINT for constraint") or "it has no name" not in text:
        return None
    table = re.search(r"table=Table\('([^']+)'", text)
    return NO_NAME_TO_DROP.format(place=f" on {table[1]}" if table else "")


def is_tool_error(error: BaseException) -> bool:
    """Raised inside Alembic or SQLAlchemy, by a check of theirs."""
    if missing_operation(error) is not None:
        return True
    return isinstance(error, TOOL_ERRORS) and not pasted_path(innermost_file(error.__traceback__))


def innermost_file(trace: TracebackType | None) -> str:
    code = innermost_code(trace)
    return code.co_filename if code else ""


def innermost_code(trace: TracebackType | None) -> CodeType | None:
    code = None
    while trace is not None:
        code = trace.tb_frame.f_code
        trace = trace.tb_next
    return code


def format_traceback(
    frames: list[traceback.FrameSummary], error: BaseException, refusal: BaseException | None
) -> str | None:
    if not frames:
        return None
    lines = ["Traceback (the pasted files only):"]
    for frame in frames:
        lines.append(f'  File "{pasted_path(frame.filename)}", line {frame.lineno}, in {frame.name}')
        source = linecache.getline(frame.filename, frame.lineno or 0).strip()
        if source:
            lines.append(f"    {source}")
    last = f"{type(error).__name__}: {engine_message(refusal)}" if refusal else describe_exception(error)
    return "\n".join([*lines, last])


def qualified_name(error: BaseException) -> str:
    kind = type(error)
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"
