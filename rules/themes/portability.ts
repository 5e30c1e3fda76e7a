import type { Theme } from '../../src/lint/rule';

/** RT8xx. */
const theme: Theme = {
  name: 'portability',
  title: 'The revision graph and the dialects',
  rules: [],
};

export default theme;
