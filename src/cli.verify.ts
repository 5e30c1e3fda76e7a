import { existsSync, readFileSync } from 'node:fs';
import { type Ending, oneOf, readArgs, readFiles, UsageError } from './cli.files';
import { spawnLab } from './cli.process';
import type { EngineName } from './lab/engines/engine';
import { type EngineRun, type LabEvent, type LabRequest, defaultLabSettings } from './lab/result';
import { Supervisor } from './lab/supervise';
import type { SourceFile } from './migration/migration';
import { verifyReport } from './report/json';
import { verifyText } from './report/text';

const engines = ['sqlite', 'postgres'] as const;
const formats = ['text', 'json'] as const;
const mostRows = 10_000;
/** One step of one revision: generous for 10,000 rows a table, short for a loop without end. */
const quietMs = 60_000;

interface LabelledRun {
  readonly path: string | null;
  readonly run: EngineRun;
}

/** `roundtrip verify`: the real round trip, in a worker that can be killed. */
export async function verify(args: readonly string[]): Promise<Ending> {
  const { values, positionals } = readArgs(args, {
    engine: { type: 'string', default: engines.join(',') },
    rows: { type: 'string', default: String(defaultLabSettings.rows) },
    baseline: { type: 'string' },
    each: { type: 'boolean', default: false },
    format: { type: 'string', default: 'text' },
    hostile: { type: 'boolean', default: false },
    traffic: { type: 'boolean', default: false },
    'no-traffic': { type: 'boolean', default: false },
  });
  const format = oneOf('format', values.format, formats);
  const settings = {
    rows: readRows(values.rows),
    baseline: readBaseline(values.baseline),
    seedProfile: values.hostile ? 'hostile' : 'representative',
    ...((values.traffic || values['no-traffic']) && { traffic: values.traffic }),
  } as const;
  const chosen = values.engine.split(',').map((name) => oneOf('engine', name.trim(), engines));
  const files = readFiles(positionals);
  const requests = requestsFor(files, chosen, values.each).map((request) => ({ ...request, settings }));
  const runs = await runAll(requests, values.each);
  const output = format === 'json' ? JSON.stringify(verifyReport(runs)) : verifyText(runs.map(({ run }) => run));
  return { exitCode: exitCodeOf(runs), output };
}

function readRows(text: string): number {
  const rows = Number(text);
  if (Number.isInteger(rows) && rows >= 0 && rows <= mostRows) return rows;
  throw new UsageError(`--rows is a whole number from 0 to ${mostRows}, not "${text}".`);
}

function readBaseline(path: string | undefined): string | null {
  if (path === undefined) return null;
  if (!existsSync(path)) throw new UsageError(`There is no file ${path} (--baseline).`);
  return readFileSync(path, 'utf8');
}

function requestsFor(files: readonly SourceFile[], chosen: readonly EngineName[], isEach: boolean) {
  const groups = isEach ? files.map((file) => [file]) : [files];
  return groups.map((group) => ({ files: group, engines: chosen }));
}

async function runAll(requests: readonly LabRequest[], isEach: boolean): Promise<readonly LabelledRun[]> {
  const supervisor = new Supervisor(spawnLab, quietMs);
  const runs: LabelledRun[] = [];
  try {
    for (const request of requests) {
      const path = isEach ? (request.files[0]?.path ?? null) : null;
      for (const run of await supervisor.run(request, tell)) runs.push({ path, run });
    }
  } finally {
    supervisor.close();
  }
  return runs;
}

function tell(event: LabEvent): void {
  if (event.type === 'starting') process.stderr.write(`Starting ${event.what}\n`);
  if (event.type === 'ready')
    process.stderr.write(`${event.what} ${event.version} is ready (${Math.round(event.ms)} ms)\n`);
  if (event.type === 'revision') {
    const { engine, verdict, path } = event.result;
    process.stderr.write(`${engine.padEnd(9)} ${verdict.padEnd(12)} ${path}\n`);
  }
}

/**
 * 2: nothing could be run. 1: a revision is not reversible. An engine that cannot run a revision (unsupported) does not
 * count against it as long as another could.
 */
function exitCodeOf(runs: readonly LabelledRun[]): 0 | 1 | 2 {
  const results = runs.flatMap(({ run }) => run.revisions);
  if (results.length === 0) return 2;
  const isProven = (path: string) =>
    results.some((result) => result.path === path && (result.verdict === 'reversible' || result.verdict === 'inert'));
  const isFine = results.every(({ verdict, path }) => {
    if (verdict === 'unsupported') return isProven(path);
    return verdict === 'reversible' || verdict === 'inert';
  });
  return isFine && runs.every(({ run }) => run.error === null) ? 0 : 1;
}
