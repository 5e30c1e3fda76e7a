import type { Constraint } from '../../migration/operation';
import { emptyTable, formatName, type Column, type Index, type ObjectName, type Table } from '../../schema/model';
import { withConstraint } from '../apply.constraints';
import { usesColumn } from '../apply.columns';
import { withIndex } from '../apply.indexes';
import { tableOf } from '../apply.tables';
import type { InferredPiece } from '../baseline';
import { buildColumn, emptyColumn, keyType, type BuiltColumn } from './build.column';
import { columnsInName, foreignKeyInName, singular } from './conventions';
import type { ColumnFact, ConstraintFact, IndexFact, TableFact } from './facts';
import { isKeyName, type } from './guess';
import { guessKey, piece } from './pieces';
import type { Survey } from './survey';

interface BuiltTable {
  readonly table: Table;
  readonly pieces: readonly InferredPiece[];
  readonly guesses: readonly string[];
}

/** A presumed table with a key, at least one column that carries values, and what is known of its constraints. */
export function buildTable(survey: Survey, fact: TableFact): BuiltTable {
  const facts = fact.columns.filter(({ origin }) => origin === 'presumed');
  const key = keyOf(survey, fact, facts);
  const built = facts.map((column) => ({ fact: column, ...buildColumn(survey, column, key.includes(column.name)) }));
  const columns = completed(
    survey,
    fact,
    built.map(({ column }) => column),
    key,
  );
  const bare = bareTable(survey, fact, columns, key);
  const table = withTargetKeys(survey, fact, withFacts(survey, fact, bare));
  return { table, pieces: piecesOf(fact, built), guesses: guessesOf(survey, fact, built) };
}

/** The table as the downgrade writes it out, or an empty one, with these columns and this key. */
function bareTable(survey: Survey, fact: TableFact, columns: readonly Column[], key: readonly string[]): Table {
  const written = writtenTable(survey, fact, new Set(columns.map(({ name }) => name)));
  if (written !== null) {
    const known = new Set(written.columns.map(({ name }) => name));
    const more = columns.filter(({ name }) => !known.has(name));
    return { ...written, ...fact.name, columns: [...written.columns, ...more] };
  }
  const empty: Table = { ...emptyTable(fact.name), columns, isComplete: false };
  if (fact.keyAdded !== null && fact.keyDropped === null) return withUniqueKey(survey, empty, fact.keyAdded);
  const name = fact.keyDropped?.name ?? null;
  return key.length === 0 ? empty : withConstraint(empty, { type: 'primaryKey', name, columns: key }, survey);
}

/** The table in full, as the downgrade creates it, or as much of it as a rebuild takes over. */
function writtenTable(survey: Survey, fact: TableFact, presumed: ReadonlySet<string>): Table | null {
  if (fact.written !== null) return tableOf(fact.written, survey);
  const rebuilt = fact.rebuiltAs?.written ?? null;
  if (rebuilt === null) return null;
  // `SELECT *` names no column: then all of them are taken over.
  const isTaken = (name: string) => presumed.size === 0 || presumed.has(name);
  const columns = rebuilt.columns.filter(({ name }) => isTaken(name));
  const constraints = rebuilt.constraints.filter(
    (constraint) => !('columns' in constraint) || constraint.columns.every(isTaken),
  );
  return tableOf({ ...rebuilt, table: fact.name, columns, constraints, indexes: [] }, survey);
}

/** The upgrade makes these columns the key: they are unique and never NULL already, or it could not. */
function withUniqueKey(survey: Survey, table: Table, added: readonly ColumnFact[]): Table {
  const names = added.filter(({ origin }) => origin === 'presumed').map(({ name }) => name);
  if (names.length === 0 || names.length < added.length) return table;
  const columns = table.columns.map((column) =>
    names.includes(column.name) ? { ...column, nullable: false } : column,
  );
  return withConstraint({ ...table, columns }, { type: 'unique', name: null, columns: names }, survey);
}

