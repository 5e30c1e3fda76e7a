import type { Problem } from '../../../migration/migration';
import { elements, isNone, plain, type Argument, type Call, type Value } from '../python/value';
import { columnName, isColumn } from '../sqlalchemy/columns';
import { libraryName } from '../sqlalchemy/names';
import type { Arguments } from './arguments';
import type { DirectiveName } from './signatures';

/**
 * What Alembic or SQLAlchemy surely refuse about a call's arguments, or read differently from what is meant. Each was
 * tried on Alembic 1.13 and 1.19 with SQLAlchemy 2.1.
 */
export function misusesOf(name: DirectiveName, args: Arguments): readonly Problem[] {
  return [
    ...namesOf(name, args),
    ...lettersOf(name, args),
    ...(name === 'add_column' ? notAColumn(args) : []),
    ...(name === 'create_table' ? elementsOf(args) : []),
    ...(name === 'alter_column' ? typeOf(args) : []),
    ...(name === 'drop_constraint' ? constraintType(args) : []),
    ...(name === 'bulk_insert' ? rowsOf(args) : []),
  ];
}

/** Parameters that take a name. Those of constraints and indexes may be None. */
const nameParameters = Object.entries({
  table_name: "the table's name",
  old_table_name: "the table's old name",
  new_table_name: "the table's new name",
  source_table: "the table's name",
  referent_table: "the referenced table's name",
  column_name: "the column's name",
  new_column_name: "the column's new name",
  constraint_name: "the constraint's name",
  index_name: "the index's name",
});
const columnParameters = ['columns', 'local_cols', 'remote_cols'];
const optionalNames = new Set(['constraint_name', 'index_name', 'new_column_name']);

function namesOf(name: DirectiveName, args: Arguments): readonly Problem[] {
  const found: Problem[] = [];
  for (const [parameter, what] of nameParameters) {
    const given = args.argument(parameter);
    if (!given || given.value.kind === 'text') continue;
    // `drop_index(..., table_name=None)` leaves the table out.
    const mayBeNone = optionalNames.has(parameter) || (name === 'drop_index' && parameter === 'table_name');
    const wrong = notAName(given.value, mayBeNone);
    if (wrong === null) continue;
    found.push({ message: `\`${name}\` expects ${what} as text, but got ${wrong}: it fails.`, span: given.span });
  }
  return found;
}

/** What was given where a name belongs, if that is surely wrong: a column object, a number, None. */
function notAName(value: Value, mayBeNone: boolean): string | null {
  if (isNone(value)) return mayBeNone ? null : 'None';
  if (value.kind === 'constant') return String(value.value);
  if (value.kind === 'list') return 'a list';
  return value.kind === 'call' && libraryName(value)?.name === 'Column' ? 'a Column' : null;
}

/** A text where a list of columns belongs is taken letter by letter. */
function lettersOf(name: DirectiveName, args: Arguments): readonly Problem[] {
  const found: Problem[] = [];
  for (const parameter of columnParameters) {
    const given = args.argument(parameter);
    const text = plain(given?.value);
    if (!given || text === null || text.length < 2) continue;
    const letters = [...text].slice(0, 3).join('", "');
    const message =
      `\`${name}\` takes a list of columns: the text "${text}" is read letter by letter, as "${letters}"` +
      `${text.length > 3 ? ', …' : ''}. Write ["${text}"].`;
    found.push({ message, span: given.span });
  }
  return found;
}

function notAColumn(args: Arguments): readonly Problem[] {
  const given = args.argument('column');
  if (!given) return [];
  const { value, span } = given;
  if (isColumn(value)) return columnMistakes(value, given);
  const isWrong = value.kind === 'text' || value.kind === 'constant' || value.kind === 'list' || isType(value);
  return isWrong
    ? [{ message: '`add_column` expects a Column: sa.Column("name", sa.Text()), for example. It fails.', span }]
    : [];
}

/** `sa.Integer()`, `postgresql.JSONB`: a type where a column belongs. */
function isType(value: Value): boolean {
  return /^(Integer|String|Text|Boolean|DateTime|Date|JSON|JSONB|Uuid|UUID|Float|Numeric|BigInteger)$/.test(
    libraryName(value)?.name ?? '',
  );
}

