import type { OperationOf } from '../../src/migration/operation';
import type { PaperRevision } from '../../src/paper/roundtrip';
import { formatName, isSameName, type ObjectName, type Schema, type Subject } from '../../src/schema/model';
import { rule, stepsOf, type Report, type StepOf } from '../../src/lint/rule';

export default rule({
  name: 'drop-definition',
  code: 'RT208',
  severity: 'error',
  aliases: ['MRT207'],
  check: ({ revision }) => [
    ...stepsOf(revision.upgrade, 'dropDefined').flatMap((step) => definitions(revision, step)),
    ...stepsOf(revision.upgrade, 'dropSequence').flatMap((step) => sequences(revision, step)),
  ],
});

function definitions({ before, after, back }: PaperRevision, { operation }: StepOf<'dropDefined'>): readonly Report[] {
  const { object, name, table, span } = operation;
  const was = definitionIn(before, operation);
  if (
    was === undefined ||
    definitionIn(after, operation) !== undefined ||
    definitionIn(back, operation) !== undefined
  ) {
    return [];
  }
  const owner = table === null ? '' : ` of ${formatName(table)}`;
  const subject: Subject = {
    kind: object,
    schema: table?.schema ?? name.schema,
    table: table?.name ?? null,
    name: name.name,
  };
  const message =
    `The upgrade drops the ${object} ${formatName(name)}${owner} and the downgrade does not create it again: its definition ` +
    'is gone, and the older code misses it. Put the CREATE statement into the downgrade.';
  return [{ span, subject, message }];
}

/** What there is under that name, as text. */
function definitionIn(schema: Schema, { object, name, table }: OperationOf<'dropDefined'>): string | undefined {
  const named = (items: readonly (ObjectName & { readonly definition: string })[]) =>
    items.find((item) => isSameName(item, name))?.definition;
  const owned = (items: readonly (ObjectName & { readonly table: string; readonly definition: string })[]) =>
    items.find((item) => item.name === name.name && (table === null || item.table === table.name))?.definition;
  switch (object) {
    case 'view':
    case 'materialized view':
      return named(schema.views);
    case 'function':
      return named(schema.functions);
    case 'domain':
      return named(schema.domains);
    case 'type':
      return named(schema.composites) ?? schema.enums.find((type) => isSameName(type, name))?.labels.join();
    case 'trigger':
      return owned(schema.triggers);
    case 'policy':
      return owned(schema.policies);
  }
}

/** Even one that is created again starts anew. */
function sequences({ before, after }: PaperRevision, { operation }: StepOf<'dropSequence'>): readonly Report[] {
  const { name, span } = operation;
  const has = (schema: Schema) => schema.sequences.some((sequence) => isSameName(sequence, name));
  if (!has(before) || has(after)) return [];
  const message =
    `Dropping the sequence ${formatName(name)} loses the number that it has come to; one that is created again starts from the first. ` +
    'Leave it, or set it on downgrade to a value that is computed from the rows.';
  return [
    {
      span,
      severity: 'warning',
      subject: { kind: 'sequence', schema: name.schema, table: null, name: name.name },
      message,
    },
  ];
}
