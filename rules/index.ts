import type { Rule } from '../src/lint/rule';
import addRequiredColumn from './add-required-column/rule';
import asymmetry from './asymmetry/rule';
import dataChangeNotReversed from './data-change-not-reversed/rule';
import dropColumn from './drop-column/rule';
import dropTable from './drop-table/rule';
import enumValueAdded from './enum-value-added/rule';
import indexNotConcurrent from './index-not-concurrent/rule';
import missingDowngrade from './missing-downgrade/rule';
import noopDowngrade from './noop-downgrade/rule';
import raisingDowngrade from './raising-downgrade/rule';
import truncate from './truncate/rule';
import typeNarrowing from './type-narrowing/rule';

/** All rules, in the order in which they run and are listed: by code. A later one sees what earlier ones reported. */
export const rules: readonly Rule[] = [
  missingDowngrade,
  noopDowngrade,
  raisingDowngrade,
  dataChangeNotReversed,
  dropColumn,
  dropTable,
  truncate,
  typeNarrowing,
  addRequiredColumn,
  enumValueAdded,
  indexNotConcurrent,
  asymmetry,
];
