import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeAssets } from '../assets.node';
import type { Database } from '../engines/engine';
import { engines } from '../engines/engines';
import { seed } from './seed';

/** One column as SQL: a type, and perhaps a constraint that the type can satisfy ten times over. */
const column = fc.oneof(
  fc
    .constantFrom('integer', 'smallint', 'bigint')
    .chain((type) =>
      fc.constantFrom(
        type,
        `${type} NOT NULL`,
        `${type} UNIQUE`,
        `${type} NOT NULL CHECK (# > 10)`,
        `${type} CHECK (# IN (3, 5))`,
      ),
    ),
  fc
    .integer({ min: 2, max: 40 })
    .chain((length) =>
      fc.constantFrom(
        `varchar(${length})`,
        `varchar(${length}) NOT NULL UNIQUE`,
        `varchar(${length}) NOT NULL CHECK (length(#) = ${length})`,
        `varchar(${length}) CHECK (# IN ('a', 'b'))`,
        `varchar(${length}) DEFAULT 'x'`,
      ),
    ),
  fc
    .tuple(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 0, max: 2 }))
    .map(([p, s]) => `numeric(${p}, ${s}) UNIQUE`),
  fc.constantFrom(
    'boolean',
    'boolean NOT NULL DEFAULT false',
    'timestamp',
    'date NOT NULL',
    'date UNIQUE',
    'text',
    'json',
    'real',
  ),
);

const reference = fc.constantFrom('NOT NULL', '', 'UNIQUE', 'NOT NULL UNIQUE');

/** Tables in an order in which each refers to earlier ones or itself. */
const tables = fc.array(
  fc.record({
    columns: fc.array(column, { maxLength: 5 }),
    references: fc.array(fc.tuple(reference, fc.nat()), { maxLength: 2 }),
    uniqueTogether: fc.boolean(),
  }),
  { minLength: 1, maxLength: 4 },
);

type TableShape = typeof tables extends fc.Arbitrary<readonly (infer Shape)[]> ? Shape : never;

function ddl(shapes: readonly TableShape[]): string {
  return shapes
    .map(({ columns, references, uniqueTogether }, index) => {
      const own = columns.map((text, place) => `c${place} ${text.replaceAll('#', `c${place}`)}`);
      const foreign = references.map(
        ([rest, chosen], place) => `f${place} integer ${rest} REFERENCES t${chosen % (index + 1)} (id)`,
      );
      const both = uniqueTogether && references.length === 2 ? ['UNIQUE (f0, f1)'] : [];
      return `CREATE TABLE t${index} (${['id integer PRIMARY KEY', ...own, ...foreign, ...both].join(', ')});`;
    })
    .join('\n');
}

describe.each(engines.map((engine) => [engine.name, engine] as const))('any schema on %s', (name, engine) => {
  let database: Database;
  beforeAll(async () => {
    database = await engine.open(nodeAssets());
  });
  afterAll(() => database.close());

  it('gets the rows that are wanted, the same again, and no more', async () => {
    await fc.assert(
      fc.asyncProperty(
        tables,
        fc.constantFrom('representative' as const, 'hostile' as const),
        fc.integer({ min: 1, max: 12 }),
        async (shapes, profile, rows) => {
          await database.clear();
          if (name === 'sqlite') await database.execute('PRAGMA foreign_keys=ON');
          await database.execute(ddl(shapes));
          const schema = await database.introspect();
          const report = await seed(database, schema, { rows, profile });
          expect(report.notes).toEqual([]);
          expect(report.inserted.map((each) => each.rows >= rows)).toEqual(shapes.map(() => true));
          const first = await database.rows(schema.tables);
          expect(await seed(database, schema, { rows, profile })).toMatchObject({ inserted: [], notes: [] });
          expect(await database.rows(schema.tables)).toEqual(first);
        },
      ),
      { numRuns: 12 * Number(process.env.THOROUGH ?? 1) },
    );
  });
});
