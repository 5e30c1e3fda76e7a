import { constant, isEnum, none, textValue, type Value } from './value';

/** `of.name`. */
export function attributeOf(of: Value, name: string): Value {
  if (of.kind === 'name') return { kind: 'name', path: `${of.path}.${name}` };
  if (of.kind === 'class') {
    const member = of.members.get(name);
    // `Model.column` and `Enum.MEMBER` stand for themselves; constants of the class for their value.
    if (member?.kind === 'class' || (member?.kind === 'function' && member.binding === 'static')) return member;
    if (member && (member.kind === 'text' || member.kind === 'constant') && name.startsWith('__')) return member;
  }
  if (of.kind === 'attribute' && of.of.kind === 'class') {
    const member = of.of.members.get(of.name);
    if (name === 'value' && member && isWritten(member)) return member;
    if (name === 'name' && member && isEnum(of.of)) return textValue(of.name);
  }
  // What a migration's context is set up with unless a project says otherwise: the version table is in no schema.
  if (name === 'version_table_schema') return none;
  return { kind: 'attribute', of, name };
}

/** `enum.auto()` leaves the value to Python. */
function isWritten(value: Value): boolean {
  return value.kind === 'text' || value.kind === 'constant' || value.kind === 'list';
}

/** `of[from:to]`, where both are known or left out. */
export function sliceOf(of: Value, from: Value | null, to: Value | null): Value | null {
  const [start, end] = [boundOf(from, 0), boundOf(to, undefined)];
  if (start === null || end === null) return null;
  if (of.kind === 'text') return textValue(of.value.slice(start, end));
  return of.kind === 'list' && !of.isOpen ? { ...of, items: of.items.slice(start, end) } : null;
}

function boundOf(value: Value | null, fallback: number | undefined): number | undefined | null {
  if (value === null) return fallback;
  return value.kind === 'constant' && typeof value.value === 'number' ? value.value : null;
}

/** `of[key]`. */
export function itemOf(of: Value, key: Value): Value {
  if (of.kind === 'list' && !of.isOpen && key.kind === 'constant' && typeof key.value === 'number') {
    const index = key.value < 0 ? of.items.length + key.value : key.value;
    return of.items[index] ?? { kind: 'item', of, key };
  }
  if (of.kind === 'dict') {
    const found = of.entries.findLast(([each]) => isSameKey(each, key));
    if (found) return found[1];
  }
  return { kind: 'item', of, key };
}

export function isSameKey(a: Value, b: Value): boolean {
  if (a.kind === 'text' && b.kind === 'text') return a.value === b.value;
  return a.kind === 'constant' && b.kind === 'constant' && constant(a.value).value === b.value;
}
