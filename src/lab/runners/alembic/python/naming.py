"""Names for constraints that a migration leaves unnamed: what env.py's target_metadata would call them."""

import ast
from collections.abc import Callable, Iterable, Iterator

import sqlalchemy as sa
from alembic.operations.batch import ApplyBatchImpl
from alembic.util.sqla_compat import constraint_name_defined

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


def name_like_the_documentation(note: Callable[[str], None]) -> None:
    """Where Alembic's batch mode would refuse for want of a name, it gets the one that SQLAlchemy's and Alembic's
    documentation recommend; as most projects do that use batch mode, for without it could not add a foreign key.
    """
    add, drop = ApplyBatchImpl.add_constraint, ApplyBatchImpl.drop_constraint

    def add_constraint(batch: ApplyBatchImpl, constraint: sa.Constraint) -> None:
        if not constraint_name_defined(constraint.name):
            constraint.name = next(conventional_names(constraint, constraint.table.name), None)
            if constraint.name is not None:
                note(ADDED.format(name=constraint.name))
        add(batch, constraint)

    def drop_constraint(batch: ApplyBatchImpl, constraint: sa.Constraint) -> None:
        meant = unnamed(batch, constraint.name)
        if meant is not None:
            meant.name = constraint.name
            batch.unnamed_constraints.remove(meant)
            batch.named_constraints[meant.name] = meant
            note(DROPPED.format(name=meant.name))
        drop(batch, constraint)

    ApplyBatchImpl.add_constraint, ApplyBatchImpl.drop_constraint = add_constraint, drop_constraint


ADDED = (
    "A constraint without a name was called {name}, as a naming_convention on env.py's target_metadata would call it. "
    "Without one Alembic's batch mode refuses on SQLite."
)
DROPPED = (
    "{name} was taken for the constraint without a name that a naming_convention on env.py's target_metadata would call "
    "so. Without one Alembic's batch mode does not find it."
)


def unnamed(batch: ApplyBatchImpl, name: str | None) -> sa.Constraint | None:
    """The unnamed constraint that goes by this name."""
    if not name or name in batch.named_constraints or name in batch.col_named_constraints:
        return None
    table = batch.table.name
    return next((each for each in batch.unnamed_constraints if name in conventional_names(each, table)), None)


def conventional_names(constraint: sa.Constraint, table: str) -> Iterator[str]:
    """The usual one first. None for a CHECK: no convention makes a name out of nothing for it."""
    columns = [column.name for column in getattr(constraint, "columns", ())]
    if isinstance(constraint, sa.PrimaryKeyConstraint):
        yield f"pk_{table}"
    elif columns and isinstance(constraint, sa.UniqueConstraint):
        yield f"uq_{table}_{'_'.join(columns)}"
        yield f"uq_{table}_{columns[0]}"
    elif columns and isinstance(constraint, sa.ForeignKeyConstraint):
        target = constraint.elements[0].target_fullname.split(".")[-2]
        yield f"fk_{table}_{'_'.join(columns)}_{target}"
        yield f"fk_{table}_{columns[0]}_{target}"
