"""Modules that are not there: neither in Python, nor bundled, nor pasted. Each is replaced, and each is reported."""

import importlib.abc
import importlib.machinery
import logging
import re
import sys
from types import ModuleType

from . import known_stubs, stand_in
from .project import pasted_path
from .stand_in import StandIn, usage
from .stub_types import is_type_in_capitals, stub_type

NUMBER_NAME = re.compile(r"SIZE|LEN(GTH)?|LIMIT|MAX|MIN|COUNT|WIDTH")
IMPORT_MACHINERY = ("<frozen importlib", "<frozen zipimport", "/importlib/")


class StubFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """The last on sys.meta_path. Serves the pasted files only: a library that probes for another finds nothing."""

    def __init__(self, installed: frozenset[str]):
        self._installed = installed
        self._loaded: list[str] = []

    def find_spec(self, name: str, _path: object, _target: object = None) -> importlib.machinery.ModuleSpec | None:
        if name.partition(".")[0] in self._installed or not is_import_of_pasted_file():
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return StubModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        self._loaded.append(module.__name__)

    def forget(self) -> None:
        for name in self._loaded:
            sys.modules.pop(name, None)
        self._loaded.clear()
        usage.forget()

    def report(self) -> list[dict]:
        """Modules that something was taken from; packages on the way to them are not worth a line."""
        stubs = []
        for name in self._loaded:
            module = sys.modules.get(name)
            names = list(vars(module).get("_stub_names", ())) if module is not None else []
            is_on_the_way = any(other.startswith(f"{name}.") for other in self._loaded)
            if names or not is_on_the_way:
                stubs.append({"module": name, "names": names, "usedAt": usage.of(name)})
        return stubs


    def explain(self, message: str) -> str:
        """Adds where a class comes from that an error speaks of, when it is a stand-in."""
        for module in self._loaded:
            name = re.search(rf"<class '{re.escape(module)}\.(\w+)'>", message)
            if name is not None:
                return f"{message.rstrip('.')}. {name[1]} comes from {module}, which was not pasted."
        return message


class StubModule(ModuleType):
    """Gives every name something of the kind that its spelling promises."""

    def __init__(self, name: str):
        super().__init__(name, "A stand-in: this module was not pasted.")
        self._stub_names: list[str] = []

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        value = named_in(name, self.__name__)
        self._stub_names.append(name)
        setattr(self, name, value)
        return value


def named_in(path: str, module: str) -> object:
    """What stands for `path`, which is a name in the module or, after `import module`, several with dots."""
    folder, _, name = path.rpartition(".")
    value = known_stubs.find(f"{module}.{folder}", name)
    return stub_value(path, name, module) if value is known_stubs.UNKNOWN else value


stand_in.member = named_in


def stub_value(path: str, name: str, module: str) -> object:
    if name.isupper() and not is_type_in_capitals(name):
        return stub_number(name, module) if NUMBER_NAME.search(name) else StandIn(path, module)
    if name[:1].isupper():
        return stub_type(name, module)
    return StandIn(path, module)


def stub_number(name: str, module: str) -> int:
    """A constant that sounds like a size: a real number, for it often ends up as the length of a column."""
    value = 36 if "UUID" in name else 255
    usage.note(module, f"{name} was taken as {value}")
    return value


def accept_stand_ins_as_log_levels() -> None:
    """`log.setLevel(settings.LOG_LEVEL)`: what is logged is no matter of the database."""
    check = logging._checkLevel
    logging._checkLevel = lambda level: logging.NOTSET if isinstance(level, StandIn) else check(level)


accept_stand_ins_as_log_levels()


def is_import_of_pasted_file() -> bool:
    frame = sys._getframe(2)
    while frame is not None:
        filename = frame.f_code.co_filename
        if pasted_path(filename) is not None:
            return True
        if not any(part in filename for part in IMPORT_MACHINERY) and not filename.endswith("/stubs.py"):
            return False
        frame = frame.f_back
    return False
