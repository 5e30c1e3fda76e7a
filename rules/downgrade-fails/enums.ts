import { stepsOf, type Report, type RuleContext } from '../../src/lint/rule';
import type { Operation } from '../../src/migration/operation';
import { enumOf } from '../../src/paper/apply.tables';
import type { PaperRevision } from '../../src/paper/roundtrip';
import { findTable, formatName, isSameName, type EnumType } from '../../src/schema/model';

/**
 * Enum types that `op.create_table` makes again although they never went: Postgres keeps a type when the last table that
 * uses it is dropped.
 */
export function enums({ revision, dialect }: RuleContext): readonly Report[] {
  if (dialect !== 'postgresql') return [];
  return stepsOf(revision.downgrade, 'createTable').flatMap(({ operation, schema, at }) => {
    const { table, columns, createsEnums, certainty, span } = operation;
    if (!createsEnums || certainty !== 'always' || findTable(schema, table) !== undefined) return [];
    const isRestored = findTable(revision.before, table) !== undefined;
    return columns.flatMap(({ type }) => {
      const made = type?.createType === false ? null : enumOf(type, table.schema);
      if (made === null || !(isRestored || isThere(schema.enums, made)) || isDropped(revision, at, made)) return [];
      const name = formatName(made);
      const message =
        `The downgrade fails here: op.create_table creates the type ${name} along, which is there already, for dropping a table ` +
        `does not drop it. Use postgresql.ENUM(..., name='${made.name}', create_type=False), or drop the type in the upgrade.`;
      return [{ span, subject: { kind: 'enum' as const, schema: made.schema, table: null, name: made.name }, message }];
    });
  });
}

function isThere(types: readonly EnumType[], type: EnumType): boolean {
  return types.some((each) => isSameName(each, type));
}

/** By the upgrade, or by the downgrade before; what cannot be read may have done it. */
function isDropped({ upgrade, downgrade }: PaperRevision, at: number, type: EnumType): boolean {
  const steps = [...upgrade, ...downgrade.slice(0, at)];
  return steps.some(({ operation }) => drops(operation, type));
}

function drops(operation: Operation, type: EnumType): boolean {
  switch (operation.kind) {
    case 'dropEnum':
      return isSameName(operation.name, type);
    case 'dropDefined':
      return operation.object === 'type' && isSameName(operation.name, type);
    case 'renameType':
      return isSameName(operation.name, type);
    case 'unknown':
      return true;
    default:
      return false;
  }
}
