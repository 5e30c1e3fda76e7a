import { describe, expect, it } from 'vitest';
import { defaultLabSettings, type LabEvent, type LabRequest } from './result';
import { type LabProcess, Supervisor } from './supervise';
import { unrun } from './unrun';

const plan = ['a', 'b', 'c'].map((revision) => ({ revision, path: `${revision}.py`, title: revision }));
const request: LabRequest = { files: [], engines: ['sqlite'], settings: defaultLabSettings };
const fine = { phase: 'upgrade', message: 'fine', line: null, path: null, code: null, traceback: null } as const;

/** A lab whose revision `b` never comes back, unless it is skipped. */
function hangingLab(log: string[]): LabProcess {
  return {
    run: ({ skip = [] }, onEvent) => runPlan(skip, onEvent, log),
    terminate: () => log.push('terminated'),
  };
}

async function runPlan(skip: readonly string[], onEvent: (event: LabEvent) => void, log: string[]) {
  onEvent({ type: 'plan', engine: 'sqlite', revisions: plan });
  const results = [];
  for (const planned of plan.filter(({ revision }) => !skip.includes(revision))) {
    onEvent({ type: 'step', engine: 'sqlite', revision: planned.revision, step: 'upgrade' });
    if (planned.revision === 'b') await new Promise(() => undefined);
    log.push(planned.revision);
    const result = unrun(planned, 'sqlite', fine);
    results.push(result);
    onEvent({ type: 'revision', result });
  }
  return [{ engine: 'sqlite', engineVersion: '3', revisions: results, error: null } as const];
}

describe('a supervisor', () => {
  it('ends a revision that hangs as an error, and walks on behind it in a fresh lab', async () => {
    const log: string[] = [];
    const events: LabEvent[] = [];
    const runs = await new Supervisor(() => hangingLab(log), 50).run(request, (event) => events.push(event));
    expect(runs[0]?.revisions.map(({ revision, error }) => [revision, error?.code ?? null])).toEqual([
      ['a', null],
      ['b', 'time-limit'],
      ['c', null],
    ]);
    expect(log).toEqual(['a', 'terminated', 'a', 'c']);
    expect(events.filter((event) => event.type === 'revision' && event.result.revision === 'b')).toHaveLength(1);
  });

  it('says why a lab that breaks down before any revision gave no result', async () => {
    const broken: LabProcess = { run: () => Promise.reject(new Error('no memory')), terminate: () => undefined };
    const [run] = await new Supervisor(() => broken, 1_000).run(request, () => undefined);
    expect(run).toMatchObject({
      revisions: [],
      error: { code: 'no-start', message: expect.stringContaining('no memory') },
    });
  });

  it('starts nothing more once it is closed, neither another engine nor the rest of the walk', async () => {
    const log: string[] = [];
    let stop: (error: Error) => void = () => undefined;
    const stopped = new Promise<never>((_resolve, reject) => (stop = reject));
    const process: LabProcess = {
      run: (_request, onEvent) => {
        onEvent({ type: 'plan', engine: 'sqlite', revisions: plan });
        onEvent({ type: 'step', engine: 'sqlite', revision: 'a', step: 'upgrade' });
        return stopped;
      },
      terminate: () => stop(new Error('Stopped.')),
    };
    const supervisor = new Supervisor(() => (log.push('started'), process), 1_000);
    const run = supervisor.run({ ...request, engines: ['sqlite', 'postgres'] }, () => undefined);
    supervisor.close();
    expect(await run).toHaveLength(1);
    expect(log).toEqual(['started']);
  });
});
