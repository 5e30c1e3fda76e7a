import type { Operation } from '../../src/migration/operation';
import type { Migration } from '../../src/migration/migration';
import { enumOf } from '../../src/paper/apply.tables';
import type { Step } from '../../src/paper/roundtrip';
import { isSameName, type ObjectName, type Subject } from '../../src/schema/model';
import type { RuleContext } from '../../src/lint/rule';

/** The revision whose upgrade has certainly made an object that is there at a step; `null`: it was presumed, or may not have been made. */
export function makerOf({ revision, revisions }: RuleContext, object: Subject, step: Step): Migration | null {
  const earlier = revisions.slice(0, revisions.indexOf(revision));
  const own = revision.upgrade.slice(0, revision.upgrade.indexOf(step));
  const isMaking = ({ operation }: Step) => operation.certainty === 'always' && makes(operation, object);
  if (own.some((each) => isMaking(each) && isExplicit(each.operation, object))) return revision.migration;
  return earlier.findLast(({ upgrade }) => upgrade.some(isMaking))?.migration ?? null;
}

/** A type that came along with another table of the same run is not created again. */
function isExplicit({ kind }: Operation, object: Subject): boolean {
  return object.kind !== 'enum' || kind === 'createEnum';
}

function makes(operation: Operation, { kind, schema, table, name }: Subject): boolean {
  const owner: ObjectName = { schema, name: table ?? name };
  switch (operation.kind) {
    case 'createTable':
      return madeWithTable(operation, kind, owner, name);
    case 'renameTable':
      return kind === 'table' && isSameName({ schema: operation.table.schema, name: operation.newName }, owner);
    case 'addColumn':
      return kind === 'column' && operation.column.name === name && isSameName(operation.table, owner);
    case 'alterColumn':
      return kind === 'column' && operation.change.newName === name && isSameName(operation.table, owner);
    case 'createIndex':
      return kind === 'index' && operation.index.name === name && isSameName(operation.table, owner);
    case 'createEnum':
      return kind === 'enum' && isSameName(operation.name, { schema, name });
    default:
      return false;
  }
}

function madeWithTable(
  { table, columns, indexes, createsEnums }: Extract<Operation, { kind: 'createTable' }>,
  kind: Subject['kind'],
  owner: ObjectName,
  name: string,
): boolean {
  switch (kind) {
    case 'table':
      return isSameName(table, owner);
    case 'column':
      return isSameName(table, owner) && columns.some((column) => column.name === name);
    case 'index':
      return isSameName(table, owner) && indexes.some((index) => index.name === name);
    case 'enum':
      return (
        createsEnums &&
        columns.some(({ type }) => enumOf(type, table.schema)?.name === name && type?.createType !== false)
      );
    default:
      return false;
  }
}
