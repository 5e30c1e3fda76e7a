import type { Theme } from '../../src/lint/rule';
import renameInUse from '../rename-in-use/rule';
import dropInUse from '../drop-in-use/rule';
import newWriteRestriction from '../new-write-restriction/rule';
import typeChangeInUse from '../type-change-in-use/rule';
import requiredForOldWriters from '../required-for-old-writers/rule';
import defaultChanged from '../default-changed/rule';
import jsonColumn from '../json-column/rule';
import identityChanged from '../identity-changed/rule';
import viewSelectStar from '../view-select-star/rule';
import expandAndContract from '../expand-and-contract/rule';
import newsForReaders from '../news-for-readers/rule';

/** RT6xx. */
const theme: Theme = {
  name: 'rolling-deploy',
  title: 'Old code meets the new schema',
  rules: [
    renameInUse,
    dropInUse,
    newWriteRestriction,
    typeChangeInUse,
    requiredForOldWriters,
    defaultChanged,
    jsonColumn,
    identityChanged,
    viewSelectStar,
    expandAndContract,
    newsForReaders,
  ],
};

export default theme;
