import { nodeAssets } from '../../assets.node';
import type { Database, EngineName } from '../../engines/engine';
import { engineByName } from '../../engines/engines';
import type { Runner, RunnerSession, StepResult } from '../runner';
import { createAlembicRunner } from './runner';

/** For the tests of this folder: the real runner on the real engines. */
export const assets = nodeAssets();

let started: ReturnType<typeof createAlembicRunner> | undefined;

/** The one runner of this process: files that run one after the other share it (vite.config.ts). */
export async function startRunner(): Promise<Runner> {
  const result = await (started ??= createAlembicRunner(assets));
  if (!result.ok) throw new Error(result.error);
  return result.runner;
}

export function openDatabase(engine: EngineName): Promise<Database> {
  return engineByName(engine).open(assets);
}

/** A revision file with the given functions' bodies, and lines before them. */
export function revisionFile(parts: {
  readonly revision?: string;
  readonly parent?: string;
  readonly before?: string;
  readonly upgrade?: string;
  readonly downgrade?: string | null;
}): string {
  const { revision = 'r1', parent = 'None', before = '', upgrade = 'pass', downgrade = 'pass' } = parts;
  return [
    'from alembic import context, op',
    'import sqlalchemy as sa',
    before,
    `revision = '${revision}'`,
    `down_revision = ${parent}`,
    body('upgrade', upgrade),
    downgrade === null ? '' : body('downgrade', downgrade),
  ].join('\n');
}

/** Opens files by path, and fails the test when there is no session. */
export async function openSession(
  runner: Runner,
  database: Database,
  files: Readonly<Record<string, string>>,
): Promise<RunnerSession> {
  const opened = await runner.open(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    database,
  );
  if (!opened.ok) throw new Error(opened.errors.map((error) => error.message).join('; '));
  return opened.session;
}

/** Runs the upgrade of one file alone, on whatever tables are in the database. */
export async function upgradeOnce(
  runner: Runner,
  database: Database,
  parts: Parameters<typeof revisionFile>[0],
): Promise<StepResult> {
  await database.execute('DROP TABLE IF EXISTS alembic_version');
  const session = await openSession(runner, database, { 'one.py': revisionFile(parts) });
  return session.run(session.revisions[0]?.revision ?? '', 'upgrade');
}

function body(name: string, text: string): string {
  const lines = text.split('\n').map((line) => (line === '' ? '' : `    ${line}`));
  return [`def ${name}():`, ...lines, ''].join('\n');
}