/** What `Column(...)` takes besides options of a dialect (SQLAlchemy 2.1). */
const columnKeywords =
  /^(name|type_|autoincrement|default|insert_default|doc|key|index|info|nullable|onupdate|primary_key|server_default|server_onupdate|quote|unique|system|comment|\*\*|.*_.*)$/;

function columnMistakes(column: Call, { span }: Argument): readonly Problem[] {
  if (libraryName(column)?.name !== 'Column') return [];
  const name = columnName(column) ?? plain(column.keywords.get('name')?.value) ?? 'the column';
  const found: Problem[] = [];
  const unknown = [...column.keywords].find(([keyword]) => !columnKeywords.test(keyword));
  if (unknown)
    found.push({ message: `\`Column\` has no parameter \`${unknown[0]}\`: it fails.`, span: unknown[1].span });
  const [, type] = column.args;
  if (type?.value.kind === 'text') {
    const written = type.value.value;
    found.push({ message: `The type of ${name} is the text "${written}", not a type: it fails.`, span: type.span });
  }
  const fallback = column.keywords.get('server_default');
  if (fallback?.value.kind === 'constant' && fallback.value.value !== null) {
    found.push({ message: serverDefault(name, fallback.value.value), span: fallback.span });
  }
  const hasName = column.args.some(({ value }) => value.kind !== 'call' || libraryName(value) === null);
  if (column.args.length > 0 && !hasName && !column.keywords.has('name') && !column.keywords.has('**')) {
    found.push({ message: 'This Column has no name: it fails.', span });
  }
  return found;
}

function serverDefault(name: string, value: boolean | number): string {
  const text = typeof value === 'boolean' ? `sa.${String(value)}()` : `"${String(value)}"`;
  return `The server_default of ${name} must be text or SQL, not ${String(value)}: it fails. Write ${text}.`;
}

function elementsOf(args: Arguments): readonly Problem[] {
  const found: Problem[] = [];
  const names = new Set<string>();
  for (const argument of args.rest) {
    const { value, span } = argument;
    if (value.kind === 'list') {
      found.push({ message: '`create_table` takes columns one by one: this list of them is passed over.', span });
    }
    if (!isColumn(value)) continue;
    found.push(...columnMistakes(value, argument));
    const name = columnName(value);
    if (name !== null && names.has(name)) {
      found.push({ message: `The table has two columns called "${name}": SQLAlchemy 2 refuses it.`, span });
    }
    if (name !== null) names.add(name);
  }
  return found;
}

function typeOf(args: Arguments): readonly Problem[] {
  return ['type_', 'existing_type'].flatMap((parameter) => {
    const given = args.argument(parameter);
    return given?.value.kind === 'text'
      ? [
          {
            message: `\`${parameter}\` must be a type, not the text "${given.value.value}": it fails.`,
            span: given.span,
          },
        ]
      : [];
  });
}

function constraintType(args: Arguments): readonly Problem[] {
  const given = args.argument('type_');
  const type = plain(given?.value);
  if (!given || type === null || /^(check|foreignkey|primary|unique)$/.test(type)) return [];
  const message = `\`type_\` is one of "foreignkey", "primary", "unique" and "check", not "${type}": it fails.`;
  return [{ message, span: given.span }];
}

function rowsOf(args: Arguments): readonly Problem[] {
  const found: Problem[] = [];
  const table = args.argument('table');
  if (table?.value.kind === 'text') {
    const message = `\`bulk_insert\` expects a table, not its name: sa.table("${table.value.value}", …). It fails.`;
    found.push({ message, span: table.span });
  }
  const rows = args.argument('rows');
  const isOneRow = rows?.value.kind === 'dict';
  const isTuples = rows?.value.kind === 'list' && elements(rows.value)?.[0]?.kind === 'list';
  if (rows && (isOneRow || isTuples)) {
    found.push({ message: '`bulk_insert` expects a list of dicts, one for each row: it fails.', span: rows.span });
  }
  return found;
}