/** The primary key: as written, else the column that the name, or a foreign key, points out, else a new `id`. */
function keyOf(survey: Survey, fact: TableFact, facts: readonly ColumnFact[]): readonly string[] {
  if (fact.written !== null) return fact.primaryKey ?? [];
  if (fact.rebuiltAs !== null) return rebuiltKey(fact.rebuiltAs, facts);
  if (fact.keyAdded !== null && fact.keyDropped === null) return [];
  const names = facts.map(({ name }) => name);
  if (fact.primaryKey !== null && fact.primaryKey.every((name) => names.includes(name))) return fact.primaryKey;
  const targets = fact.targets.filter((columns) => columns.every(({ origin }) => origin === 'presumed'));
  const composite = targets.find((columns) => columns.length > 1);
  if (composite !== undefined) return composite.map(({ name }) => name);
  const own = [fact.primaryKey?.[0] ?? 'id', 'id', 'uuid', 'pk', `${singular(fact.name.name)}_id`];
  const named = own.find((name) => names.includes(name) && !refersElsewhere(survey, fact, name));
  if (named !== undefined) return [named];
  const [target] = targets;
  if (target !== undefined) return target.map(({ name }) => name);
  const links = linksOf(survey, fact, names);
  if (links.length >= 2 && links.length === names.length) return links;
  return [fact.madeColumns.has('id') ? 'row_id' : 'id'];
}

function rebuiltKey({ written }: TableFact, facts: readonly ColumnFact[]): readonly string[] {
  const key = written?.constraints.find(({ type: kind }) => kind === 'primaryKey');
  const columns = key?.type === 'primaryKey' ? key.columns : [];
  return columns.every((name) => facts.some((fact) => fact.name === name)) ? columns : [];
}

function refersElsewhere(survey: Survey, fact: TableFact, column: string): boolean {
  return survey.constraints.some(
    ({ table, definition }) =>
      table === fact && definition?.type === 'foreignKey' && definition.columns.includes(column),
  );
}

/** Columns of an association table: each is a foreign key of its own. */
function linksOf(survey: Survey, fact: TableFact, names: readonly string[]): readonly string[] {
  return names.filter((name) => isKeyName(name) && refersElsewhere(survey, fact, name));
}

/** A key column that nobody mentioned, and something beside the key that can carry values. */
function completed(
  survey: Survey,
  fact: TableFact,
  columns: readonly Column[],
  key: readonly string[],
): readonly Column[] {
  if (fact.written !== null || fact.rebuiltAs !== null) return columns;
  const known = new Set(columns.map(({ name }) => name));
  const missing = key.filter((name) => !known.has(name)).map((name) => newKey(survey, name));
  const all = [...missing, ...columns].map((column) =>
    key.length === 1 && key[0] === column.name ? generated(survey, fact, column) : column,
  );
  const hasValues = columns.some(({ name }) => !key.includes(name) && !isKeyName(name));
  return hasValues ? all : [...all, carrier(fact, known)];
}

function newKey(survey: Survey, name: string): Column {
  return { ...emptyColumn, name, type: keyType(survey), nullable: false };
}

/** A key for which no value is inserted comes by itself: by identity, or as a random UUID. */
function generated(survey: Survey, fact: TableFact, column: Column): Column {
  const typeName = column.type?.name ?? '';
  if (column.default !== null || survey.dialect !== 'postgresql') return column;
  if (/^(small|big)?int(eger)?$/.test(typeName)) return { ...column, identity: 'by default' };
  const isOmitted = fact.insertedColumns.some((names) => !names.includes(column.name));
  return typeName === 'uuid' && isOmitted ? { ...column, default: 'gen_random_uuid()' } : column;
}

/** A nullable text column under a name that no revision adds. */
function carrier(fact: TableFact, known: ReadonlySet<string>): Column {
  const names = ['name', 'title', 'label', 'note', 'payload'];
  const free = names.find((name) => !known.has(name) && !fact.madeColumns.has(name)) ?? 'existing_value';
  return { ...emptyColumn, name: free, type: type('varchar', 255) };
}

function withFacts(survey: Survey, fact: TableFact, bare: Table): Table {
  const constraints = survey.constraints.filter(({ table }) => table === fact);
  const indexes = survey.indexes.filter(({ table }) => table === fact);
  const constrained = constraints.reduce((table, each) => {
    const constraint = each.definition ?? guessConstraint(each, table);
    return constraint === null || !fits(table, constraint) ? table : withConstraint(table, constraint, survey);
  }, bare);
  return indexes.reduce((table, each) => {
    const index = each.definition ?? guessIndex(each, table);
    return index === null ? table : withIndex(table, index);
  }, constrained);
}

