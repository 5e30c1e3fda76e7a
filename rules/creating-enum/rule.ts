import type { Operation } from '../../src/migration/operation';
import { rule } from '../../src/lint/rule';

export default rule({
  name: 'creating-enum',
  code: 'RT760',
  severity: 'info',
  aliases: [],
  dialects: ['postgresql'],
  isOptional: true,
  check: ({ revision }) =>
    revision.upgrade.flatMap(({ operation }) =>
      [...new Set(enumsIn(operation))].map((name) => ({
        span: operation.span,
        subject: { kind: 'enum', schema: null, table: null, name },
        message:
          `Enum ${name} cannot lose a label again without being built anew, and a downgrade cannot take one back. ` +
          'A table of labels with a foreign key, or a text with a CHECK, can.',
      })),
    ),
});

function enumsIn(operation: Operation): readonly string[] {
  if (operation.kind === 'createEnum') return [operation.name.name];
  if (operation.kind !== 'createTable' || !operation.createsEnums) return [];
  return operation.columns.flatMap(({ type }) =>
    type?.labels !== undefined && type.createType !== false ? [type.name] : [],
  );
}
