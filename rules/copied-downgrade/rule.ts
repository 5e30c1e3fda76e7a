import { isCopy } from '../../src/paper/downgrade';
import { headerOf, rule } from '../../src/lint/rule';

export default rule({
  name: 'copied-downgrade',
  code: 'RT108',
  severity: 'error',
  aliases: [],
  check: ({ revision, file }) =>
    isCopy(revision)
      ? [
          {
            span: headerOf(file, revision.migration.downgrade?.span ?? revision.migration.upgrade.span),
            subject: null,
            message:
              'The downgrade does the same as the upgrade, statement by statement: it fails on what the upgrade has done, ' +
              'or does it twice. Write the steps that undo the upgrade, in reverse order.',
          },
        ]
      : [],
});
