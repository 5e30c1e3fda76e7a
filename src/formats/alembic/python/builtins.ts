import { show } from './formatting';
import { truth } from './operators';
import { asPart, assemble } from './partial';
import { dedent } from './dedent';
import { constant, elements, list, none, plain, textValue, type Call, type List, type Value } from './value';

/** Python's own functions over known values; `null` for other functions and for what cannot be computed. */
export function callBuiltin(path: string, call: Call): Value | null {
  return functions[path]?.(call) ?? null;
}

const functions: Readonly<Record<string, (call: Call) => Value | null>> = {
  'builtins.len': ({ args }) => {
    const items = args[0] ? elements(args[0].value) : null;
    return items === null ? null : constant(items.length);
  },
  'builtins.range': ({ args }) => range(args.map(({ value }) => numberOf(value))),
  'builtins.enumerate': ({ args, keywords }) => {
    const items = args[0] ? elements(args[0].value) : null;
    const start = numberOf(args[1]?.value ?? keywords.get('start')?.value) ?? 0;
    return items && list(items.map((item, index) => list([constant(index + start), item], true)));
  },
  'builtins.zip': ({ args }) => {
    const columns = args.map(({ value }) => elements(value));
    if (columns.includes(null) || columns.length === 0) return null;
    const length = Math.min(...columns.map((column) => column?.length ?? 0));
    return list(
      Array.from({ length }, (_, row) =>
        list(
          columns.map((column) => column?.[row] ?? none),
          true,
        ),
      ),
    );
  },
  'builtins.list': copy,
  'builtins.tuple': copy,
  'builtins.set': copy,
  'builtins.frozenset': copy,
  'builtins.sorted': sorted,
  'builtins.reversed': ({ args }) => {
    const items = args[0] ? elements(args[0].value) : null;
    return items && list([...items].reverse());
  },
  'builtins.str': ({ args }) => {
    const [given] = args;
    if (!given) return textValue('');
    if (given.value.kind === 'text' || given.value.kind === 'partial') return given.value;
    const shown = show(given.value);
    return shown === null ? null : textValue(shown);
  },
  'builtins.repr': ({ args }) => {
    const shown = args[0] ? show(args[0].value, true) : null;
    return shown === null ? null : textValue(shown);
  },
  'builtins.int': ({ args }) => wholeNumber(args[0]?.value),
  'builtins.float': ({ args }) => {
    const number = numberOf(args[0]?.value) ?? Number(plain(args[0]?.value) ?? NaN);
    return Number.isNaN(number) ? null : constant(number);
  },
  'builtins.min': (call) => extreme(call, Math.min),
  'builtins.max': (call) => extreme(call, Math.max),
  'builtins.sum': (call) => {
    const numbers = numbersOf(call);
    return numbers && constant(numbers.reduce((total, each) => total + each, 0));
  },
  // What is asked for an attribute is a connection or its dialect, which has it.
  'builtins.hasattr': ({ args }) =>
    /^(dialect|engine|name|connect|execute|has_table)$/.test(plain(args[1]?.value) ?? '') ? constant(true) : null,
  'builtins.any': ({ args }) => quantified(args[0]?.value, true),
  'builtins.all': ({ args }) => quantified(args[0]?.value, false),
  'itertools.chain': ({ args }) => {
    const parts = args.map(({ value }) => elements(value));
    return parts.includes(null) ? null : list(parts.flatMap((part) => part ?? []));
  },
  'itertools.product': ({ args }) => {
    const parts = args.map(({ value }) => elements(value));
    return parts.includes(null) ? null : product(parts.map((part) => part ?? []));
  },
  'json.dumps': ({ args }) => {
    const [given] = args;
    return given?.value.kind === 'text' ? assemble([textValue('"'), asPart(given.value), textValue('"')]) : null;
  },
  'builtins.bool': ({ args }) => {
    const known = args[0] ? truth(args[0].value) : false;
    return known === null ? null : constant(known);
  },
  'builtins.dict': ({ args, keywords }) => {
    if (keywords.has('**')) return null;
    const pairs = args[0] ? pairsOf(args[0].value) : [];
    const named = [...keywords].map(([name, { value }]) => [textValue(name), value] as const);
    return pairs && { kind: 'dict', entries: [...pairs, ...named], isOpen: false };
  },
  'textwrap.dedent': ({ args }) => (args[0]?.value.kind === 'text' ? dedent(args[0].value) : null),
  'inspect.cleandoc': ({ args }) => (args[0]?.value.kind === 'text' ? dedent(args[0].value) : null),
};

