import type { Theme } from '../../src/lint/rule';

/** RT7xx. */
const theme: Theme = {
  name: 'sql',
  title: 'What is written: SQL, the API, robustness',
  rules: [],
};

export default theme;
