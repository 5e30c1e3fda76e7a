import type { Theme } from '../../src/lint/rule';
import typeNarrowing from '../type-narrowing/rule';
import addRequiredColumn from '../add-required-column/rule';
import enumValueAdded from '../enum-value-added/rule';

/** RT3xx. */
const theme: Theme = {
  name: 'data',
  title: 'Existing rows: types, values, constraints',
  rules: [typeNarrowing, addRequiredColumn, enumValueAdded],
};

export default theme;
