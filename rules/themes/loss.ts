import type { Theme } from '../../src/lint/rule';
import dropColumn from '../drop-column/rule';
import dropTable from '../drop-table/rule';
import truncate from '../truncate/rule';
import deleteRows from '../delete-rows/rule';
import lossyUpdate from '../lossy-update/rule';
import downgradeDestroys from '../downgrade-destroys/rule';

/** RT2xx. */
const theme: Theme = {
  name: 'loss',
  title: 'What a rollback would lose',
  rules: [dropColumn, dropTable, truncate, deleteRows, lossyUpdate, downgradeDestroys],
};

export default theme;
