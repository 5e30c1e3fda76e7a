import type { Theme } from '../../src/lint/rule';
import asymmetry from '../asymmetry/rule';
import conditionalAsymmetry from '../conditional-asymmetry/rule';
import unpairedStatement from '../unpaired-statement/rule';
import columnOrderChanged from '../column-order-changed/rule';

/** RT5xx. */
const theme: Theme = {
  name: 'asymmetry',
  title: 'Upgrade and downgrade do not match',
  rules: [asymmetry, conditionalAsymmetry, unpairedStatement, columnOrderChanged],
};

export default theme;
