import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { migrationFromExample } from '../../rules/example';
import { lint } from './lint';

/** What is found does not depend on comments, empty lines, or how the SQL is laid out and spelt. */

const folder = fileURLToPath(new URL('../../rules/', import.meta.url));

/** The examples of all rules: as many shapes of migrations. Those with several files, or with comments that mean something, are left out. */
const examples = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'themes' && entry.name !== 'peers')
  .flatMap(({ name }) => pythonBlocks(readFileSync(`${folder}${name}/README.md`, 'utf8')))
  .filter((code) => !/^#|noqa|"""|\\|<<|^revision\b/m.test(code));

function pythonBlocks(readme: string): readonly string[] {
  return [...readme.matchAll(/^```python.*\n([\s\S]*?)^```$/gm)].flatMap(([, code]) =>
    code === undefined ? [] : [code],
  );
}

/** Code, object and severity of each finding. */
async function found(code: string): Promise<readonly string[]> {
  const [file] = await lint([{ path: 'example.py', text: migrationFromExample(code) }], { dialect: 'postgresql' });
  return (file?.findings ?? [])
    .map(({ code: rule, severity, subject }) => `${rule} ${severity} ${subject?.table ?? ''} ${subject?.name ?? ''}`)
    .toSorted();
}

/** Lines between which something may stand: those that begin a statement of a function. */
function withNotes(code: string, isNoted: (line: number) => boolean): string {
  const lines = code.split('\n');
  let depth = 0;
  return lines
    .flatMap((line, at) => {
      const isStatement = depth === 0 && /^ {4}(op\.|with |if )/.test(line);
      depth += (line.match(/[([{]/g)?.length ?? 0) - (line.match(/[)\]}]/g)?.length ?? 0);
      return isStatement && isNoted(at) ? ['    # a note: DROP TABLE, TRUNCATE', '', line] : [line];
    })
    .join('\n');
}

/** SQL in another layout: lower case outside of quotes, wide spaces, a comment before and after it. */
function respelt(code: string): string {
  return code.replace(/op\.execute\("([^"\n]+)"\)/g, (whole, sql: string) => {
    if (sql.includes('%') || sql.includes('{') || /f"$/.test(whole)) return whole;
    const text = sql.replace(/'(?:[^']|'')*'|[^']+/g, (part) => (part.startsWith("'") ? part : wide(part)));
    return `op.execute("/* drop table x; */ ${text} -- truncate y")`;
  });
}

function wide(part: string): string {
  return part.toLowerCase().replace(/ /g, '  ');
}

beforeAll(() => {
  expect(examples.length).toBeGreaterThan(100);
});

it('stays the same with comments and empty lines between statements', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...examples), fc.array(fc.boolean(), { minLength: 1 }), async (code, notes) => {
      const noted = withNotes(code, (line) => notes[line % notes.length] === true);
      expect(await found(noted)).toEqual(await found(code));
    }),
  );
});

it('stays the same with SQL in another case and layout, and comments in it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...examples), async (code) => {
      expect(await found(respelt(code))).toEqual(await found(code));
    }),
  );
});
