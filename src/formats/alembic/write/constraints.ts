import type { ActionOf, Constraint, ConstraintType } from '../../../migration/operation';
import type { ForeignKey, KeyConstraint } from '../../../schema/model';
import { call, keyword, list, literal, type Python } from './python';
import { writeCondition } from './sql';
import type { Style } from './style';
import { receiver, type Receiver, schemaKeyword } from './receiver';

/** `sa.UniqueConstraint(...)` and the others that stand in `create_table`; `null` for one without such a class. */
export function writeTableConstraint(constraint: Constraint, style: Style): Python | null {
  const sa = style.name('sa');
  const text = (value: string) => literal(value, style.quote);
  const name = constraint.name === null ? [] : [keyword('name', text(constraint.name))];
  switch (constraint.type) {
    case 'primaryKey':
      return call(`${sa}.PrimaryKeyConstraint`, ...constraint.columns.map(text), ...name);
    case 'unique':
      return call(`${sa}.UniqueConstraint`, ...constraint.columns.map(text), ...keyOptions(constraint, style), ...name);
    case 'foreignKey': {
      const { target, targetColumns, columns } = constraint;
      if (targetColumns.length === 0 || !constraint.isValid) return null;
      const prefix = target.schema === null ? target.name : `${target.schema}.${target.name}`;
      const paths = targetColumns.map((column) => text(`${prefix}.${column}`));
      const options = referenceOptions(constraint, style);
      return call(`${sa}.ForeignKeyConstraint`, list(columns.map(text)), list(paths), ...name, ...options);
    }
    case 'check':
      return constraint.isValid
        ? call(`${sa}.CheckConstraint`, writeCondition(constraint.expression, style), ...name)
        : null;
    case 'exclusion':
      return null;
  }
}

/** `op.create_foreign_key(...)` and the others. */
export function writeAddConstraint(action: ActionOf<'addConstraint'>, style: Style, on: Receiver): Python | null {
  const { constraint, table } = action;
  if (action.usingIndex !== null) return null;
  const text = (value: string) => literal(value, style.quote);
  const name = constraint.name === null ? 'None' : text(constraint.name);
  const where = receiver(on, table, style);
  const schema = schemaKeyword(on, table, style);
  const notValid = keyword('postgresql_not_valid', 'True');
  switch (constraint.type) {
    case 'primaryKey':
    case 'unique': {
      const directive = constraint.type === 'unique' ? 'create_unique_constraint' : 'create_primary_key';
      const columns = list(constraint.columns.map(text));
      return call(where.path(directive), name, ...where.table, columns, ...keyOptions(constraint, style), ...schema);
    }
    case 'foreignKey': {
      const { target, targetColumns, columns } = constraint;
      if (targetColumns.length === 0) return null;
      const source = table.schema === null || on.batch !== null ? [] : [keyword('source_schema', text(table.schema))];
      return call(
        where.path('create_foreign_key'),
        name,
        ...where.table,
        text(target.name),
        list(columns.map(text)),
        list(targetColumns.map(text)),
        ...referenceOptions(constraint, style),
        ...(constraint.isValid ? [] : [notValid]),
        ...source,
        ...(target.schema === null ? [] : [keyword('referent_schema', text(target.schema))]),
      );
    }
    case 'check': {
      const condition = writeCondition(constraint.expression, style);
      const validity = constraint.isValid ? [] : [notValid];
      return call(where.path('create_check_constraint'), name, ...where.table, condition, ...validity, ...schema);
    }
    case 'exclusion':
      return null;
  }
}

export function writeDropConstraint(action: ActionOf<'dropConstraint'>, style: Style, on: Receiver): Python | null {
  const { table, name, type, cascade, ifExists } = action;
  if (cascade || ifExists) return null;
  const where = receiver(on, table, style);
  const kind = type === null ? [] : [keyword('type_', literal(typeNames[type], style.quote))];
  const written = name === null ? 'None' : literal(name, style.quote);
  return call(where.path('drop_constraint'), written, ...where.table, ...kind, ...schemaKeyword(on, table, style));
}

const typeNames = {
  primaryKey: 'primary',
  unique: 'unique',
  foreignKey: 'foreignkey',
  check: 'check',
  exclusion: 'exclude',
} satisfies Record<ConstraintType, string>;

function keyOptions(key: KeyConstraint, style: Style) {
  return [
    ...deferral(key.deferrable === true, key.initiallyDeferred === true, style),
    ...(key.nullsNotDistinct === true ? [keyword('postgresql_nulls_not_distinct', 'True')] : []),
  ];
}

function referenceOptions(key: ForeignKey, style: Style) {
  const action = (name: string, value: string) =>
    value === 'no action' ? [] : [keyword(name, literal(value.toUpperCase(), style.quote))];
  return [
    ...action('onupdate', key.onUpdate),
    ...action('ondelete', key.onDelete),
    ...deferral(key.deferrable, key.initiallyDeferred, style),
  ];
}

function deferral(isDeferrable: boolean, isDeferred: boolean, style: Style) {
  return [
    ...(isDeferrable ? [keyword('deferrable', 'True')] : []),
    ...(isDeferred ? [keyword('initially', literal('DEFERRED', style.quote))] : []),
  ];
}
