import type { Theme } from '../../src/lint/rule';
import missingDowngrade from '../missing-downgrade/rule';
import noopDowngrade from '../noop-downgrade/rule';
import raisingDowngrade from '../raising-downgrade/rule';
import conditionalDowngrade from '../conditional-downgrade/rule';
import downgradeFails from '../downgrade-fails/rule';
import downgradeFailsOnData from '../downgrade-fails-on-data/rule';
import copiedDowngrade from '../copied-downgrade/rule';
import dataChangeNotReversed from '../data-change-not-reversed/rule';

/** RT1xx. */
const theme: Theme = {
  name: 'downgrade',
  title: 'The downgrade as a whole',
  rules: [
    missingDowngrade,
    noopDowngrade,
    raisingDowngrade,
    dataChangeNotReversed,
    conditionalDowngrade,
    downgradeFails,
    downgradeFailsOnData,
    copiedDowngrade,
  ],
};

export default theme;
