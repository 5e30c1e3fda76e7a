import { constant, type Value } from './value';

/** `of.name`. */
export function attributeOf(of: Value, name: string): Value {
  if (of.kind === 'name') return { kind: 'name', path: `${of.path}.${name}` };
  if (of.kind === 'class') {
    const member = of.members.get(name);
    // `Model.column` and `Enum.MEMBER` stand for themselves; constants of the class for their value.
    if (member?.kind === 'class' || member?.kind === 'function') return member;
    if (member && (member.kind === 'text' || member.kind === 'constant') && name.startsWith('__')) return member;
  }
  if (of.kind === 'attribute' && of.of.kind === 'class' && name === 'value') {
    return of.of.members.get(of.name) ?? { kind: 'attribute', of, name };
  }
  return { kind: 'attribute', of, name };
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
