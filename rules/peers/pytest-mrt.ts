import type { Peer } from './peer';
import { changeRules } from './pytest-mrt.changes';
import { lossRules } from './pytest-mrt.loss';
import { remainingRules } from './pytest-mrt.rest';

/** pytest-mrt 1.6.0: reads Alembic’s and Django’s migrations in Python, and runs them. */
const pytestMrt: Peer = {
  name: 'pytest-mrt',
  version: '1.6.0',
  rules: [...lossRules, ...changeRules, ...remainingRules],
};

export default pytestMrt;
