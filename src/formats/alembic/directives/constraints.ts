import type { Constraint, ConstraintType } from '../../../migration/operation';
import { deferral, exclusion, foreignKey, index, nameList } from '../sqlalchemy/columns';
import { sqlOf } from '../sqlalchemy/sql';
import { elements, type Argument, type Value } from '../python/value';
import { emit, emitDynamic, schemaOfDirective, tableOfDirective, type Directive } from './directive';

export function createKey(type: 'primaryKey' | 'unique'): (directive: Directive) => void {
  return (directive) => {
    const columns = nameList(directive.args.value('columns'));
    if (columns === null) return emitDynamic(directive, "the columns' names");
    const isDistinct = directive.args.isTrue('postgresql_nulls_not_distinct');
    const options = { ...deferral(directive.args), ...(isDistinct ? { nullsNotDistinct: true } : {}) };
    add(directive, (name) => ({ type, name, columns, ...options }));
  };
}

export function createCheck(directive: Directive): void {
  const condition = directive.args.argument('condition');
  const written = condition && directive.run.source.text.slice(condition.span.start, condition.span.end);
  const expression = condition ? (sqlOf(condition.value) ?? written ?? '') : '';
  const isValid = !directive.args.isTrue('postgresql_not_valid');
  add(directive, (name) => ({ type: 'check', name, expression, isValid }));
}

export function createExclusion(directive: Directive): void {
  const { args } = directive;
  add(directive, (name) => ({
    type: 'exclusion',
    name,
    definition: exclusion({ args: args.rest, keywords: args.keywords }),
  }));
}

export function createForeignKey(directive: Directive): void {
  const { args } = directive;
  const columns = nameList(args.value('local_cols'));
  const targetColumns = nameList(args.value('remote_cols'));
  const target = args.text('referent_table');
  const schema = schemaOfDirective(directive, 'referent_schema');
  if (target === null) return emitDynamic(directive, 'the referenced table');
  if (columns === null || targetColumns === null) return emitDynamic(directive, "the columns' names");
  const read = foreignKey({ keywords: args.keywords }, columns, { schema, name: target }, targetColumns);
  add(directive, (name) => ({ ...read, name }), { table: 'source_table', schema: 'source_schema' });
}

/** Adds a constraint whose name may be None (then a naming convention names it). */
function add(
  directive: Directive,
  make: (name: string | null) => Constraint,
  parameters = { table: 'table_name', schema: 'schema' },
): void {
  const table = tableOfDirective(directive, parameters.table, parameters.schema);
  const name = directive.args.optionalText('constraint_name');
  if (table === null) return emitDynamic(directive, "the table's name");
  if (name === undefined) return emitDynamic(directive, "the constraint's name");
  emit(directive, { kind: 'addConstraint', table, constraint: make(name), usingIndex: null });
}

const constraintTypes: Readonly<Record<string, ConstraintType>> = {
  foreignkey: 'foreignKey',
  primary: 'primaryKey',
  unique: 'unique',
  check: 'check',
  exclude: 'exclusion',
};

export function dropConstraint(directive: Directive): void {
  const table = tableOfDirective(directive);
  const name = directive.args.optionalText('constraint_name');
  if (table === null) return emitDynamic(directive, "the table's name");
  if (name === undefined) return emitDynamic(directive, "the constraint's name");
  const type = constraintTypes[directive.args.text('type_')?.toLowerCase() ?? ''] ?? null;
  emit(directive, {
    kind: 'dropConstraint',
    table,
    name,
    type,
    ifExists: directive.args.isTrue('if_exists'),
    cascade: false,
  });
}

export function createIndex(directive: Directive): void {
  const { args } = directive;
  const table = tableOfDirective(directive);
  const name = args.optionalText('index_name');
  const keys = indexKeys(args.argument('columns'));
  if (table === null) return emitDynamic(directive, "the table's name");
  if (name === undefined) return emitDynamic(directive, "the index's name");
  if (keys === null) return emitDynamic(directive, "the columns' names");
  const written = args.argument('columns');
  const source = written ? directive.run.source.text.slice(written.span.start, written.span.end) : '';
  const defined = index(name ?? '', keys, args.keywords, source);
  const concurrently = args.isTrue('postgresql_concurrently');
  emit(directive, {
    kind: 'createIndex',
    table,
    index: defined,
    concurrently,
    ifNotExists: args.isTrue('if_not_exists'),
  });
}

/** One column may stand without a list. */
function indexKeys(argument: Argument | undefined): readonly Value[] | null {
  if (!argument) return null;
  return argument.value.kind === 'text' ? [argument.value] : elements(argument.value);
}

export function dropIndex(directive: Directive): void {
  const { args, batch } = directive;
  const name = args.optionalText('index_name');
  if (name === undefined) return emitDynamic(directive, "the index's name");
  const table = batch || args.has('table_name') ? tableOfDirective(directive) : null;
  const concurrently = args.isTrue('postgresql_concurrently');
  emit(directive, { kind: 'dropIndex', name, table, concurrently, ifExists: args.isTrue('if_exists') });
}
