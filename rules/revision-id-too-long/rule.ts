import { headerLine } from '../../src/lint/place';
import { rule } from '../../src/lint/rule';

/** `alembic_version.version_num` is `String(32)` (alembic/ddl/impl.py, version_table_impl). */
const LONGEST = 32;

export default rule({
  name: 'revision-id-too-long',
  code: 'RT807',
  severity: 'error',
  aliases: [],
  check: ({ revision: { migration }, dialect, file }) => {
    const { format, revision } = migration;
    if (format !== 'alembic' || revision.length <= LONGEST) return [];
    const isEnforced = dialect !== 'sqlite';
    return [
      {
        span: headerLine(file, 'revision'),
        severity: isEnforced ? 'error' : 'info',
        subject: null,
        message:
          `The id has ${revision.length} characters, and Alembic keeps it in a VARCHAR(32): ` +
          (isEnforced
            ? 'the upgrade runs to its end and then fails as it writes its id. Shorten it (and the down_revision that names it).'
            : 'SQLite does not mind, every other database refuses to write it.'),
      },
    ];
  },
});
