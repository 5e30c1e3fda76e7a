"""Names for constraints that a migration leaves unnamed: what env.py's target_metadata would call them."""

import ast
from collections.abc import Iterable

KINDS = frozenset({"ix", "uq", "ck", "fk", "pk"})


def written_convention(trees: Iterable[ast.Module]) -> dict[str, str] | None:
    """The `naming_convention` that stands in a pasted file (models, env.py, a copy in a migration)."""
    literals = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Dict))
    return next((found for found in map(_as_convention, literals) if found is not None), None)


def _as_convention(literal: ast.Dict) -> dict[str, str] | None:
    try:
        value = ast.literal_eval(literal)
    except ValueError, TypeError:
        return None
    is_one = len(value) > 0 and KINDS.issuperset(value) and all("%(" in str(text) for text in value.values())
    return value if is_one else None
