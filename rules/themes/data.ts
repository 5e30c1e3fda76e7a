import type { Theme } from '../../src/lint/rule';
import typeNarrowing from '../type-narrowing/rule';
import addRequiredColumn from '../add-required-column/rule';
import enumValueAdded from '../enum-value-added/rule';
import uniqueOverDuplicates from '../unique-over-duplicates/rule';
import constraintOverRows from '../constraint-over-rows/rule';
import setNotNull from '../set-not-null/rule';
import typeCast from '../type-cast/rule';
import uniqueColumnSharedDefault from '../unique-column-shared-default/rule';
import volatileCheck from '../volatile-check/rule';
import constraintNotValidated from '../constraint-not-validated/rule';
import enumTypeMissing from '../enum-type-missing/rule';
import upgradeFails from '../upgrade-fails/rule';
import impossibleDefault from '../impossible-default/rule';
import ifNotExistsKeeps from '../if-not-exists-keeps/rule';
import keyWithoutPartition from '../key-without-partition/rule';
import nullableInUniqueKey from '../nullable-in-unique-key/rule';

/** RT3xx. */
const theme: Theme = {
  name: 'data',
  title: 'Existing rows: types, values, constraints',
  rules: [
    typeNarrowing,
    addRequiredColumn,
    enumValueAdded,
    setNotNull,
    uniqueOverDuplicates,
    constraintOverRows,
    typeCast,
    uniqueColumnSharedDefault,
    volatileCheck,
    constraintNotValidated,
    impossibleDefault,
    enumTypeMissing,
    upgradeFails,
    ifNotExistsKeeps,
    keyWithoutPartition,
    nullableInUniqueKey,
  ],
};

export default theme;
