import { fitRowsFirst } from '../../src/lint/fix/rows';
import { firstOfEach, rule } from '../../src/lint/rule';
import { downgradeKind } from '../../src/paper/downgrade';
import { constraints } from './constraints';
import { nullability } from './nullability';
import { types } from './types';

export default rule({
  name: 'downgrade-fails-on-data',
  code: 'RT107',
  severity: 'warning',
  aliases: [],
  check: (context) =>
    downgradeKind(context.revision) === 'real'
      ? firstOfEach([
          ...nullability(context.revision),
          ...constraints(context.revision, context.dialect),
          ...types(context),
        ])
      : [],
  fix: fitRowsFirst,
});
