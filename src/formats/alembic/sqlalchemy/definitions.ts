import type { Action } from '../../../migration/operation';
import type { Span } from '../../../migration/span';
import type { ObjectName } from '../../../schema/model';
import { elements, isNone, plain, type Call, type Value } from '../python/value';
import type { Run } from '../run';
import { declaredIndex, isTrue } from './columns';
import { libraryName } from './names';
import { mentionTable, primaryKeyOf, tableOf, type DeclaredTable } from './tables';
import { enumLabels, enumName } from './types';

/** `CreateTable(...)`, `DropSequence(...)` and the other statements that SQLAlchemy has classes for; false if it is none. */
export function emitDefinition(value: Value, span: Span, run: Run): boolean {
  const [, verb, kind] = /^(Create|Drop)(Table|Index|Sequence|Schema)$/.exec(libraryName(value)?.name ?? '') ?? [];
  if (value.kind !== 'call' || kind === undefined) return false;
  const element = value.args[0]?.value ?? value.keywords.get('element')?.value ?? value.keywords.get('name')?.value;
  if (!element) return false;
  const options: Existence = {
    isChecked: isTrue(value.keywords.get('if_exists') ?? value.keywords.get('if_not_exists')),
    cascade: isTrue(value.keywords.get('cascade')),
  };
  return emitObject(element, verb === 'Create' ? 'create' : 'drop', kind === 'Schema', options, span, run);
}

/** `.create(bind)` and `.drop(bind)` of enums, sequences, indexes and tables; `metadata.create_all(bind, tables=[...])`. */
export function emitCreation(of: Value, method: string, made: Call, run: Run): boolean {
  if (method === 'create_all' || method === 'drop_all') return emitAll(method, made, run);
  if (method !== 'create' && method !== 'drop') return false;
  // `checkfirst=True`, or `checkfirst` as the second positional argument.
  const options = { isChecked: isTrue(made.keywords.get('checkfirst') ?? made.args[1]), cascade: false };
  return emitObject(of, method, false, options, made.span, run);
}

type Verb = 'create' | 'drop';

interface Existence {
  /** Only if it is not there yet, or only if it is. */
  readonly isChecked: boolean;
  readonly cascade: boolean;
}

function emitObject(element: Value, verb: Verb, isSchema: boolean, options: Existence, span: Span, run: Run): boolean {
  const table = tableOf(element);
  if (table) return emitTable(table, verb, options, span, run);
  const action = isSchema ? schemaAction(element, verb, options) : objectAction(element, verb, options);
  if (action === undefined) return false;
  if (action === null) run.emitUnknown('The name of this object could not be evaluated.', span, 'core');
  else run.emit(action, span, 'core');
  return true;
}

/** `null`: it is such an object, but its name is not known; `undefined`: it is something else. */
function objectAction(element: Value, verb: Verb, options: Existence): Action | null | undefined {
  if (element.kind !== 'call') return undefined;
  switch (libraryName(element)?.name) {
    case 'Enum':
    case 'ENUM':
      return enumAction(element, verb, options);
    case 'Sequence':
      return sequenceAction(element, verb, options);
    case 'Index':
      return indexAction(element, verb, options);
    default:
      return undefined;
  }
}

function schemaAction(element: Value, verb: Verb, { isChecked, cascade }: Existence): Action | null {
  const name = plain(element);
  if (name === null) return null;
  return verb === 'create'
    ? { kind: 'createSchema', name, ifNotExists: isChecked }
    : { kind: 'dropSchema', name, ifExists: isChecked, cascade };
}

function enumAction(element: Call, verb: Verb, { isChecked }: Existence): Action | null {
  const name = namedIn(element, enumName(element));
  if (name === null) return null;
  return verb === 'create'
    ? { kind: 'createEnum', name, labels: enumLabels(element), ifNotExists: isChecked }
    : { kind: 'dropEnum', name, ifExists: isChecked, cascade: false };
}

function sequenceAction(element: Call, verb: Verb, { isChecked }: Existence): Action | null {
  const name = namedIn(element, plain(element.args[0]?.value ?? element.keywords.get('name')?.value));
  if (name === null) return null;
  return verb === 'create'
    ? { kind: 'createSequence', name, ifNotExists: isChecked }
    : { kind: 'dropSequence', name, ifExists: isChecked, cascade: false };
}

/** An index on its own knows its table by its columns: `Index("ix", users.c.email)`. */
function indexAction(element: Call, verb: Verb, { isChecked }: Existence): Action | null {
  const index = declaredIndex(element);
  const table = element.args.map(({ value }) => columnOwner(value)).find((each) => each !== null) ?? null;
  if (index === null) return null;
  if (verb === 'drop') return { kind: 'dropIndex', name: index.name, table, concurrently: false, ifExists: isChecked };
  const concurrently = isTrue(element.keywords.get('postgresql_concurrently'));
  return table && { kind: 'createIndex', table, index, concurrently, ifNotExists: isChecked };
}

function columnOwner(value: Value): ObjectName | null {
  if (value.kind !== 'attribute') return null;
  const of = value.of.kind === 'attribute' && value.of.name === 'c' ? value.of.of : value.of;
  return tableOf(of)?.name ?? null;
}

function namedIn(call: Call, name: string | null): ObjectName | null {
  return name === null ? null : { schema: plain(call.keywords.get('schema')?.value), name };
}

function emitTable(table: DeclaredTable, verb: Verb, { isChecked }: Existence, span: Span, run: Run): true {
  if (verb === 'drop') {
    mentionTable(table, span, run);
    run.emit({ kind: 'dropTable', table: table.name, ifExists: isChecked, cascade: false }, span, 'core');
    return true;
  }
  run.isFirstMention(table.declaration);
  run.emit(creation(table, isChecked), span, 'core');
  return true;
}

function creation(table: DeclaredTable, ifNotExists: boolean): Action {
  const key = primaryKeyOf(table);
  const isWritten = table.constraints.some(({ type }) => type === 'primaryKey');
  return {
    kind: 'createTable',
    table: table.name,
    columns: table.columns.map(({ column }) => (key.includes(column.name) ? { ...column, nullable: false } : column)),
    constraints:
      isWritten || key.length === 0
        ? table.constraints
        : [{ type: 'primaryKey', name: null, columns: key }, ...table.constraints],
    indexes: table.indexes,
    ifNotExists,
    temporary: false,
    reads: [],
    isFilled: false,
    comment: null,
    traits: [],
    createsEnums: true,
  };
}

/** All tables of a metadata are not known from one file; those that are listed are. */
function emitAll(method: string, made: Call, run: Run): true {
  const listed = made.keywords.get('tables')?.value ?? made.args[1]?.value;
  const tables = listed && !isNone(listed) ? elements(listed)?.map(tableOf) : null;
  const isChecked = !isFalse(made.keywords.get('checkfirst')?.value);
  const verb = method === 'create_all' ? 'create' : 'drop';
  if (!tables?.every((table) => table !== null)) {
    run.emitUnknown(`Which tables \`${method}\` is about is not known from this file.`, made.span, 'core');
    return true;
  }
  for (const table of tables) emitTable(table, verb, { isChecked, cascade: false }, made.span, run);
  return true;
}

function isFalse(value: Value | undefined): boolean {
  return value?.kind === 'constant' && value.value === false;
}
