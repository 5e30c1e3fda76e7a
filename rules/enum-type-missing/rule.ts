import { isUnclear } from '../../src/paper/cleanup';
import { enumOf } from '../../src/paper/apply.tables';
import { createTypeFirst } from '../../src/lint/fix/enums';
import { columnSubject, formatColumn, rule, type RuleContext } from '../../src/lint/rule';
import { formatName, isSameName, type ColumnType, type EnumType, type ObjectName } from '../../src/schema/model';
import type { Operation } from '../../src/migration/operation';
import type { Step } from '../../src/paper/roundtrip';

export default rule({
  name: 'enum-type-missing',
  code: 'RT312',
  severity: 'error',
  aliases: [],
  dialects: ['postgresql'],
  check: (context) =>
    context.revision.upgrade.flatMap((step, at) => {
      const use = useOf(step.operation);
      const missing = use === null ? null : missingEnum(step, use.type);
      if (use === null || missing === null || isUnclear(context.revision, { ...step, at })) return [];
      const name = formatName(missing);
      const message =
        `Alembic does not create the type ${name} for ${formatColumn(use.table, use.column)}: only create_table does. ` +
        `${isWholeHistory(context) ? 'The upgrade fails' : 'Unless an earlier migration made it, the upgrade fails'} with: type "${missing.name}" does not exist. ` +
        `Create it before: sa.Enum(…, name="${missing.name}").create(op.get_bind(), checkfirst=True), and drop it on downgrade.`;
      const severity = isWholeHistory(context) ? 'error' : 'warning';
      return [{ span: step.operation.span, severity, subject: columnSubject(use.table, use.column), message }];
    }),
  fix: createTypeFirst,
});

interface Use {
  readonly table: ObjectName;
  readonly column: string;
  readonly type: ColumnType;
}

/** A column that gets a type from SQLAlchemy, without the CREATE TYPE that would go with a table. */
function useOf(operation: Operation): Use | null {
  if (operation.via === 'sql') return null;
  if (operation.kind === 'addColumn') {
    const { table, column } = operation;
    return column.type === null ? null : { table, column: column.name, type: column.type };
  }
  if (operation.kind !== 'alterColumn') return null;
  const { table, column, change } = operation;
  return change.type ? { table, column, type: change.type } : null;
}

function missingEnum({ schema }: Step, type: ColumnType): EnumType | null {
  const wanted = type.createType === false ? null : enumOf(type);
  return wanted !== null && !schema.enums.some((known) => isSameName(known, wanted)) ? wanted : null;
}

/** The files reach back to the first revision: a type that none of them makes is not there. */
function isWholeHistory({ graph }: RuleContext): boolean {
  const bases = new Set(graph.bases);
  return graph.ordered.filter(({ revision }) => bases.has(revision)).every(({ parents }) => parents.length === 0);
}
