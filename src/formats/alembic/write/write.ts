import type { Action, ActionOf } from '../../../migration/operation';
import type { Column } from '../../../schema/model';
import { writeSql } from '../../sql/write/write';
import { writeColumn } from './columns';
import { writeAddConstraint, writeDropConstraint, writeTableConstraint } from './constraints';
import { writeCreateIndex, writeDropIndex } from './indexes';
import { boolean, call, keyword, literal, quoted, type Python } from './python';
import { onOp, receiver, type Receiver, schemaKeyword } from './receiver';
import { writeDefault, writeExecute } from './sql';
import type { Style } from './style';
import { writeType } from './types';

/**
 * An operation as Alembic's calls: the directive for it, or `op.execute` with SQL where there is none. `null` for what
 * cannot be written at all.
 */
export function writeAction(action: Action, style: Style, on: Receiver = onOp): readonly Python[] | null {
  const directive = writeDirective(action, style, on);
  if (directive !== null) return directive;
  return writeSql(action, style.dialect)?.map((sql) => writeExecute(sql, style)) ?? null;
}

function writeDirective(action: Action, style: Style, on: Receiver): readonly Python[] | null {
  switch (action.kind) {
    case 'createTable':
      return writeCreateTable(action, style);
    case 'addColumn':
      return writeAddColumn(action, style, on);
    default:
      return listOf(writeCall(action, style, on));
  }
}

function listOf(python: Python | null): readonly Python[] | null {
  return python === null ? null : [python];
}

function writeCall(action: Action, style: Style, on: Receiver): Python | null {
  const op = style.name('op');
  const text = (value: string) => literal(value, style.quote);
  switch (action.kind) {
    case 'dropTable':
      return action.cascade || action.ifExists
        ? null
        : call(`${op}.drop_table`, text(action.table.name), ...schemaKeyword(onOp, action.table, style));
    case 'renameTable': {
      const { table, newName } = action;
      return call(`${op}.rename_table`, text(table.name), text(newName), ...schemaKeyword(onOp, table, style));
    }
    case 'alterTable':
      return action.change.type === 'comment' ? writeTableComment(action, action.change.comment, style) : null;
    case 'dropColumn': {
      if (action.cascade || action.ifExists) return null;
      const where = receiver(on, action.table, style);
      const schema = schemaKeyword(on, action.table, style);
      return call(where.path('drop_column'), ...where.table, text(action.column), ...schema);
    }
    case 'alterColumn':
      return writeAlterColumn(action, style, on);
    case 'createIndex':
      return writeCreateIndex(action, style, on);
    case 'dropIndex':
      return writeDropIndex(action, style, on);
    case 'addConstraint':
      return writeAddConstraint(action, style, on);
    case 'dropConstraint':
      return writeDropConstraint(action, style, on);
    case 'createEnum':
      return writeEnumChange('create', action, action.labels, action.ifNotExists, style);
    case 'dropEnum':
      return action.cascade ? null : writeEnumChange('drop', action, [], action.ifExists, style);
    default:
      return null;
  }
}

/** The types of enums are there already, or are made by a statement of their own. */
function writeCreateTable(action: ActionOf<'createTable'>, style: Style): readonly Python[] | null {
  const { table, columns, constraints, indexes, comment, traits } = action;
  if (action.temporary || traits.length > 0 || action.isFilled || action.partitionBy || action.parent) return null;
  const key = constraints.find(({ type }) => type === 'primaryKey');
  const keyColumns = key?.type === 'primaryKey' ? key.columns : [];
  const elements = [
    ...columns.map((column) => writeColumn(plainSerial(column, keyColumns), style, action.createsEnums)),
    ...constraints.map((constraint) => writeTableConstraint(constraint, style)),
  ];
  const made = indexes.map((index) =>
    writeAction({ kind: 'createIndex', table, index, concurrently: false, ifNotExists: false }, style),
  );
  if (!elements.every((each) => each !== null) || !made.every((each) => each !== null)) return null;
  const created = call(
    `${style.name('op')}.create_table`,
    literal(table.name, style.quote),
    ...elements,
    ...schemaKeyword(onOp, table, style),
    ...(comment === null ? [] : [keyword('comment', literal(comment, style.quote))]),
    ...(action.ifNotExists ? [keyword('if_not_exists', 'True')] : []),
  );
  return [{ ...created, isTall: elements.length > 0 }, ...made.flat()];
}

