import type { Operation } from '../../migration/operation';
import { hole, type Built } from './built';

const marker = (index: number) => `rt_hole_${String(index)}_`;
const markers = /rt_hole_(\d+)_/g;

/** A schema that is not known is taken for the default one: it is the same throughout a migration. */
export function withoutSchemas({ text, holes }: Built): Built {
  const kept: string[] = [];
  let next = 0;
  const without = text.replace(/("?)\0\1(\.(?=["\w]))?/g, (written, _quote: string, dot: string | undefined) => {
    const source = holes[next++] ?? '';
    if (dot !== undefined) return '';
    kept.push(source);
    return written;
  });
  return { text: without, holes: kept };
}

/** SQL that parses, with a name of its own for each part that is not known. */
export function withMarkers({ text }: Built): string {
  let next = 0;
  return text.replaceAll(hole, () => marker(next++));
}

/** Fields that hold expressions or texts as written: not knowing a part of them changes nothing else. */
const expressions = /^(sql|where|expression|definition|predicate|using|comment|value|message)$/;

/**
 * Statements that are told by their tables and columns alone; of others, every part must be accounted for: what follows
 * `DELETE FROM t` is an alias to the parser, but may be a WHERE.
 */
const byNames = new Set<Operation['kind']>(['select', 'insert']);

/**
 * Puts the sources back in the place of their markers. `null` where a part that is not known is, or may be, a name: then
 * it is not known what the statement does.
 */
export function withoutMarkers(operation: Operation, { holes }: Built): Operation | null {
  const seen = new Set<string>();
  const cleaned = clean(operation, '', holes, seen);
  if (cleaned === undefined) return null;
  const isAccounted = byNames.has(operation.kind) || holes.every((_, index) => seen.has(String(index)));
  return isAccounted ? { ...(cleaned as Operation), holes } : null;
}

const isMarker = /^rt_hole_\d+_$/;

/** `undefined`: a marker stands where a name belongs. */
function clean(value: unknown, key: string, holes: readonly string[], seen: Set<string>): unknown {
  if (typeof value === 'string') return cleanText(value, key, holes, seen);
  if (Array.isArray(value)) return cleanList(value, key, holes, seen);
  if (value === null || typeof value !== 'object') return value;
  const result: Record<string, unknown> = {};
  for (const [name, each] of Object.entries(value)) {
    const cleaned = clean(each, name, holes, seen);
    if (cleaned === undefined && each !== undefined) return undefined;
    result[name] = cleaned;
  }
  return result;
}

function cleanText(text: string, key: string, holes: readonly string[], seen: Set<string>): string | undefined {
  if (!text.includes('rt_hole_')) return text;
  if (!expressions.test(key)) return undefined;
  return text.replace(markers, (_match, index: string) => {
    // The statement as a whole is no sign that its part is understood.
    if (key !== 'sql') seen.add(index);
    return `{${holes[Number(index)] ?? ''}}`;
  });
}

function cleanList(list: readonly unknown[], key: string, holes: readonly string[], seen: Set<string>): unknown {
  // A value in place of a column is read as one: `WHERE id = {id}`.
  const items =
    key === 'reads' ? list.map(withoutValues) : key === 'rows' || key === 'args' ? list.map(withoutTexts) : list;
  const cleaned = items.map((item) => clean(item, key, holes, seen));
  return cleaned.includes(undefined) ? undefined : cleaned;
}

function withoutValues(read: unknown): unknown {
  const { columns, ...rest } = read as { readonly columns: readonly string[] };
  return { ...rest, columns: columns.filter((column) => !isMarker.test(column)) };
}

function withoutTexts(row: unknown): unknown {
  if (typeof row === 'string') return row.includes('rt_hole_') ? null : row;
  return Array.isArray(row) ? row.map(withoutTexts) : row;
}
