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
match op.get_bind().dialect.name:
    case "mysql" | "mariadb":
        op.execute("ALTER TABLE t MODIFY a INT NOT NULL")
    case other if other:
        op.execute(f"DELETE FROM {other.name} WHERE id = '{x!r}'")
op.execute("DO $$ BEGIN FOR r IN SELECT 1 LOOP EXECUTE format('DROP TABLE %I', 'a'); END LOOP; EXCEPTION WHEN OTHERS THEN NULL; END $$")
with (op.get_context().autocommit_block() as c, suppress(Exception)):
    Steps().run(name := "a", *[1.], **{"b": {k: v for k, v in zip("ab", "cd") if k}})
for user in session.scalars(sa.select(User)).all()[1:]:
    user.name += "x" if user.name else None
a, (b, *c) = {**x, "k": lambda q=1, *r, **s: q if r else s}["k"], ("" if a else [i for i in x if i])`,
  'class Steps:\n    def run(self, *a, **k):\n        return self\nclass User(Base):\n    __tablename__ = "u"\n    name = sa.Column(sa.Text)\nusers = sa.table("users", sa.column("id"))\ndef helper(t, *, d=None) -> bool:\n    return t in sa.inspect(op.get_bind()).get_table_names()\n',
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
    ['a choice that doubles itself', 'c = unknown()\n' + 'c = c if c else c and c\n'.repeat(60) + 'if c:\n    pass\n'],
    ['a name with many values', 'x = False\n' + 'if unknown():\n    x = True\n'.repeat(300) + 'if x:\n    pass\n'],
    [
      'a function with many returns',
      `def f():\n${'    if unknown():\n        return True\n'.repeat(200)}    return False\n` +
        'if f() and f():\n    pass\n',
    ],
    ['a text with many unknown parts', `x = f"UPDATE t SET a = ${'{y}'.repeat(3000)}"\nop.execute(x)\n`],
    ['a with statement without end', 'with (' + 'a as b, '.repeat(5000) + '):\n    pass\n'],
    ['cases without end', 'match x:\n' + '    case "a":\n        pass\n'.repeat(2000)],
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
