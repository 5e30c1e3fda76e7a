import type { Peer } from './peer';
import { adviceRules } from './squawk.advice';
import { changeRules } from './squawk.changes';
import { dropRules } from './squawk.drops';
import { lockRules } from './squawk.locks';

/** squawk 2.68: lints Postgres migrations in SQL. */
const squawk: Peer = {
  name: 'squawk',
  version: '2.68',
  rules: [...lockRules, ...adviceRules, ...dropRules, ...changeRules],
};

export default squawk;
