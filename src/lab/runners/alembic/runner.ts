import type { SourceFile } from '../../../migration/migration';
import { type Assets, AssetError } from '../../assets';
import type { Database } from '../../engines/engine';
import type { StatementRecord, Stub } from '../../result';
import type {
  OpenOptions,
  OpenResult,
  PlannedRevision,
  Runner,
  RunnerSession,
  RunOptions,
  StepError,
  StepResult,
} from '../runner';
import { Bridge } from './bridge';
import { type Python, startPython } from './python';

/**
 * Starts Python with real Alembic in it, for as many histories as are wanted. About two seconds; see docs/architecture.md
 * for what pasted code can and cannot reach.
 */
export async function createAlembicRunner(
  assets: Assets,
): Promise<{ readonly ok: true; readonly runner: Runner } | { readonly ok: false; readonly error: string }> {
  const bridge = new Bridge();
  try {
    const python = await startPython(assets, bridge);
    return { ok: true, runner: new AlembicRunner(python, bridge) };
  } catch (cause) {
    if (cause instanceof AssetError) return { ok: false, error: unavailable(cause) };
    throw cause;
  }
}

function unavailable(cause: AssetError): string {
  if (cause.asset !== 'python/packages.zip') return `Python could not be started. ${cause.message}`;
  return (
    `Alembic migrations cannot be run in this build: the Python packages are missing (${cause.message}). ` +
    'Run `npm run setup` where PyPI or a pip index can be reached, and build again.'
  );
}

class AlembicRunner implements Runner {
  readonly format = 'alembic';
  readonly version: string;
  readonly #python: Python;
  readonly #bridge: Bridge;

  constructor(python: Python, bridge: Bridge) {
    this.#python = python;
    this.#bridge = bridge;
    this.version = (python.call('start') as { version: string }).version;
  }

  async open(files: readonly SourceFile[], database: Database, options: OpenOptions = {}): Promise<OpenResult> {
    this.#python.call('close');
    this.#bridge.connect(database.port);
    const opened = this.#python.call('open', files, database.port.kind, options.convention ?? {}) as Opened;
    const problems = opened.problems.map((problem) => ({ ...problem, phase: 'upgrade' }) as const);
    if (opened.revisions.length > 0) {
      return { ok: true, session: new AlembicSession(this.#python, this.#bridge, opened.revisions, problems) };
    }
    return { ok: false, errors: problems.length > 0 ? problems : [nothingToRun] };
  }
}

const nothingToRun = {
  phase: 'upgrade',
  message: 'None of the files is an Alembic revision: there is no `revision = ...` with an upgrade().',
  line: null,
  path: null,
  code: null,
  traceback: null,
} as const;

/** What session.py answers. */
interface Opened {
  readonly revisions: readonly PlannedRevision[];
  readonly problems: readonly Omit<StepError, 'phase' | 'origin' | 'statement' | 'exception'>[];
}

interface Ran extends Omit<StepResult, 'statements' | 'error' | 'stubs'> {
  readonly statements: readonly Omit<StatementRecord, 'phase'>[];
  readonly error: Omit<StepError, 'phase'> | null;
  readonly stubs: readonly Stub[];
}

class AlembicSession implements RunnerSession {
  readonly revisions: RunnerSession['revisions'];
  readonly problems: RunnerSession['problems'];
  readonly #python: Python;
  readonly #bridge: Bridge;

  constructor(
    python: Python,
    bridge: Bridge,
    revisions: RunnerSession['revisions'],
    problems: RunnerSession['problems'],
  ) {
    this.#python = python;
    this.#bridge = bridge;
    this.revisions = revisions;
    this.problems = problems;
  }

  async run(revision: string, direction: 'upgrade' | 'downgrade', options: RunOptions = {}): Promise<StepResult> {
    const phase = options.phase ?? direction;
    const ran = this.#python.call('run', revision, direction, options.lenient ?? false) as Ran;
    return {
      ...ran,
      statements: ran.statements.map((statement) => ({ phase, ...statement })),
      error: ran.error && { phase, ...ran.error },
    };
  }

  async stamp(revision: string, direction: 'upgrade' | 'downgrade'): Promise<void> {
    this.#python.call('stamp', revision, direction);
  }

  async close(): Promise<void> {
    this.#python.call('close');
    this.#bridge.disconnect();
  }
}
