import { findTable, type ForeignKey, formatName, isSameName, type Schema, type Table } from '../../schema/model';

/** A foreign key that the seeder honours. */
export interface Reference {
  readonly columns: readonly string[];
  readonly target: Table;
  readonly targetColumns: readonly string[];
  readonly isSelf: boolean;
  /** No constraint says so, only the column's name: `user_id` where there is a table of users. */
  readonly isGuessed: boolean;
}

/** The references of a table: its foreign keys whose target exists, then those that its columns' names suggest. */
export function referencesOf(table: Table, schema: Schema): readonly Reference[] {
  const declared = table.foreignKeys.flatMap((key) => declaredReference(table, key, schema));
  const taken = new Set(declared.flatMap((reference) => reference.columns));
  const free = table.columns.filter((column) => !taken.has(column.name) && !column.generated);
  return [...declared, ...free.flatMap((column) => guessedReference(table, column.name, schema))];
}

function declaredReference(table: Table, key: ForeignKey, schema: Schema): readonly Reference[] {
  const target = findTable(schema, key.target);
  const targetColumns = key.targetColumns.length > 0 ? key.targetColumns : (target?.primaryKey?.columns ?? []);
  if (!target || targetColumns.length !== key.columns.length) return [];
  return [{ columns: key.columns, target, targetColumns, isSelf: isSameName(table, target), isGuessed: false }];
}

function guessedReference(table: Table, column: string, schema: Schema): readonly Reference[] {
  const [, noun] = /^(.+)_id$/i.exec(column) ?? [];
  if (noun === undefined || table.primaryKey?.columns.includes(column)) return [];
  const target = noun === 'parent' ? table : tableOfNoun(noun, table, schema);
  const [key, ...others] = target?.primaryKey?.columns ?? [];
  if (!target || key === undefined || others.length > 0 || typeName(target, key) !== typeName(table, column)) return [];
  return [{ columns: [column], target, targetColumns: [key], isSelf: isSameName(table, target), isGuessed: true }];
}

/** `users` for user; `flow_run_state` for the state of a `flow_run`; `app_users` for the user of an `app_post`. */
function tableOfNoun(noun: string, table: Table, schema: Schema): Table | undefined {
  const [prefix = ''] = table.name.split('_');
  const stems = [noun, `${table.name}_${noun}`, `${table.name.replace(/s$/, '')}_${noun}`, `${prefix}_${noun}`];
  const names = stems.flatMap((stem) => [stem, `${stem}s`, `${stem}es`, stem.replace(/y$/, 'ies')]);
  return names.map((name) => findTable(schema, { schema: table.schema, name })).find((found) => found !== undefined);
}

function typeName(table: Table, column: string): string | undefined {
  return table.columns.find(({ name }) => name === column)?.type?.name;
}

/** Tables in an order in which targets come first; tables that refer to each other in a circle form one group. */
export function orderByReference(tables: readonly Table[], schema: Schema): readonly (readonly Table[])[] {
  const wanted = new Map(tables.map((table) => [formatName(table), table]));
  const references = new Map(
    tables.map((table) => [table, referencesOf(table, schema).filter((reference) => !reference.isSelf)]),
  );
  const targets = (table: Table, isGuessTaken: boolean) =>
    (references.get(table) ?? [])
      .filter((reference) => isGuessTaken || !reference.isGuessed)
      .flatMap((reference) => wanted.get(formatName(reference.target)) ?? []);
  // A guess may put a table first, but never into a circle with another.
  const guessed = circles(tables, (table) => targets(table, true)).flat();
  return circles(guessed, (table) => targets(table, false));
}

/** Tarjan's strongly connected components; they come out with targets before those that refer to them. */
function circles(tables: readonly Table[], targets: (table: Table) => readonly Table[]): readonly (readonly Table[])[] {
  const order = new Map<Table, number>();
  const lowest = new Map<Table, number>();
  const stack: Table[] = [];
  const groups: Table[][] = [];
  const visit = (table: Table): number => {
    const number = order.size;
    order.set(table, number);
    lowest.set(table, number);
    stack.push(table);
    for (const target of targets(table)) {
      const reached = order.has(target) ? (stack.includes(target) ? (order.get(target) ?? 0) : number) : visit(target);
      lowest.set(table, Math.min(lowest.get(table) ?? number, reached));
    }
    if (lowest.get(table) === number) groups.push(stack.splice(stack.indexOf(table)));
    return lowest.get(table) ?? number;
  };
  for (const table of tables) if (!order.has(table)) visit(table);
  return groups;
}
