import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quoteText } from '../../../schema/ddl.names';
import { parseType, renderType } from '../../../schema/type';
import { nodeAssets } from '../../assets.node';
import type { Database } from '../../engines/engine';
import { engineByName } from '../../engines/engines';
import { postgresScalar } from './postgres';

const types = [
  'smallint', 'integer', 'bigint', 'numeric', 'numeric(10,2)', 'numeric(5,5)', 'numeric(3)', 'numeric(4,-2)',
  'numeric(38,10)', 'real', 'double precision', 'boolean', 'varchar', 'varchar(1)', 'varchar(5)', 'varchar(255)',
  'char(3)', 'bpchar', 'text', 'name', 'json', 'jsonb', 'uuid', 'date', 'time', 'time(3)', 'timetz', 'timestamp',
  'timestamp(0)', 'timestamptz', 'interval', 'bit(3)', 'bit(1)', 'varbit', 'varbit(5)', 'bytea', 'inet', 'cidr',
  'macaddr', 'macaddr8', 'money', 'oid', '"char"', 'pg_lsn', 'tsvector', 'tsquery', 'xml', 'jsonpath', 'point',
  'line', 'lseg', 'box', 'path', 'polygon', 'circle', 'int4range', 'int8range', 'numrange', 'daterange', 'tsrange',
  'tstzrange', 'int4multirange', 'int8multirange', 'nummultirange', 'datemultirange', 'regclass',
]; // prettier-ignore

describe('values for Postgres', () => {
  let database: Database;
  beforeAll(async () => {
    database = await engineByName('postgres').open(nodeAssets());
  });
  afterAll(() => database.close());

  it.each(types)('are accepted as %s, and their distinct ones differ', async (text) => {
    const type = parseType(text, 'postgresql');
    const values = postgresScalar(type, { table: 't', column: 'v' });
    if (values === null) throw new Error(`No values for ${text}`);
    const few = [0, 1, 2, 3, 4, 5, 6, 7, 70, 700];
    const distinct = few.flatMap((n) => values.distinct(n) ?? []);
    const all = [...values.boundary, ...few.map((n) => values.ordinary(n)), ...distinct];
    await database.execute(`DROP TABLE IF EXISTS t; CREATE TABLE t (v ${renderType(type, 'postgresql')})`);
    for (const value of all) await database.query(`INSERT INTO t VALUES (${quoteText(value)})`);
    await database.execute(
      `DELETE FROM t; ${distinct.map((value) => `INSERT INTO t VALUES (${quoteText(value)})`).join(';')}`,
    );
    const { rows } = await database.query('SELECT count(DISTINCT v::text), count(*) FROM t');
    expect(rows[0]?.[0]).toBe(rows[0]?.[1]);
  });
});
