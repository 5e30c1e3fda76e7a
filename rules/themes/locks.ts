import type { Theme } from '../../src/lint/rule';
import indexNotConcurrent from '../index-not-concurrent/rule';

/** RT4xx. */
const theme: Theme = {
  name: 'locks',
  title: 'Locks, rewrites and transactions',
  rules: [indexNotConcurrent],
};

export default theme;
