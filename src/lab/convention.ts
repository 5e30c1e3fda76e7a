import type { Migration } from '../migration/migration';
import type { Constraint, Operation } from '../migration/operation';
import type { ObjectName } from '../schema/model';
import { groupBy } from '../schema/groups';

/** SQLAlchemy's `naming_convention`: a template for each kind of constraint. */
export type NamingConvention = Readonly<Partial<Record<Kind, string>>>;

type Kind = 'uq' | 'fk' | 'ck' | 'pk';

/**
 * The naming convention that migrations give away: what is created without a name (or a CHECK under a part of one) is
 * dropped under a name made of its table and columns. In life env.py hands it to Alembic with the models' metadata.
 */
export function shownConvention(migrations: readonly Migration[]): NamingConvention {
  const operations = migrations.flatMap(({ upgrade, downgrade }) => [
    ...upgrade.operations,
    ...(downgrade?.operations ?? []),
  ]);
  const made = operations.flatMap(constraintsMade);
  const byTable = groupBy(made, ({ table }) => table.name);
  const shown = operations.flatMap((op) => {
    if (op.kind !== 'dropConstraint' || op.name === null) return [];
    const own = byTable.get(op.table.name) ?? [];
    // What somebody wrote out as it is needs no convention.
    if (own.some(({ constraint }) => constraint.name === op.name)) return [];
    return own.flatMap(({ constraint }) => templateOf(op.name ?? '', op.table.name, constraint) ?? []);
  });
  return Object.fromEntries(
    [...groupBy(shown, ({ kind }) => kind)].map(([kind, templates]) => [kind, mostFrequent(templates)]),
  );
}

/** What a convention did for one migration, in words; `null`: nothing. */
export function conventionNote(convention: NamingConvention, { upgrade }: Migration): string | null {
  const kinds = new Set(upgrade.operations.flatMap(constraintsMade).flatMap(({ constraint }) => namedKind(constraint)));
  const templates = Object.entries(convention).flatMap(([kind, template]) => (kinds.has(kind) ? [template] : []));
  if (templates.length === 0) return null;
  return `Constraints are named by ${templates.join(', ')}, as the names that the files drop show. In life env.py tells Alembic so.`;
}

/** The kind of a constraint that a convention would name. */
function namedKind({ type, name }: Constraint): readonly string[] {
  if (type === 'check') return name === null ? [] : ['ck'];
  if (name !== null || type === 'exclusion') return [];
  return [{ unique: 'uq', foreignKey: 'fk', primaryKey: 'pk' }[type]];
}

interface Made {
  readonly table: ObjectName;
  readonly constraint: Constraint;
}

function constraintsMade(op: Operation): readonly Made[] {
  switch (op.kind) {
    case 'createTable':
    case 'addColumn':
      return op.constraints.map((constraint) => ({ table: op.table, constraint }));
    case 'addConstraint':
      return [{ table: op.table, constraint: op.constraint }];
    default:
      return [];
  }
}

interface Shown {
  readonly kind: Kind;
  readonly template: string;
}

function templateOf(name: string, table: string, constraint: Constraint): Shown | null {
  switch (constraint.type) {
    case 'check':
      return constraint.name === null
        ? null
        : shown('ck', name, [
            [table, 'table_name'],
            [constraint.name, 'constraint_name'],
          ]);
    case 'unique':
      return unnamed('uq', name, table, constraint, `${table}_${constraint.columns.join('_')}_key`, []);
    case 'foreignKey': {
      const target = [[constraint.target.name, 'referred_table_name']] as const;
      return unnamed('fk', name, table, constraint, `${table}_${constraint.columns.join('_')}_fkey`, target);
    }
    case 'primaryKey':
      if (constraint.name !== null || name === `${table}_pkey`) return null;
      return shown('pk', name, [[table, 'table_name']]);
    case 'exclusion':
      return null;
  }
}

type Part = readonly [text: string, token: string];

/** Under the engine's own name it is found without a convention. */
function unnamed(
  kind: Kind,
  name: string,
  table: string,
  { name: written, columns }: { readonly name: string | null; readonly columns: readonly string[] },
  engines: string,
  rest: readonly Part[],
): Shown | null {
  if (written !== null || name === engines) return null;
  const all: Part = [columns.join('_'), 'column_0_N_name'];
  const first: Part = [columns[0] ?? '', 'column_0_name'];
  const attempts = [
    [[table, 'table_name'], all, ...rest],
    [[table, 'table_name'], first, ...rest],
    [[table, 'table_name'], all],
  ];
  for (const parts of attempts as readonly (readonly Part[])[]) {
    const found = shown(kind, name, parts);
    if (found) return found;
  }
  return null;
}

/** The name with each part, in order, in place of which a token stands; what is left must be words of the kind alone. */
function shown(kind: Kind, name: string, parts: readonly Part[]): Shown | null {
  let rest = name;
  let template = '';
  for (const [text, token] of parts) {
    const at = text === '' ? -1 : rest.indexOf(text);
    if (at < 0) return null;
    template += `${rest.slice(0, at)}%(${token})s`;
    rest = rest.slice(at + text.length);
  }
  template += rest;
  const fixed = template.replace(/%\(\w+\)s/g, '');
  return words[kind].test(fixed.replaceAll('_', '')) ? { kind, template } : null;
}

/** What may be left of a name: anything else says something that no convention knows. */
const words: Readonly<Record<Kind, RegExp>> = {
  uq: /^(uq|uc|uk|uix|unique|uniq|key)$/,
  fk: /^(fk|fkey|foreignkey|foreign)$/,
  ck: /^(ck|chk|cc|check|constraint)$/,
  pk: /^(pk|pkey|primarykey|primary)$/,
};

function mostFrequent(templates: readonly Shown[]): string {
  const counts = [...groupBy(templates, ({ template }) => template)].map(([template, { length }]) => ({
    template,
    length,
  }));
  return counts.reduce((best, each) => (each.length > best.length ? each : best)).template;
}
