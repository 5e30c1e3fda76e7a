"""One history on one database: each step a process of its own, in the environment that env.py would set up."""

import contextlib
import time
import warnings
from collections.abc import Callable, Iterator

import sqlalchemy
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import RevisionStep
from alembic.script import Script
from alembic.util.exc import CommandError

from . import failures, naming
from .connecting import Database
from .history import History, title_of
from .lenient import Leniency
from .output import Output
from .project import ROOT, PastedFinder, Project
from .recording import Recorder
from .sandbox import Sandbox
from .stubs import StubFinder


class Session:
    """`finder` is the one on sys.meta_path; `stubs` the one behind it; `convention` what to name by if no file tells."""

    def __init__(
        self,
        files: list[dict],
        database: Database,
        finder: PastedFinder,
        stubs: StubFinder,
        sandbox: Sandbox,
        convention: dict[str, str],
    ):
        self._database = database
        self._finder = finder
        self._stubs = stubs
        self._sandbox = sandbox
        self._project = finder.project = Project(files)
        self._project.write()
        self._history: History | None = None
        self._metadata = metadata_of(self._project, convention)

    def open(self) -> dict:
        """Revisions load inside a live environment, as they do in life: some look at `context` when imported."""
        self._start_process()
        with Output().captured():
            self._in_environment(Recorder(), lambda *_: self._load(), dont_mutate=True)
        history = self._history
        return {
            "revisions": [describe_script(script, history.paths) for script in history.in_order()],
            "problems": history.problems,
        }

    def run(self, revision: str, direction: str, is_lenient: bool) -> dict:
        recorder, output = Recorder(), Output()
        script = self._history.get_revision(revision)
        self._start_process()
        started = time.perf_counter()
        with warnings.catch_warnings(record=True) as issued, output.captured():
            warnings.simplefilter("always")
            leniency = Leniency(recorder, lambda: self._database.connection) if is_lenient else None
            error = self._attempt(script, direction, recorder, leniency)
        ms = (time.perf_counter() - started) * 1000
        return {
            "statements": recorder.statements,
            "error": error,
            "stubs": self._stubs.report(),
            "output": output.text(),
            "warnings": [*described(issued), *(leniency.skipped if leniency else ())],
            "notes": self._sandbox.take_notes() + self._database.take_notes(),
            "ms": round(ms, 3),
        }

    def stamp(self, revision: str, direction: str) -> None:
        """Does nothing where the revision is marked so already."""
        script = self._history.get_revision(revision)
        step = Step(self._history, script, direction, lambda **_: None)
        is_wanted = direction == "upgrade"
        self._in_environment(Recorder(), lambda heads, _: [step] if (revision in heads) != is_wanted else [])

    def close(self) -> None:
        self._database.close()
        self._finder.forget()

    def _load(self) -> list:
        if self._history is None:
            self._history = History(self._project)
        return []

    def _start_process(self) -> None:
        self._finder.forget()
        self._stubs.forget()
        self._sandbox.start_process()

    def _attempt(self, script: Script, direction: str, recorder: Recorder, leniency: Leniency | None) -> dict | None:
        def steps(heads: tuple[str, ...], _context: object) -> Iterator[Step]:
            check_applied(script.revision, direction, heads)
            module = self._project.execute(self._history.paths[script.revision])
            function = getattr(module, direction, None)
            if function is None:
                raise MissingFunction
            yield Step(self._history, script, direction, recorded(function, recorder, leniency))

        try:
            self._in_environment(recorder, steps, leniency)
            return None
        except MissingFunction:
            return failures.missing(direction, self._history.paths[script.revision])
        except BaseException as error:
            if isinstance(error, SyntaxError):
                return {**failures.load_problem(error, script.path), **NEVER_RAN}
            described = failures.describe(error, recorder.failed_statement)
            described = failures.after_swallowed(described, recorder.statements)
            return {**described, "message": self._stubs.explain(described["message"])}

    def _in_environment(
        self, recorder: Recorder, steps: Callable[..., object], leniency: Leniency | None = None, **options: object
    ) -> None:
        """What `alembic init` writes into env.py, with the steps decided by us."""
        config = Config()
        config.set_main_option("script_location", ROOT)
        config.set_main_option("sqlalchemy.url", self._database.url)
        script = self._history or History(Project([]))
        with (
            EnvironmentContext(config, script, fn=steps, as_sql=False, **options) as environment,
            self._database.engine(recorder).connect() as connection,
            leniency or contextlib.nullcontext(),
        ):
            environment.configure(connection=connection, target_metadata=self._metadata)
            with environment.begin_transaction():
                environment.run_migrations()
            if "dont_mutate" not in options:
                self._commit_rest(connection)

    def _commit_rest(self, connection: sqlalchemy.Connection) -> None:
        """After a commit() of the migration's own, Alembic's transaction is over: what came later, with the row in
        alembic_version, hangs in one that nobody ends.
        """
        if connection.in_transaction():
            connection.commit()
            self._sandbox.note(OWN_COMMIT)


OWN_COMMIT = (
    "It calls commit() on Alembic's connection. In life what follows, with the entry in alembic_version, may be lost when "
    "the process ends; here it was committed."
)


def metadata_of(project: Project, shown: dict[str, str]) -> sqlalchemy.MetaData | None:
    """What env.py hands to Alembic, as far as it decides how constraints are called."""
    convention = naming.written_convention(project.trees()) or shown
    return sqlalchemy.MetaData(naming_convention=convention) if convention else None


def check_applied(revision: str, direction: str, heads: tuple[str, ...]) -> None:
    """In place of the assertion that Alembic would fail with."""
    if direction == "upgrade" and revision in heads:
        raise CommandError(f"Revision {revision} is applied already.")
    if direction == "downgrade" and revision not in heads:
        raise CommandError(f"Revision {revision} is not the one that was applied last, so it cannot be taken back.")


class MissingFunction(BaseException):
    """Not an Exception: nothing on the way may take it for its own."""


NEVER_RAN = {"origin": "raised", "statement": None, "exception": "SyntaxError"}


class Step(RevisionStep):
    """Alembic's step, with a function of ours in place of the module's own."""

    def __init__(self, history: History, script: Script, direction: str, function: Callable[..., None]):
        self.revision_map = history.revision_map
        self.revision = script
        self.is_upgrade = direction == "upgrade"
        self.migration_fn = function


def recorded(function: Callable, recorder: Recorder, leniency: Leniency | None) -> Callable:
    def run(**keywords: object) -> None:
        recorder.is_on = True
        try:
            with leniency.around_function() if leniency else contextlib.nullcontext():
                function(**keywords)
        finally:
            recorder.is_on = False

    return run


def describe_script(script: Script, paths: dict[str, str]) -> dict:
    return {
        "revision": script.revision,
        "path": paths[script.revision],
        "title": title_of(script),
        "parents": list(script._versioned_down_revisions),
        "dependsOn": list(script._resolved_dependencies),
    }


def described(issued: list[warnings.WarningMessage]) -> list[str]:
    """Those about what happens to the database; deprecations are about tomorrow's code."""
    about = (sqlalchemy.exc.SAWarning, UserWarning, RuntimeWarning)
    texts = (str(each.message) for each in issued if issubclass(each.category, about))
    return list(dict.fromkeys(texts))
