/** The parameters of Alembic's operations (Alembic 1.19 and 1.20, `Operations` and `BatchOperations`), in order. */
export interface Signature {
  /** Positional ones. */
  readonly positional: readonly string[];
  /** How many of those have no default. */
  readonly required: number;
  /** Keyword-only ones. */
  readonly keywords: readonly string[];
  /** Any number of further positional arguments (`*columns`). */
  readonly isVariadic: boolean;
  /** Takes further keywords: options of a dialect, and `options`. */
  readonly isOpen: boolean;
  /** Keywords of what is built (a Table, an Index, a constraint) that are no option of a dialect. */
  readonly options: readonly string[];
}

function signature(
  positional: string,
  required: number,
  keywords = '',
  { isVariadic = false, isOpen = true }: { readonly isVariadic?: boolean; readonly isOpen?: boolean } = {},
): Signature {
  const names = (text: string) => text.split(' ').filter((name) => name !== '');
  return { positional: names(positional), required, keywords: names(keywords), isVariadic, isOpen, options };
}

/** Of SQLAlchemy's Table, Index and constraints (2.1), whichever it is. */
const options =
  'comment info key listeners prefixes quote schema deferrable initially match unique where using ops inherit_schema autoincrement name sqltext'.split(
    ' ',
  );

const closed = { isOpen: false };
const alteration =
  'nullable comment server_default new_column_name type_ existing_type existing_server_default existing_nullable existing_comment autoincrement existing_autoincrement insert_before insert_after name';
const reference = 'onupdate ondelete deferrable initially match';

/** `op.*`. */
export const signatures = {
  add_column: signature(
    'table_name column',
    2,
    'schema if_not_exists inline_references inline_primary_key insert_before insert_after',
    closed,
  ),
  alter_column: signature('table_name column_name', 2, `schema ${alteration}`),
  batch_alter_table: signature(
    'table_name schema recreate partial_reordering copy_from table_args table_kwargs reflect_args reflect_kwargs naming_convention',
    1,
    '',
    closed,
  ),
  bulk_insert: signature('table rows', 2, 'multiinsert', closed),
  create_check_constraint: signature('constraint_name table_name condition', 3, 'schema'),
  create_exclude_constraint: signature('constraint_name table_name', 2, 'where schema deferrable initially using', {
    isVariadic: true,
  }),
  create_foreign_key: signature(
    'constraint_name source_table referent_table local_cols remote_cols',
    5,
    `${reference} source_schema referent_schema`,
  ),
  create_index: signature('index_name table_name columns', 3, 'schema unique if_not_exists'),
  create_primary_key: signature('constraint_name table_name columns', 3, 'schema', closed),
  create_table: signature('table_name', 1, 'if_not_exists schema', { isVariadic: true }),
  create_table_comment: signature('table_name comment', 2, 'existing_comment schema', closed),
  create_unique_constraint: signature('constraint_name table_name columns', 3, 'schema'),
  drop_column: signature('table_name column_name', 2, 'schema if_exists'),
  drop_constraint: signature('constraint_name table_name type_', 2, 'schema if_exists', closed),
  drop_index: signature('index_name table_name', 1, 'schema if_exists'),
  drop_table: signature('table_name', 1, 'schema if_exists'),
  drop_table_comment: signature('table_name', 1, 'existing_comment schema', closed),
  execute: signature('sqltext', 1, 'execution_options', closed),
  rename_table: signature('old_table_name new_table_name', 2, 'schema', closed),
} as const satisfies Readonly<Record<string, Signature>>;

export type DirectiveName = keyof typeof signatures;

/** `batch_op.*`: the table is the batch's, so its name falls away; foreign keys differ in more. */
export const batchSignatures: Readonly<Partial<Record<DirectiveName, Signature>>> = {
  add_column: signature(
    'column',
    1,
    'insert_before insert_after if_not_exists inline_references inline_primary_key',
    closed,
  ),
  alter_column: signature('column_name', 1, alteration),
  create_check_constraint: signature('constraint_name condition', 2),
  create_exclude_constraint: signature('constraint_name', 1, 'where deferrable initially using', { isVariadic: true }),
  create_foreign_key: signature(
    'constraint_name referent_table local_cols remote_cols',
    4,
    `${reference} referent_schema`,
  ),
  create_index: signature('index_name columns', 2, 'unique if_not_exists'),
  create_primary_key: signature('constraint_name columns', 2, '', closed),
  create_table_comment: signature('comment', 1, 'existing_comment', closed),
  create_unique_constraint: signature('constraint_name columns', 2),
  drop_column: signature('column_name', 1, 'if_exists'),
  drop_constraint: signature('constraint_name type_', 1, '', closed),
  drop_index: signature('index_name', 1, 'if_exists'),
  drop_table_comment: signature('', 0, 'existing_comment', closed),
  execute: signature('sqltext', 1, 'execution_options', closed),
};

/** Names that Alembic before 1.0 used and still takes in some places. */
export const formerNames: Readonly<Record<string, string>> = {
  tablename: 'table_name',
  source: 'source_table',
  referent: 'referent_table',
  type: 'type_',
};
