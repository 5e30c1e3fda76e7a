import type { Theme } from '../../src/lint/rule';
import dropColumn from '../drop-column/rule';
import dropTable from '../drop-table/rule';
import truncate from '../truncate/rule';
import deleteRows from '../delete-rows/rule';
import lossyUpdate from '../lossy-update/rule';
import cascadeDrop from '../cascade-drop/rule';
import sequenceValue from '../sequence-value/rule';
import dropDefinition from '../drop-definition/rule';
import unloggedTable from '../unlogged-table/rule';
import deleteCascadeAdded from '../delete-cascade-added/rule';
import dataHole from '../data-hole/rule';
import downgradeDestroys from '../downgrade-destroys/rule';
import newDataLost from '../new-data-lost/rule';

/** RT2xx. */
const theme: Theme = {
  name: 'loss',
  title: 'What a rollback would lose',
  rules: [
    dropColumn,
    dropTable,
    truncate,
    deleteRows,
    lossyUpdate,
    cascadeDrop,
    sequenceValue,
    dropDefinition,
    unloggedTable,
    deleteCascadeAdded,
    dataHole,
    downgradeDestroys,
    newDataLost,
  ],
};

export default theme;
