import { guessKey } from './baseline/pieces';
import type { PaperRevision } from './roundtrip';
import { formatName, type Subject } from '../schema/model';

/** The files presume the object without defining it: how it looks, and what it points at, is made up. */
export function isGuessed({ guesses }: PaperRevision, { kind, schema, table, name }: Subject): boolean {
  const owner = formatName({ schema, name: table ?? name });
  switch (kind) {
    case 'table':
      return guesses.has(guessKey('table', owner));
    case 'column':
      return guesses.has(guessKey('column', `${owner}.${name}`));
    case 'index':
      return guesses.has(guessKey('index', name));
    case 'primary key':
    case 'unique':
    case 'foreign key':
    case 'check':
    case 'exclusion':
      return guesses.has(guessKey('constraint', name));
    case 'enum':
      return guesses.has(guessKey('enum', formatName({ schema, name })));
    default:
      return guesses.has(guessKey('object', formatName({ schema, name })));
  }
}