/** SQLAlchemy makes a lone integer key serial by itself. Other serial columns have no type of its. */
function plainSerial(column: Column, key: readonly string[]): Column {
  const isKey = key.length === 1 && key[0] === column.name;
  const plain = integerTypes[column.type?.name ?? ''];
  if (!isKey || plain === undefined || column.type === null) return column;
  return { ...column, type: { ...column.type, name: plain } };
}

const integerTypes: Readonly<Record<string, string>> = {
  smallserial: 'smallint',
  serial: 'integer',
  bigserial: 'bigint',
};

/** What is written with a column is said in statements of its own: that is how it can be named. */
function writeAddColumn(action: ActionOf<'addColumn'>, style: Style, on: Receiver): readonly Python[] | null {
  const { table, constraints } = action;
  const column = writeColumn(action.column, style, action.column.type?.createType !== false);
  const added = constraints.map((constraint) =>
    writeAction({ kind: 'addConstraint', table, constraint, usingIndex: null }, style, on),
  );
  if (column === null || !added.every((each) => each !== null)) return null;
  const where = receiver(on, table, style);
  const check = action.ifNotExists ? [keyword('if_not_exists', 'True')] : [];
  const schema = schemaKeyword(on, table, style);
  return [call(where.path('add_column'), ...where.table, column, ...schema, ...check), ...added.flat()];
}

function writeAlterColumn(action: ActionOf<'alterColumn'>, style: Style, on: Receiver): Python | null {
  const { table, column, change, before } = action;
  if (change.generated !== undefined || change.identity !== undefined || change.hasUnknownDefault === true) return null;
  const type = change.type === undefined ? undefined : written(change.type, style);
  const existing = before.type === undefined ? undefined : written(before.type, style);
  if (type === null) return null;
  const text = (value: string) => literal(value, style.quote);
  const default_ = (value: string | null) => (value === null ? 'None' : writeDefault(value, style));
  const option = (name: string, value: Python | null | undefined) =>
    value === undefined || value === null ? [] : [keyword(name, value)];
  const flag = (value: boolean | undefined) => (value === undefined ? undefined : boolean(value));
  const where = receiver(on, table, style);
  return call(
    where.path('alter_column'),
    ...where.table,
    text(column),
    ...option('new_column_name', change.newName === undefined ? undefined : text(change.newName)),
    ...option('existing_type', existing),
    ...option('type_', type),
    ...option('existing_nullable', change.nullable === undefined ? flag(before.nullable) : undefined),
    ...option('nullable', flag(change.nullable)),
    ...option('existing_server_default', before.default === undefined ? undefined : default_(before.default)),
    ...option('server_default', change.default === undefined ? undefined : default_(change.default)),
    ...option(
      'comment',
      change.comment === undefined ? undefined : change.comment === null ? 'None' : text(change.comment),
    ),
    ...option('postgresql_using', change.using === undefined ? undefined : text(change.using)),
    ...schemaKeyword(on, table, style),
  );
}

function written(type: Column['type'], style: Style): Python | null {
  return type === null ? null : writeType(type, style);
}

function writeTableComment({ table }: ActionOf<'alterTable'>, comment: string | null, style: Style): Python {
  const name = literal(table.name, style.quote);
  const schema = schemaKeyword(onOp, table, style);
  const op = style.name('op');
  return comment === null
    ? call(`${op}.drop_table_comment`, name, ...schema)
    : call(`${op}.create_table_comment`, name, literal(comment, style.quote), ...schema);
}

/** `sa.Enum(name="mood").drop(op.get_bind(), checkfirst=True)`. */
function writeEnumChange(
  method: 'create' | 'drop',
  { name }: ActionOf<'createEnum'> | ActionOf<'dropEnum'>,
  labels: readonly string[],
  isChecked: boolean,
  style: Style,
): Python {
  const schema = name.schema === null ? '' : `, schema=${quoted(name.schema, style.quote)}`;
  const values = labels.map((label) => `${quoted(label, style.quote)}, `).join('');
  const type = `${style.name('sa')}.Enum(${values}name=${quoted(name.name, style.quote)}${schema})`;
  const check = isChecked ? [keyword('checkfirst', 'True')] : [];
  return call(`${type}.${method}`, `${style.name('op')}.get_bind()`, ...check);
}
