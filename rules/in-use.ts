import { TEMPORARY } from '../src/paper/apply.tables';
import { isColumnMadeHere, isMadeHere } from '../src/paper/origins';
import type { Step } from '../src/paper/roundtrip';
import { findTable, type ObjectName } from '../src/schema/model';

/**
 * What code of the last release may be using while this revision is deployed: everything that was there before it. The
 * rules of the theme rolling-deploy ask this first.
 */
export function isTableInUse({ origins, schema }: Pick<Step, 'origins' | 'schema'>, table: ObjectName): boolean {
  return !isMadeHere(origins, table) && findTable(schema, table)?.traits.includes(TEMPORARY) !== true;
}

export function isColumnInUse(step: Pick<Step, 'origins' | 'schema'>, table: ObjectName, column: string): boolean {
  return isTableInUse(step, table) && !isColumnMadeHere(step.origins, table, column);
}
