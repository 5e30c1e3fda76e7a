import { formatName, type ObjectName, type Table } from '../../schema/model';
import { planTable } from './columns';
import type { SeedContext } from './context';
import { RowMaker } from './maker';
import { partitionBounds } from './partitions';
import { orderByReference, type Reference, referencesOf } from './references';
import type { Batch } from './statement';
import { RowStore } from './store';
import type { Census } from './survey';
import { describeShortage, writeAtOnce, writeCircle, writeSubstitutes, writeTable, type Written } from './writer';

export interface Insertion {
  readonly inserted: readonly { readonly table: ObjectName; readonly rows: number }[];
  readonly notes: readonly string[];
}

const unknown: Census = { rows: 0, missingLabels: 0 };

/** A table's maker, and how many rows it is to make. */
interface Order {
  readonly maker: RowMaker;
  readonly missing: number;
  /** Rows that were there before. */
  readonly count: number;
}

/** Brings every table that has fewer rows than wanted up to that number, and adds rows for labels that none has. */
export async function insertRows(
  context: SeedContext,
  tables: readonly Table[],
  census: ReadonlyMap<Table, Census>,
): Promise<Insertion> {
  const short = tables.filter((table) => {
    const { rows, missingLabels } = census.get(table) ?? unknown;
    return context.profile === 'traffic' || rows < context.rows || missingLabels > 0;
  });
  if (short.length === 0) return { inserted: [], notes: [] };
  const groups = orderByReference(short, context.schema);
  // Nearly always the engine takes everything, and then a single message saves a hundred.
  const atOnce = context.dialect === 'postgresql' ? await insertAtOnce(context, groups, census) : null;
  return atOnce ?? (await insertCarefully(context, groups, census));
}

/** `null`: something was refused, and nothing is written. */
async function insertAtOnce(
  context: SeedContext,
  groups: readonly (readonly Table[])[],
  census: ReadonlyMap<Table, Census>,
): Promise<Insertion | null> {
  const store = await openStore(context, groups.flat(), census);
  const made: (readonly Order[])[] = [];
  for (const group of groups) made.push(await makeRows(context, group, census, store));
  const batches = made.map((group) => group.map(({ maker }) => batchOf(maker)));
  if (!(await writeAtOnce(context.database, batches))) return null;
  return summarise(
    context,
    made.flat().map((order) => ({ order, written: { rows: order.maker.rows, refusals: [] } })),
  );
}

/** Table by table, each knowing which rows of the others the engine really took. */
async function insertCarefully(
  context: SeedContext,
  groups: readonly (readonly Table[])[],
  census: ReadonlyMap<Table, Census>,
): Promise<Insertion> {
  const store = await openStore(context, groups.flat(), census);
  const results: { order: Order; written: Written }[] = [];
  for (const group of groups) {
    const orders = await makeRows(context, group, census, store);
    const made = orders.map(({ maker }) => maker.rows.length);
    const written = await writeGroup(context, orders);
    for (const [index, order] of orders.entries()) {
      const result = written[index] ?? { rows: [], refusals: [] };
      store.replace(order.maker.plan.table, order.maker.columns, made[index] ?? 0, result.rows);
      results.push({ order, written: result });
    }
  }
  return summarise(context, results);
}

async function writeGroup({ database }: SeedContext, orders: readonly Order[]): Promise<readonly Written[]> {
  const [single, ...others] = orders;
  if (others.length > 0)
    return writeCircle(
      database,
      orders.map(({ maker }) => maker),
    );
  if (!single) return [];
  const first = await writeTable(database, batchOf(single.maker));
  if (first.refusals.length === 0) return [first];
  const more = await writeSubstitutes(database, single.maker, single.missing - first.rows.length);
  return [{ rows: [...first.rows, ...more.rows], refusals: [...first.refusals, ...more.refusals] }];
}

function batchOf({ plan, columns, rows }: RowMaker): Batch {
  return { table: plan.table, columns, rows };
}

/** The rows that new ones refer to, or must not collide with. */
async function openStore(
  { database, schema }: SeedContext,
  short: readonly Table[],
  census: ReadonlyMap<Table, Census>,
): Promise<RowStore> {
  const store = new RowStore(database, schema);
  for (const table of short) if (census.get(table)?.rows === 0) store.setEmpty(table);
  const targets = short.flatMap((table) => referencesOf(table, schema).map(({ target }) => target));
  await store.load([...new Set([...short, ...targets])]);
  return store;
}

/** All rows of a group, in memory; references among its tables are closed at the end. */
async function makeRows(
  context: SeedContext,
  group: readonly Table[],
  census: ReadonlyMap<Table, Census>,
  store: RowStore,
): Promise<readonly Order[]> {
  const orders: Order[] = [];
  for (const [index, table] of group.entries()) {
    const late = new Set(group.slice(index + 1).map(formatName));
    const order = await orderFor(context, table, census.get(table) ?? unknown, late, store);
    if (order.maker.obstacle === null) order.maker.make(order.missing);
    store.add(table, order.maker.columns, order.maker.rows);
    orders.push(order);
  }
  if (group.length > 1) for (const { maker } of orders) maker.patch(store);
  return orders;
}

async function orderFor(
  context: SeedContext,
  table: Table,
  { rows: count, missingLabels }: Census,
  late: ReadonlySet<string>,
  store: RowStore,
): Promise<Order> {
  const references: readonly Reference[] = referencesOf(table, context.schema);
  const bounds = await partitionBounds(context.database, table);
  const plan = planTable(table, references, { ...context, bounds });
  const maker = new RowMaker(plan, store, { ...context, late });
  return { maker, missing: missingRows(context, maker, count, missingLabels), count };
}

function missingRows({ profile, rows }: SeedContext, maker: RowMaker, count: number, missingLabels: number): number {
  if (profile === 'traffic') return Math.max(rows, missingLabels);
  return count < rows ? Math.max(rows, rowsForLabels(maker)) - count : missingLabels;
}

/** Every label of an enum is wanted, however few rows are; a fifth of the rows may be NULL. More than this is too many. */
const mostLabels = 50;

function rowsForLabels({ plan }: RowMaker): number {
  const wanted = plan.columns
    .filter(({ values }) => values.isComplete === true)
    .map(({ values, isNullable }) => Math.ceil(values.boundary.length * (isNullable ? 1.25 : 1)));
  return Math.min(Math.max(0, ...wanted), mostLabels);
}

function summarise(
  { rows: wanted, profile }: SeedContext,
  results: readonly { readonly order: Order; readonly written: Written }[],
): Insertion {
  const inserted = results
    .filter(({ written }) => written.rows.length > 0)
    .map(({ order, written }) => ({ table: nameOf(order.maker.plan.table), rows: written.rows.length }));
  const notes = results.flatMap(({ order: { maker, count }, written }) => {
    const total = count + written.rows.length;
    const shortage = maker.obstacle ?? describeShortage(maker.plan.table, total, wanted, written.refusals);
    return [...maker.plan.notes, ...(profile !== 'traffic' && total < wanted ? [shortage] : [])];
  });
  return { inserted, notes };
}

function nameOf({ schema, name }: Table): ObjectName {
  return { schema, name };
}