function copy({ args }: Call): Value | null {
  if (args.length === 0) return list([]);
  const items = args[0] ? elements(args[0].value) : null;
  return items && list(items);
}

/** Sorts texts or numbers; a key function makes the order unknown. */
function sorted({ args, keywords }: Call): Value | null {
  const items = args[0] ? elements(args[0].value) : null;
  if (items === null || keywords.size > 0) return null;
  const isText = items.every((item) => item.kind === 'text');
  return isText ? list(items.toSorted((a, b) => compareTexts(a, b))) : null;
}

function compareTexts(a: Value, b: Value): number {
  const [left, right] = [a, b].map((value) => (value.kind === 'text' ? value.value : ''));
  return (left ?? '') < (right ?? '') ? -1 : 1;
}

function pairsOf(value: Value): readonly (readonly [Value, Value])[] | null {
  if (value.kind === 'dict') return value.isOpen ? null : value.entries;
  const pairs = elements(value)?.map((pair) => elements(pair));
  if (!pairs?.every((pair) => pair?.length === 2)) return null;
  return pairs.flatMap((pair) => (pair?.[0] && pair[1] ? [[pair[0], pair[1]] as const] : []));
}

function wholeNumber(value: Value | undefined): Value | null {
  const given = value?.kind === 'constant' ? Number(value.value) : Number(plain(value) ?? NaN);
  return Number.isNaN(given) ? null : constant(Math.trunc(given));
}

function numbersOf({ args }: Call): readonly number[] | null {
  const values = args.length === 1 && args[0] ? elements(args[0].value) : args.map(({ value }) => value);
  const numbers = values?.map(numberOf) ?? [];
  return numbers.length > 0 && numbers.every((each) => each !== null) ? numbers : null;
}

function extreme(call: Call, choose: (...numbers: number[]) => number): Value | null {
  const numbers = numbersOf(call);
  return numbers && constant(choose(...numbers));
}

/** `any(...)` (or `all(...)`, the other way round) over a known collection. */
function quantified(value: Value | undefined, isAny: boolean): Value | null {
  const truths = value ? elements(value)?.map(truth) : undefined;
  if (truths === undefined) return null;
  if (truths.includes(isAny)) return constant(isAny);
  return truths.includes(null) ? null : constant(!isAny);
}

function product(parts: readonly (readonly Value[])[]): Value | null {
  const size = parts.reduce((count, part) => count * part.length, 1);
  if (size > 10_000) return null;
  const rows = parts.reduce<readonly (readonly Value[])[]>(
    (made, part) => made.flatMap((row) => part.map((item) => [...row, item])),
    [[]],
  );
  return list(rows.map((row) => list(row, true)));
}

function range(bounds: readonly (number | null)[]): List | null {
  if (bounds.includes(null) || bounds.length === 0) return null;
  const [start, stop, step] =
    bounds.length === 1 ? [0, bounds[0] ?? 0, 1] : [bounds[0] ?? 0, bounds[1] ?? 0, bounds[2] ?? 1];
  const length = step === 0 ? 0 : Math.max(0, Math.ceil((stop - start) / step));
  return length > 10_000 ? null : list(Array.from({ length }, (_, index) => constant(start + index * step)));
}

function numberOf(value: Value | undefined): number | null {
  return value?.kind === 'constant' && typeof value.value === 'number' ? value.value : null;
}
