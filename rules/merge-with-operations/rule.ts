import { headerLine } from '../../src/lint/place';
import { rule } from '../../src/lint/rule';
import { isEffective } from '../../src/paper/effects';

export default rule({
  name: 'merge-with-operations',
  code: 'RT810',
  severity: 'info',
  aliases: [],
  check: ({ revision, file }) => {
    const { migration, upgrade, downgrade } = revision;
    const isMerge = migration.parents.length > 1;
    if (!isMerge || ![...upgrade, ...downgrade].some(({ operation }) => isEffective(operation))) return [];
    return [
      {
        span: headerLine(file, 'down_revision'),
        subject: null,
        message:
          `This revision merges ${migration.parents.join(' and ')} and changes the database too. A downgrade past it splits the ` +
          'history again, and an undone merge is easily generated anew without the changes. Put them in a revision of their own.',
      },
    ];
  },
});
