import { needsDowngrade } from '../../src/paper/downgrade';
import { rule } from '../../src/lint/rule';

export default rule({
  name: 'raising-downgrade',
  code: 'RT103',
  severity: 'warning',
  aliases: [],
  check: ({ revision }) => {
    const raises = revision.migration.downgrade?.raises ?? null;
    if (raises === null || !needsDowngrade(revision)) return [];
    return [
      {
        span: raises.span,
        subject: null,
        message:
          'The downgrade raises: this revision cannot be rolled back, nor can any revision before it without restoring ' +
          'a backup. If parts can be undone, undo them and raise only for the rest.',
      },
    ];
  },
});
