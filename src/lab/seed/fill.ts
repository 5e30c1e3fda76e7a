import { formatName, type Table } from '../../schema/model';
import type { Cell } from '../engines/engine';
import { planTable } from './columns';
import type { SeedContext } from './context';
import { RowMaker } from './maker';
import { partitionBounds } from './partitions';
import { referencesOf } from './references';
import { updateStatement } from './statement';
import { RowStore } from './store';
import { refusalOf } from './writer';

/** More rows than this need no values to show that a column has some. */
const mostRows = 200;

/** Gives values to columns that say nothing in any row. Returns notes on those that stay silent. */
export async function fillColumns(
  context: SeedContext,
  silent: ReadonlyMap<Table, readonly string[]>,
): Promise<readonly string[]> {
  const tables = [...silent].filter(([, columns]) => columns.length > 0);
  const notes: string[] = [];
  for (const [table, columns] of tables) notes.push(...(await fillTable(context, table, columns)));
  return notes;
}

async function fillTable(context: SeedContext, table: Table, silent: readonly string[]): Promise<readonly string[]> {
  const { database, schema, dialect } = context;
  const references = referencesOf(table, schema);
  const store = new RowStore(database, schema);
  await store.load([...new Set([table, ...references.map(({ target }) => target)])]);
  const bounds = await partitionBounds(database, table);
  const plan = planTable(table, references, { ...context, bounds });
  const maker = new RowMaker(plan, store, { ...context, late: new Set() });
  const columns = silent.filter((name) => maker.columns.includes(name) && !table.primaryKey?.columns.includes(name));
  const updates = maker.refill(columns).flatMap(({ before, after }) => {
    const cell = (row: readonly Cell[], name: string) => row[maker.columns.indexOf(name)] ?? null;
    const set = columns.map((name) => ({ name, cell: cell(after, name) }));
    const key = keyOf(table, maker);
    const where = key.map((name) => ({ name, cell: cell(before, name) }));
    return set.some(({ name, cell: value }) => value !== cell(before, name))
      ? [updateStatement(table, set, where, dialect)]
      : [];
  });
  return writeUpdates(context, table, columns, updates.slice(0, mostRows));
}

/** Types without an equality on Postgres: no row can be found by them. */
const incomparable = new Set(['json', 'xml', 'jsonpath', 'point', 'box', 'path', 'polygon', 'line', 'lseg', 'circle']);

function keyOf(table: Table, maker: RowMaker): readonly string[] {
  const comparable = maker.plan.columns.filter(({ column }) => !incomparable.has(column.type?.name ?? ''));
  return table.primaryKey?.columns ?? comparable.map(({ column }) => column.name);
}

/** All in one script; where the engine refuses, each by itself. */
async function writeUpdates(
  { database }: SeedContext,
  table: Table,
  columns: readonly string[],
  updates: readonly string[],
): Promise<readonly string[]> {
  if (updates.length === 0) return [];
  if (
    database.engine.dialect === 'postgresql' &&
    (await refusalOf(() => database.execute(updates.join(';\n')))) === null
  )
    return [];
  const refusals = new Set<string>();
  for (const update of updates) {
    const refusal = await refusalOf(() => database.query(update));
    if (refusal !== null) refusals.add(refusal);
  }
  if (refusals.size === 0) return [];
  return [
    `${formatName(table)}: new values for ${columns.join(', ')} were refused: ${[...refusals].slice(0, 2).join('; ')}.`,
  ];
}