/** What a foreign key points at is unique. */
function withTargetKeys(survey: Survey, { targets }: TableFact, table: Table): Table {
  return targets.reduce((made, target) => {
    const columns = target.map(({ name }) => name);
    const isThere = [made.primaryKey, ...made.uniques].some((key) => key !== null && hasSame(key.columns, columns));
    const isPresumed = target.every(({ origin }) => origin === 'presumed');
    return isThere || !isPresumed ? made : withConstraint(made, { type: 'unique', name: null, columns }, survey);
  }, table);
}

function hasSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name));
}

/** A constraint on columns that the table had. A second primary key, or one that is there, is none. */
function fits(table: Table, constraint: Constraint): boolean {
  const names = new Set(table.columns.map(({ name }) => name));
  if (constraint.type === 'primaryKey')
    return table.primaryKey === null && constraint.columns.every((name) => names.has(name));
  return !('columns' in constraint) || constraint.columns.every((name) => names.has(name));
}

/** A dropped constraint that no line defines: what its name says, over columns that are there. */
function guessConstraint({ name, type: kind }: ConstraintFact, table: Table): Constraint | null {
  const known = table.columns.map((column) => column.name);
  const inName = columnsInName(name, table.name, known).filter((column) => known.includes(column));
  switch (kind) {
    case 'unique':
      return { type: 'unique', name, columns: inName.length > 0 ? inName : (table.primaryKey?.columns ?? []) };
    case 'foreignKey':
      return guessForeignKey(name, table, known);
    case 'check':
      return { type: 'check', name, expression: guessCheck(inName[0] ?? known[0]), isValid: true };
    case 'primaryKey':
    case 'exclusion':
    case null:
      return null;
  }
}

function guessForeignKey(name: string, table: Table, known: readonly string[]): Constraint | null {
  const guess = foreignKeyInName(name, table.name, known);
  if (guess === null || !known.includes(guess.column)) return null;
  const target: ObjectName = { schema: table.schema, name: guess.target };
  return {
    type: 'foreignKey',
    name,
    columns: [guess.column],
    target,
    targetColumns: [],
    onDelete: 'no action',
    onUpdate: 'no action',
    deferrable: false,
    initiallyDeferred: false,
    isValid: true,
  };
}

/** A check that every row passes: what it really says is nowhere to be seen. */
function guessCheck(column: string | undefined): string {
  return column === undefined ? '1 = 1' : `${column} IS NOT NULL OR ${column} IS NULL`;
}

function guessIndex({ name }: IndexFact, table: Table): Index | null {
  const known = table.columns.map((column) => column.name);
  const inName = columnsInName(name, table.name, known).filter((column) => known.includes(column));
  const columns = inName.length > 0 ? inName : (table.primaryKey?.columns ?? known.slice(0, 1));
  if (columns.length === 0) return null;
  const index: Index = {
    name,
    keys: columns.map((column) => ({ kind: 'column', column, suffix: '' })),
    isUnique: /^u(q|ix|k)_|uniq/i.test(name),
    method: null,
    predicate: null,
    include: [],
    isValid: true,
  };
  return columns.some((column) => usesColumn(index, column)) ? index : null;
}

function piecesOf(
  fact: TableFact,
  built: readonly (BuiltColumn & { readonly fact: ColumnFact })[],
): readonly InferredPiece[] {
  const name = formatName(fact.name);
  return [
    piece(`table ${name}`, fact.reason, fact.place),
    ...built.map(({ fact: column, reason }) =>
      piece(`column ${name}.${column.name}`, `${column.reason}; ${reason}`, column.place),
    ),
  ];
}

/** What of the table no line defines, as `guessKey` names it. */
function guessesOf(
  survey: Survey,
  fact: TableFact,
  built: readonly (BuiltColumn & { readonly fact: ColumnFact })[],
): readonly string[] {
  const name = formatName(fact.name);
  const undefinedOnes = (facts: readonly (ConstraintFact | IndexFact)[]) =>
    facts.filter(({ table, definition }) => table === fact && definition === null);
  return [
    ...(fact.written === null ? [guessKey('table', name)] : []),
    ...built.flatMap(({ fact: column, isTypeGuessed }) => [
      ...(isTypeGuessed ? [guessKey('type', `${name}.${column.name}`)] : []),
      ...(column.written === null && fact.written === null ? [guessKey('column', `${name}.${column.name}`)] : []),
    ]),
    ...undefinedOnes(survey.constraints).map((each) => guessKey('constraint', each.name)),
    ...undefinedOnes(survey.indexes).map((each) => guessKey('index', each.name)),
  ];
}
