"""The pasted revisions as a real Alembic ScriptDirectory. A file that cannot be one does not take the others with it."""

import ast
import contextlib
import os
import re
from collections.abc import Iterable, Iterator
from types import ModuleType

from alembic.script import Script, ScriptDirectory
from alembic.util import to_tuple

from . import failures
from .project import ROOT, Project


HEADER = re.compile(r"^(revision|down_revision|depends_on|branch_labels)\b[^=\n]*=\s*(.+)$", re.MULTILINE)


class History(ScriptDirectory):
    """Loads from the project in place of a versions folder. `problems` say what was left out or cut off, and why."""

    def __init__(self, project: Project):
        super().__init__(ROOT)
        self.problems: list[dict] = []
        self.paths: dict[str, str] = {}
        self._scripts = self._read(project)

    def in_order(self) -> list[Script]:
        """As `alembic upgrade heads` would apply them."""
        return [step.revision for step in self._upgrade_revs("heads", ())]

    def _load_revisions(self) -> Iterator[Script]:
        return iter(self._scripts)

    def _read(self, project: Project) -> list[Script]:
        modules: dict[str, ModuleType] = {}
        for path in project.texts:
            if not path.endswith(".py"):
                continue
            try:
                module = self._load(project, path)
            except (Exception, SystemExit) as error:
                self.problems.append(failures.load_problem(error, path))
                # It keeps its place: without it, its descendants would seem to be a history of their own.
                module = placeholder(project.texts[path])
            if module is not None:
                self._admit(modules, module, path)
        self._cut_loose_ends(modules)
        self._leave_out_cycles(modules)
        return [Script(module, revision, ROOT + self.paths[revision]) for revision, module in modules.items()]

    def _load(self, project: Project, path: str) -> ModuleType | None:
        """None for a file that does not claim to be a revision: it is there to be imported."""
        tree = project.tree(path)
        assigned = set(_assigned_names(tree))
        if "revision" in assigned:
            return project.execute(path)
        if any(isinstance(each, ast.FunctionDef) and each.name == "upgrade" for each in tree.body):
            self._report(path, "It has an upgrade() but no `revision = ...`, so Alembic cannot place it in the history.")
        return None

    def _admit(self, modules: dict[str, ModuleType], module: ModuleType, path: str) -> None:
        revision = getattr(module, "revision", None)
        if not isinstance(revision, str) or not revision:
            self._report(path, f"Its revision is {revision!r}: Alembic needs a text.")
        elif revision in modules:
            self._report(path, f"Revision {revision} is also the revision of {self.paths[revision]}: this file is left out.")
        else:
            modules[revision] = module
            self.paths[revision] = path

    def _cut_loose_ends(self, modules: dict[str, ModuleType]) -> None:
        """Parents that were not pasted. Of a single file that is to be expected."""
        labels = self._unique_labels(modules)
        for revision, module in modules.items():
            parents, missing = _split(getattr(module, "down_revision", None), modules)
            depends_on, missing_dependencies = _split(getattr(module, "depends_on", None), {**modules, **labels})
            module.down_revision = tuple(parents) if len(parents) > 1 else next(iter(parents), None)
            module.depends_on = tuple(depends_on)
            if len(modules) == 1:
                continue
            if missing:
                taken = "taken as the start" if not parents else "left out"
                self._report(self.paths[revision], f"Its parent {_and(missing)} is not here: {taken}.")
            if missing_dependencies:
                self._report(self.paths[revision], f"It depends on {_and(missing_dependencies)}, which is not here.")

    def _unique_labels(self, modules: dict[str, ModuleType]) -> dict[str, str]:
        owners: dict[str, str] = {}
        for revision, module in modules.items():
            labels = to_tuple(getattr(module, "branch_labels", None), default=())
            for label in labels:
                if owners.setdefault(label, revision) != revision or label in modules:
                    self._report(self.paths[revision], f"Its branch label {label} is already taken: left out.")
            module.branch_labels = tuple(each for each in labels if owners[each] == revision and each not in modules)
        return owners

    def _leave_out_cycles(self, modules: dict[str, ModuleType]) -> None:
        labels = {label: revision for revision, module in modules.items() for label in module.branch_labels}
        needs = {
            revision: {labels.get(each, each) for each in (*to_tuple(module.down_revision, ()), *module.depends_on)}
            for revision, module in modules.items()
        }
        for revision in unreachable(needs):
            circle = " → ".join(_walk(needs, revision))
            self._report(self.paths[revision], f"Its parents lead in a circle ({circle}), so it has no place in the history.")
            del modules[revision]

    def _report(self, path: str, message: str) -> None:
        self.problems.append(failures.problem(message, path))


def placeholder(text: str) -> ModuleType | None:
    """A module with the header of one that cannot be loaded; to run it fails as loading it did."""
    module = ModuleType("placeholder")
    module.upgrade = lambda: None  # Alembic reads its signature; what is run is the file itself.
    for name, value in HEADER.findall(text):
        with contextlib.suppress(ValueError, SyntaxError):
            setattr(module, name, ast.literal_eval(value.partition("#")[0].strip()))
    return module if isinstance(getattr(module, "revision", None), str) else None


def unreachable(needs: dict[str, set[str]]) -> list[str]:
    """Those that stay when everything whose needs are met is taken away, again and again: circles, and what is on them."""
    waiting = {name: len(each) for name, each in needs.items()}
    users: dict[str, list[str]] = {}
    for name, each in needs.items():
        for need in each:
            users.setdefault(need, []).append(name)
    ready = [name for name, count in waiting.items() if count == 0]
    for name in ready:
        for user in users.get(name, ()):
            waiting[user] -= 1
            if waiting[user] == 0:
                ready.append(user)
    return [name for name, count in waiting.items() if count > 0]


def _walk(needs: dict[str, set[str]], start: str) -> list[str]:
    stuck = set(unreachable(needs))
    path = [start]
    while len(path) == len(set(path)):
        path.append(min(needs[path[-1]] & stuck))
    return path


def _assigned_names(tree: ast.Module) -> Iterator[str]:
    for statement in tree.body:
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        for target in targets:
            for name in target.elts if isinstance(target, ast.Tuple) else [target]:
                if isinstance(name, ast.Name):
                    yield name.id


def _split(value: object, known: Iterable[str]) -> tuple[list[str], list[str]]:
    names = [str(each) for each in to_tuple(value, default=())]
    return [name for name in names if name in known], [name for name in names if name not in known]


def _and(names: list[str]) -> str:
    return " and ".join(names)


def title_of(script: Script) -> str:
    words = (script.module.__doc__ or "").strip()
    return words.splitlines()[0] if words else os.path.basename(script.path).removesuffix(".py")
