import type { Theme } from '../../src/lint/rule';

/** RT6xx. */
const theme: Theme = {
  name: 'rolling-deploy',
  title: 'Old code meets the new schema',
  rules: [],
};

export default theme;
