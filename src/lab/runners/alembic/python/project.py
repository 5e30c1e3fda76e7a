"""The pasted files as Python modules: real files in memory, importable from any folder that could be a root."""

import ast
import contextlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator
from types import CodeType, ModuleType

ROOT = "/project/"


def pasted_path(filename: str) -> str | None:
    """The path as pasted, for a file name in a frame or a code object."""
    return filename[len(ROOT) :] if filename.startswith(ROOT) else None


class Project:
    def __init__(self, files: list[dict]):
        self.texts = {file["path"]: file["text"] for file in files}
        self._trees: dict[str, ast.Module] = {}
        self._codes: dict[str, CodeType] = {}
        self._modules = module_paths(self.texts)

    def write(self) -> None:
        """Beside what a migration may open: data files, and itself through `__file__`."""
        os.chdir("/")
        shutil.rmtree(ROOT, ignore_errors=True)
        os.makedirs(ROOT)
        for path, text in self.texts.items():
            os.makedirs(os.path.dirname(ROOT + path), exist_ok=True)
            with open(ROOT + path, "w", encoding="utf-8", newline="") as file:
                file.write(text)
        os.chdir(ROOT)

    def tree(self, path: str) -> ast.Module:
        """Raises SyntaxError."""
        if path not in self._trees:
            self._trees[path] = ast.parse(self.texts[path], ROOT + path)
        return self._trees[path]

    def trees(self) -> Iterator[ast.Module]:
        """Of all files that parse."""
        for path in self.texts:
            if path.endswith(".py"):
                with contextlib.suppress(SyntaxError, ValueError):
                    yield self.tree(path)

    def code(self, path: str) -> CodeType:
        """Raises SyntaxError."""
        if path not in self._codes:
            self._codes[path] = compile(self.tree(path), ROOT + path, "exec", dont_inherit=True)
        return self._codes[path]

    def module_path(self, name: str) -> str | None:
        """The file of a module; a folder for a package without `__init__.py`; None when there is none."""
        return self._modules.get(name)

    def execute(self, path: str) -> ModuleType:
        """A fresh module, named and left out of sys.modules as Alembic does it (alembic.util.pyfiles)."""
        name = "".join(c if c.isalnum() else "_" for c in os.path.basename(path))
        module = ModuleType(name)
        module.__file__ = ROOT + path
        exec(self.code(path), module.__dict__)
        return module


def module_paths(texts: dict[str, str]) -> dict[str, str]:
    """Every dotted name under which a file can be meant: `backend/app/db.py` is `backend.app.db`, `app.db` and `db`.

    The name that starts nearest to the root wins. Folders are packages, with or without `__init__.py`.
    """
    modules: dict[str, str] = {}
    by_depth: list[tuple[int, str, str]] = []
    for path in texts:
        if path.endswith(".py"):
            by_depth.extend(_names(path))
    for _, name, target in sorted(by_depth, key=lambda each: each[0]):
        if target.endswith(".py") and modules.get(name, "/").endswith("/"):
            modules[name] = target
        else:
            modules.setdefault(name, target)
    return modules


def _names(path: str) -> list[tuple[int, str, str]]:
    parts = path.removesuffix(".py").split("/")
    if parts[-1] == "__init__":
        parts.pop()
    names = []
    for start in range(len(parts)):
        names.append((start, ".".join(parts[start:]), path))
        for end in range(start + 1, len(parts)):
            names.append((start, ".".join(parts[start:end]), "/".join(parts[:end]) + "/"))
    return names


class PastedFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Comes after everything that is installed, so that no pasted file takes the place of a library."""

    def __init__(self) -> None:
        self.project = Project([])
        self.loaded: list[str] = []

    def find_spec(self, name: str, _path: object, _target: object = None) -> importlib.machinery.ModuleSpec | None:
        path = self.project.module_path(name)
        if path is None:
            return None
        is_package = path.endswith(("/", "/__init__.py"))
        origin = None if path.endswith("/") else ROOT + path
        spec = importlib.machinery.ModuleSpec(name, self, origin=origin, is_package=is_package)
        spec.has_location = origin is not None
        if is_package:
            spec.submodule_search_locations = [ROOT + os.path.dirname(path)]
        return spec

    def exec_module(self, module: ModuleType) -> None:
        self.loaded.append(module.__name__)
        path = self.project.module_path(module.__name__)
        if path is not None and not path.endswith("/"):
            exec(self.project.code(path), module.__dict__)

    def forget(self) -> None:
        """A new process knows none of the modules that the last one loaded."""
        for name in self.loaded:
            sys.modules.pop(name, None)
        self.loaded.clear()
