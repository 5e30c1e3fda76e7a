import { downgradeKind, needsDowngrade } from '../../src/paper/downgrade';
import { writeWayBack } from '../../src/lint/fix/backup';
import { headerOf, rule } from '../../src/lint/rule';

export default rule({
  name: 'missing-downgrade',
  code: 'RT101',
  severity: 'error',
  aliases: ['MRT101'],
  check: ({ revision, file }) =>
    downgradeKind(revision) === 'none' && needsDowngrade(revision)
      ? [
          {
            span: headerOf(file, revision.migration.upgrade.span),
            subject: null,
            message:
              'There is no way back from this revision: the upgrade changes the database and no downgrade is defined. ' +
              'Write one that undoes the upgrade, or one that raises and says why it cannot.',
          },
        ]
      : [],
  fix: writeWayBack,
});
