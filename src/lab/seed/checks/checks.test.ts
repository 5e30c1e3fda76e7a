import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ColumnType } from '../../../schema/model';
import { nodeAssets } from '../../assets.node';
import type { Cell, Database } from '../../engines/engine';
import { engines } from '../../engines/engines';
import { literalOf, meaningOf } from '../cell';
import { candidatesFor } from './candidates';
import { holds } from './evaluate';
import { columnsIn } from './expression';
import { parseExpression } from './reader';

const conditions = [
  'n > 0', 'n >= 0 AND n < 10', 'n BETWEEN 1 AND 5', 'NOT n BETWEEN 1 AND 5', 'n NOT BETWEEN 1 AND 5', 'n IN (1, 5)',
  'n NOT IN (1, 5)', '-n < 3', 'n % 2 = 0', 'n * 2 - 1 > n', 'n IS NULL', 'n IS NOT NULL OR t IS NULL', 'n <> 5',
  "t = 'abc'", "t <> ''", "t IN ('abc', 'x')", 'length(t) > 2', "length(trim(t)) > 0 AND t LIKE 'a%'",
  "t LIKE '%b_'", "lower(t) = t", "upper(t) = 'ABC' OR n = 5", "coalesce(t, 'none') <> 'none'", "(n > 0) = (t IS NULL)",
  "(n IS NULL) <> (t IS NULL)", "n IS NULL OR (t IS NOT NULL AND n > 3)", "CASE WHEN n > 0 THEN t = 'abc' ELSE n < -1 END",
  "CASE n WHEN 1 THEN t IS NULL WHEN 5 THEN t IS NOT NULL END", 'abs(n) = 1', "t || 'x' = 'abcx'", '"n" + 1 > 2',
  "CAST(n AS integer) = 5", "NOT (n = 1 OR t = 'abc')", '((n)) >= ((1))', "t > 'abb'", 'n = 1 OR NOT n = 5',
]; // prettier-ignore

const numbers: readonly Cell[] = [null, '0', '1', '5', '-1', '12'];
const texts: readonly Cell[] = [null, '', 'abc', 'ABC', '  ', ' abc ', 'x'];

const types: Readonly<Record<string, ColumnType>> = {
  n: { name: 'integer', args: [], dimensions: 0 },
  t: { name: 'text', args: [], dimensions: 0 },
};

describe.each(engines.map((engine) => [engine.name, engine] as const))(
  'conditions, by us and by %s',
  (_name, engine) => {
    let database: Database;
    const { dialect } = engine;
    const rows = numbers.flatMap((n) =>
      texts.map((t) => ({ n, t: dialect === 'sqlite' && t !== null ? `'${t}'` : t })),
    );

    beforeAll(async () => {
      database = await engine.open(nodeAssets());
      // LIKE minds the case on Postgres; SQLite has a setting for it.
      if (dialect === 'sqlite') await database.execute('PRAGMA case_sensitive_like=ON');
      const values = rows.map(({ n, t }) => `(${literalOf(n, dialect)}, ${literalOf(t, dialect)})`);
      await database.execute(`CREATE TABLE t (n integer, t text); INSERT INTO t VALUES ${values.join(', ')}`);
    });
    afterAll(() => database.close());

    it.each(conditions)('%s', async (sql) => {
      const expression = parseExpression(sql);
      const { rows: satisfying } = await database.query(`SELECT n, t FROM t WHERE coalesce((${sql}), 1 = 1)`);
      const ours = rows.filter(({ n, t }) => {
        const cells: Readonly<Record<string, Cell>> = { n, t };
        return holds(expression, (name) => meaningOf(cells[name] ?? null, types[name] ?? null, dialect)) === true;
      });
      expect(ours.map(({ n, t }) => [n, t]).sort()).toEqual([...satisfying].sort());
    });
  },
);

describe('conditions as Postgres prints them', () => {
  const column = (name: string) => ({ kind: 'column', name });

  it('are read through casts and arrays', () => {
    const text = "(status)::text = ANY ((ARRAY['new'::character varying, 'it''s'::character varying(10)])::text[])";
    expect(candidatesFor('status', parseExpression(text))).toEqual(['new', "it's"]);
    expect(parseExpression('at >= (now())::timestamp(6) without time zone')).toMatchObject({ left: column('at') });
  });

  it('are unknown as far as they are not understood, and only so far', () => {
    const partly = parseExpression('EXTRACT(year FROM at) > (2000)::numeric AND n > 0');
    expect(holds(partly, () => -1)).toBe(false);
    expect(holds(partly, () => 1)).toBeUndefined();
    expect(holds(parseExpression('n > ALL (SELECT 1) !!'), () => 1)).toBeUndefined();
    expect(holds(parseExpression(''), () => 1)).toBeUndefined();
  });

  it('have patterns, for which texts are found', () => {
    const patterns = [
      '^[a-z0-9]+(-[a-z0-9]+)*$',
      '^[A-Z]{3}$',
      String.raw`^\d{4}-\d{2}$`,
      '^#[[:xdigit:]]{6}$',
      '^[^@]+@[^@]+$',
    ];
    for (const pattern of patterns) {
      const condition = parseExpression(`v ~ '${pattern}'::text`);
      const found = candidatesFor('v', condition).filter((text) => holds(condition, () => text) === true);
      expect(found.length, pattern).toBeGreaterThan(0);
    }
  });

  it('name their columns', () => {
    expect(columnsIn(parseExpression('CHECK (("Start" <= finish) OR (kind)::text = \'open\'::text)'))).toEqual(['Start', 'finish', 'kind']); // prettier-ignore
  });
});
