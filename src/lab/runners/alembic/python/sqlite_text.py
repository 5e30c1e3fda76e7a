"""What of a statement's text the driver must know before SQLite sees it, as CPython's own sqlite3 module does."""

import re
from functools import lru_cache
from sqlite3 import complete_statement
from typing import NamedTuple

TOKEN = re.compile(
    r"""(?P<skip>'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\])"""
    r"""|(?P<blank>\s+|--[^\n]*|/\*.*?(?:\*/|\Z))"""
    r"""|(?P<parameter>\?\d*|[:@$]\w+)"""
    r"""|(?P<end>;)"""
    r"""|(?P<word>\w+)"""
    r"""|(?P<other>.)""",
    re.DOTALL,
)
DATA_CHANGES = frozenset({"INSERT", "UPDATE", "DELETE", "REPLACE"})
TRANSACTION_WORDS = frozenset({"BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE"})


class Statement(NamedTuple):
    text: str
    """The first statement of what was given."""
    rest: str
    """What follows it; empty when only blanks and comments do."""
    keyword: str
    """Its first word in capitals, or empty."""
    parameters: tuple[str, ...]
    """The names of its parameters by number, without the sign; empty where a number has no name."""

    @property
    def changes_data(self) -> bool:
        return self.keyword in DATA_CHANGES

    @property
    def controls_transaction(self) -> bool:
        return self.keyword in TRANSACTION_WORDS


@lru_cache(maxsize=512)
def read_statement(sql: str) -> Statement:
    keyword = ""
    names: list[str] = []
    end = len(sql)
    for token in TOKEN.finditer(sql):
        if token.lastgroup == "word" and not keyword:
            keyword = token.group().upper()
        elif token.lastgroup == "parameter":
            _number(token.group(), names)
        elif token.lastgroup == "end" and complete_statement(sql[: token.end()]):
            if keyword:
                end = token.end()
                break
    rest = sql[end:]
    return Statement(sql[:end], "" if is_blank(rest) else rest, keyword, tuple(names))


def split_script(script: str) -> list[str]:
    """Its statements, in order."""
    statements = []
    while script:
        statement = read_statement(script)
        if statement.keyword:
            statements.append(statement.text)
        script = statement.rest
    return statements


def is_blank(sql: str) -> bool:
    return all(token.lastgroup in ("blank", "end") for token in TOKEN.finditer(sql))


def _number(parameter: str, names: list[str]) -> None:
    """Numbers it as SQLite does (lang_expr.html, "Parameters"): `?7` is the seventh, a known name keeps its number."""
    if parameter[0] == "?" and len(parameter) > 1:
        names.extend([""] * (int(parameter[1:]) - len(names)))
    elif parameter == "?" or parameter[1:] not in names:
        names.append(parameter[1:])
