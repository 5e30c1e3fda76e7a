import type { Migration } from '../migration/migration';
import type { Operation } from '../migration/operation';
import { diff } from '../schema/diff';
import { type Column, type Dialect, formatName, type ObjectName, type Schema } from '../schema/model';
import { compareRows } from './compare';
import type { Database, TableRows } from './engines/engine';
import type { BaselinePiece, LabSettings, StatementRecord, Step } from './result';
import type { RunnerSession } from './runners/runner';
import { seed } from './seed/seed';
import { type SeedHints, seedableSchema } from './seedable';
import { touchedBy } from './touched';
import type { Trial } from './trials';

/** Everything that one walk through a history on one engine needs, and what it carries from revision to revision. */
export interface Journey {
  readonly database: Database;
  readonly session: RunnerSession;
  readonly settings: LabSettings;
  /** All migrations of the walk, as the reader understands them. */
  readonly migrations: readonly Migration[];
  readonly hints: SeedHints;
  /** What the paper infers for one migration on its own. */
  readonly inferFor: (migration: Migration) => Schema;
  /** Makes a column from its name, by the schema around it. */
  readonly guessColumn: (name: string, schema: Schema) => Column;
  /** Reads recorded SQL into operations. */
  readonly readSql: (sql: string) => readonly Operation[];
  readonly start: Start;
  readonly onStep: (revision: string, step: Step) => void;
  /** The tables that changed since they were last seeded; `null`: all. */
  unseeded: readonly ObjectName[] | null;
  /** The database as it is now, where that is known. */
  state: Snapshot | null;
  /** How many revisions have been walked. */
  walked: number;
  /** Another guess at what presumed columns hold, while it is tried. */
  trial: Trial | null;
}

/** How the starting schema was made: the statements can be run again on an emptied database. */
export interface Start {
  readonly source: 'history' | 'inferred' | 'given';
  readonly statements: readonly string[];
  readonly pieces: readonly BaselinePiece[];
  readonly notes: readonly string[];
}

/** Schema and rows at one moment. */
export interface Snapshot {
  readonly schema: Schema;
  readonly rows: readonly TableRows[];
}

/** What a moment is known to differ from another by at most. */
export interface Since {
  readonly state: Snapshot;
  readonly statements: readonly StatementRecord[];
}

/** The database as it is; what no statement can have touched since an earlier moment is taken from there. */
export async function takeSnapshot(database: Database, since?: Since): Promise<Snapshot> {
  const touched = since && touchedBy(since.statements, since.state.schema);
  if (!since || !touched) {
    const schema = await database.introspect();
    return { schema, rows: await database.rows(schema.tables) };
  }
  const schema = await database.introspect({ schema: since.state.schema, touched });
  return { schema, rows: await rowsSince(database, schema, since.state.rows, (table) => touched.has(table.name)) };
}

/** The rows of tables that may have changed, and the others' as they were. */
export async function rowsSince(
  database: Database,
  { tables }: Schema,
  known: readonly TableRows[],
  isTouched: (table: ObjectName) => boolean,
): Promise<readonly TableRows[]> {
  const untouched = new Map(
    known.filter(({ table }) => !isTouched(table)).map((rows) => [formatName(rows.table), rows]),
  );
  const read = await database.rows(tables.filter((table) => !untouched.has(formatName(table))));
  const rows = new Map([...untouched, ...read.map((each) => [formatName(each.table), each] as const)]);
  return tables.flatMap((table) => rows.get(formatName(table)) ?? []);
}

/** State0: a fresh session, the schema as it stands, rows in every table. */
export async function prepare(
  journey: Journey,
): Promise<{ readonly state: Snapshot; readonly notes: readonly string[]; readonly ms: number }> {
  const { database, settings, state: known, unseeded } = journey;
  const began = performance.now();
  await database.resetSession();
  const schema = known?.schema ?? (await database.introspect());
  const seedable = seedableSchema(schema, journey.hints);
  const report = await seed(database, journey.trial?.reshape(seedable) ?? seedable, {
    rows: settings.rows,
    profile: settings.seedProfile,
    ...(unseeded ? { only: unseeded } : {}),
  });
  // What a trigger does with new rows is its own business.
  const isLocal = known !== null && unseeded !== null && schema.triggers.length === 0;
  const seeded = new Set(unseeded?.map(formatName));
  const rows = isLocal
    ? await rowsSince(database, schema, known.rows, (table) => seeded.has(formatName(table)))
    : await database.rows(schema.tables);
  const state = { schema, rows };
  journey.unseeded = [];
  journey.state = state;
  return { state, notes: report.notes, ms: performance.now() - began };
}

/** Whether two moments differ in schema or rows. */
export function isChanged(a: Snapshot, b: Snapshot, dialect: Dialect): boolean {
  if (diff(a.schema, b.schema).length > 0) return true;
  return compareRows(a.rows, b.rows, { before: a.schema, after: b.schema }, dialect).length > 0;
}

/** The tables that the seeder should look at again after the schema went from one state to another. */
export function changedTables(before: Schema, after: Schema): readonly ObjectName[] {
  const names = diff(before, after).flatMap((change) => {
    const name = change.kind === 'table' ? change.name : change.table;
    return name === null ? [] : [{ schema: change.schema, name }];
  });
  return [...new Map(names.map((name) => [`${name.schema ?? ''}.${name.name}`, name])).values()];
}

/** The tables of which rows went or changed: an emptied table would keep later revisions from showing what they lose. */
export function tablesWithOtherRows(before: Snapshot, after: Snapshot): readonly ObjectName[] {
  const known = new Map(before.rows.map((rows) => [formatName(rows.table), rows]));
  return after.rows.filter((rows) => known.get(formatName(rows.table)) !== rows).map(({ table }) => table);
}
