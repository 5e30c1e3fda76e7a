import type { SourceFile } from '../migration/migration';
import batchCheck from './examples/batch_check.py?raw';
import batchCheckSchema from './examples/batch_check.sql?raw';
import shop from './examples/chain/0001_shop.py?raw';
import orderComments from './examples/chain/0002_order_comments.py?raw';
import noMorePoints from './examples/chain/0003_no_more_points.py?raw';
import dataUndone from './examples/data_undone.py?raw';
import droppedPhone from './examples/dropped_phone.py?raw';
import droppedPhoneSafely from './examples/dropped_phone_safely.py?raw';
import enumValue from './examples/enum_value.py?raw';
import narrowerType from './examples/narrower_type.py?raw';
import noopDowngrade from './examples/noop_downgrade.py?raw';
import requiredColumn from './examples/required_column.py?raw';
import { openWorkspace, type Settings, type Workspace } from './workspace';

/** A real situation that a person recognises from work. */
export interface Example {
  /** Stable; used in tests and in the menu's markup. */
  readonly id: string;
  readonly title: string;
  /** One line: what is about to go wrong, or right. */
  readonly story: string;
  readonly workspace: Workspace;
}

export const examples: readonly [Example, ...Example[]] = [
  example('dropped-phone', 'The dropped phone column', 'The downgrade brings the column back, but not one number.', [
    { path: 'drop_phone.py', text: droppedPhone },
  ]),
  example('dropped-phone-safely', 'The same, done safely', 'A backup table carries the numbers there and back.', [
    { path: 'drop_phone_safely.py', text: droppedPhoneSafely },
  ]),
  example('noop-downgrade', 'A downgrade that does nothing', 'It runs without an error, and the next upgrade fails.', [
    { path: 'delivery_note.py', text: noopDowngrade },
  ]),
  example(
    'enum-value',
    'An enum value that cannot go back',
    'Postgres adds a label in a moment and never takes one out.',
    [{ path: 'ticket_on_hold.py', text: enumValue }],
    { engines: ['postgres'] },
  ),
  example(
    'narrower-type',
    'A type made narrower',
    'Codes longer than twelve characters are cut; widening again does not mend them.',
    [{ path: 'shorter_codes.py', text: narrowerType }],
    { engines: ['postgres'] },
  ),
  example(
    'required-column',
    'NOT NULL on a table with rows',
    'Passes on the empty test database, fails on the night of the release.',
    [{ path: 'invoice_region.py', text: requiredColumn }],
  ),
  example(
    'batch-check',
    'A CHECK lost in batch mode',
    'SQLite copies the table to change it, and an unnamed CHECK stays behind.',
    [{ path: 'display_name.py', text: batchCheck }],
    { engines: ['sqlite'], baseline: batchCheckSchema },
  ),
  example('data-undone', 'A data migration that is undone properly', 'Every UPDATE has its inverse: nothing is lost.', [
    { path: 'visible_articles.py', text: dataUndone },
  ]),
  example('chain', 'Three revisions in a row', 'Which of them is the one that cannot be rolled back?', [
    { path: 'versions/0001_shop.py', text: shop },
    { path: 'versions/0002_order_comments.py', text: orderComments },
    { path: 'versions/0003_no_more_points.py', text: noMorePoints },
  ]),
];

function example(
  id: string,
  title: string,
  story: string,
  files: readonly SourceFile[],
  settings: Partial<Settings> = {},
): Example {
  return { id, title, story, workspace: openWorkspace(files, settings) };
}
