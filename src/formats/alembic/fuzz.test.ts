import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSqlParser } from '../sql/sql';
import { readMigration } from '../formats';
import { file, read } from './alembic.fixture';

beforeAll(loadSqlParser);

const sample = file(
  `with op.batch_alter_table("t", schema=None) as b:
    b.add_column(sa.Column("c", sa.Enum("x", name="e"), server_default=sa.func.now()))
for name in ["a", "b"]:
    op.execute(f"ALTER TABLE {name} ADD COLUMN x int DEFAULT 1, DROP y")
if op.get_bind().dialect.name == "sqlite" and not helper("t"):
    return
try:
    op.execute(sa.text("UPDATE t SET a = :x").bindparams(x=[*range(3)]))
except (ValueError, KeyError) as error:
    raise RuntimeError("%s" % error) from error
op.execute(users.update().where(users.c.id == 1).values(**{"a": 1}))
a, (b, *c) = {**x, "k": lambda q=1, *r, **s: q if r else s}["k"], ("" if a else [i for i in x if i])`,
  'users = sa.table("users", sa.column("id"))\ndef helper(t, *, d=None) -> bool:\n    return t in sa.inspect(op.get_bind()).get_table_names()\n',
);

/** Cuts, doubles and swaps pieces of a real migration. */
const mutated = fc
  .array(
    fc.tuple(
      fc.nat(sample.length),
      fc.nat(12),
      fc.constantFrom('', '(', ')', '"', "'", '"""', '{', '\n', '    ', ':', ',', '*', 'f"', '😀', '\\'),
    ),
  )
  .map((edits) => edits.reduce((text, [at, cut, insert]) => text.slice(0, at) + insert + text.slice(at + cut), sample));

describe('any text', () => {
  it('is read without throwing, with spans inside it', () => {
    fc.assert(
      fc.property(fc.oneof(mutated, fc.string({ unit: 'binary' })), (text) => {
        const result = read(`revision = "a"\n${text}`);
        const { length } = `revision = "a"\n${text}`;
        const migration = result.ok ? result.migration : null;
        for (const side of [migration?.upgrade, migration?.downgrade]) {
          for (const { span } of side?.operations ?? []) {
            expect(0 <= span.start && span.start <= span.end && span.end <= length).toBe(true);
          }
        }
      }),
      { numRuns: 200 * Number(process.env.THOROUGH ?? 1) },
    );
  });
});

describe('hostile files', () => {
  it.each([
    ['a text that doubles itself', 's = "x"\n' + 's = s + s\n'.repeat(60)],
    ['a list that doubles itself', 's = [1]\n' + 's = s + s\n'.repeat(60)],
    ['a list that holds itself twice', 's = [1]\n' + 's = [s, s]\n'.repeat(60) + 'op.execute(f"{s}")\n'],
    [
      'a comprehension over comprehensions',
      's = unknown()\n' + 's = [s for x in s]\n'.repeat(60) + 'if "a" in s:\n    pass\n',
    ],
    ['a condition that doubles itself', 'c = unknown()\n' + 'c = c and c\n'.repeat(60) + 'if c:\n    pass\n'],
    [
      'a function that doubles its calls',
      Array.from({ length: 60 }, (_, i) => `def f${i + 1}():\n    f${i}()\n    f${i}()\n`).join('') + 'f60()\n',
    ],
    [
      'nested loops',
      Array.from({ length: 12 }, (_, i) => `${'    '.repeat(i)}for a${i} in range(10):\n`).join('') +
        '    '.repeat(12) +
        'op.drop_table("a")\n',
    ],
    ['a recursion', 'def f(n):\n    f(n)\n    f(n)\nf(1)\n'],
    ['brackets without end', 'x = ' + '['.repeat(20_000)],
    ['operators without end', 'x = 1' + ' + 1'.repeat(20_000)],
    ['attributes without end', 'x = a' + '.b'.repeat(20_000)],
    ['calls without end', 'x = a' + '.b()'.repeat(20_000)],
    ['a statement of calls without end', 'a' + '.b()'.repeat(20_000)],
    ['a condition without end', 'if ' + 'not '.repeat(20_000) + 'a:\n    pass'],
    [
      'blocks without end',
      Array.from({ length: 900 }, (_, i) => `${' '.repeat(i)}if a:\n`).join('') + ' '.repeat(900) + 'pass',
    ],
  ])('%s costs little', (_name, body) => {
    const text = `from alembic import op\nrevision = "a"\n${body}\ndef upgrade():\n    op.drop_table("t")\n`;
    const result = readMigration({ path: 'a.py', text });
    expect(result.ok || result.problems.length > 0).toBe(true);
  });
});
