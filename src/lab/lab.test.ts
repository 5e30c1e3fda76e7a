import { describe, expect, it } from 'vitest';
import { cases, fileOf, headerLines, type Case } from './cases/cases';
import type { EngineName } from './engines/engine';
import { defaultLabSettings, type RevisionResult } from './result';
import { lab } from './testing';
import { isLoss } from './verdict';

const engines: readonly EngineName[] = ['sqlite', 'postgres'];

async function resultOf(sample: Case, engine: EngineName): Promise<RevisionResult> {
  const request = { files: [fileOf(sample)], engines: [engine], settings: defaultLabSettings };
  const [run] = await lab.run(request, () => undefined);
  const result = run?.revisions[0];
  if (!result) throw new Error(`no result: ${JSON.stringify(run?.error)}`);
  return result;
}

describe.each(engines)('one pasted migration on %s', (engine) => {
  it.each(cases)('$name', async (sample) => {
    const result = await resultOf(sample, engine);
    const wanted = typeof sample.verdict === 'string' ? sample.verdict : sample.verdict[engine];
    expect({ verdict: result.verdict, summary: result.summary }).toMatchObject({ verdict: wanted });
    if (wanted === 'unsupported' || wanted === 'error') return;
    const losses = result.losses.filter(isLoss);
    if (sample.losses) expect(losses.map(nameOf)).toEqual(sample.losses);
    if (sample.drift)
      expect(result.drift.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual([...sample.drift].sort());
    if (sample.line !== undefined) {
      expect((result.losses[0] ?? result.drift[0])?.line).toBe(sample.line + headerLines);
    }
  });
});

function nameOf({ table, column }: RevisionResult['losses'][number]): string {
  return column === null ? table.name : `${table.name}.${column}`;
}
