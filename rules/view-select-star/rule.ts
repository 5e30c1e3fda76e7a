import { formatName } from '../../src/schema/model';
import { rule, stepsOf } from '../../src/lint/rule';

export default rule({
  name: 'view-select-star',
  code: 'RT609',
  severity: 'info',
  aliases: [],
  isOptional: true,
  check: ({ revision }) =>
    stepsOf(revision.upgrade, 'createDefined').flatMap(({ operation: { object, name, hasStar, span } }) => {
      if (hasStar !== true || (object !== 'view' && object !== 'materialized view')) return [];
      const message =
        `${formatName(name)} keeps the columns that * means today: new ones do not show in it, and none of them can be dropped while it is there. ` +
        'Name the columns.';
      return [{ span, subject: { kind: object, schema: name.schema, table: null, name: name.name }, message }];
    }),
});
