import type { Theme } from '../../src/lint/rule';
import asymmetry from '../asymmetry/rule';

/** RT5xx. */
const theme: Theme = {
  name: 'asymmetry',
  title: 'Upgrade and downgrade do not match',
  rules: [asymmetry],
};

export default theme;
