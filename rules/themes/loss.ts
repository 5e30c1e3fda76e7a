import type { Theme } from '../../src/lint/rule';
import dropColumn from '../drop-column/rule';
import dropTable from '../drop-table/rule';
import truncate from '../truncate/rule';

/** RT2xx. */
const theme: Theme = {
  name: 'loss',
  title: 'What a rollback would lose',
  rules: [dropColumn, dropTable, truncate],
};

export default theme;
