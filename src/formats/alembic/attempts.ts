import type { SyntaxNode } from './python/node';
import type { Span } from '../../migration/span';
import { next, nextUnder, type ExecuteBlock, type Flow } from './flow';
import { evaluate } from './python/evaluate';
import type { Scope } from './python/scope';
import { bodyOf, children } from './python/tree';
import { elements, unknown, type Value } from './python/value';
import type { Run } from './run';
import { calledPath } from './sqlalchemy/names';

/** One `except`. */
interface Handler {
  readonly header: Span;
  /** `null`: catches everything. */
  readonly caught: SyntaxNode | null;
  readonly name: SyntaxNode | null;
  readonly body: readonly SyntaxNode[];
}

interface Attempt {
  readonly body: readonly SyntaxNode[];
  readonly handlers: readonly Handler[];
  readonly otherwise: readonly SyntaxNode[];
  readonly last: readonly SyntaxNode[];
}

/**
 * With handlers that go on, the body may stop anywhere and a handler may run. Handlers that raise again change nothing
 * for what goes well, and `finally` changes nothing at all.
 */
export function executeTry(node: SyntaxNode, scope: Scope, run: Run, block: ExecuteBlock): Flow {
  const { body, handlers, otherwise, last } = partsOf(node);
  const catching = handlers.filter((handler) => !raisesAgain(handler));
  const limits = catching.length > 0 ? ({ certainty: 'conditional' } as const) : null;
  const from = run.operations.length;
  const tried = run.under(limits, () => continued(body, otherwise, scope, run, block)) ?? next;
  const to = run.operations.length;
  const handled = catching.map((handler) => {
    const before = run.operations.length;
    if (handler.name) scope.assign(run.source.read(handler.name), unknown(run.source.read(handler.name)));
    const flow = run.under({ certainty: 'conditional' }, () => block(handler.body, scope, run)) ?? next;
    const isSilent = run.operations.length === before && !mayRaise(handler);
    if (isSilent && catchesAll(handler, scope, run)) {
      run.markSwallowed(from, to, handler.header);
    }
    return flow;
  });
  const finished = block(last, scope, run);
  return finished.type === 'next' ? flowAfter(tried, handled) : finished;
}

/** `else` runs only after the whole body. */
function continued(
  body: readonly SyntaxNode[],
  otherwise: readonly SyntaxNode[],
  scope: Scope,
  run: Run,
  block: ExecuteBlock,
): Flow {
  return block([...body, ...otherwise], scope, run);
}

function flowAfter(tried: Flow, handled: readonly Flow[]): Flow {
  const isGuarded = handled.length > 0;
  if (tried.type === 'raise' && handled.some(({ type }) => type !== 'raise')) {
    return handled.find(({ type }) => type !== 'raise') ?? next;
  }
  const values = [tried, ...handled].flatMap((flow) =>
    flow.type === 'return' ? [{ condition: unknown('try'), value: flow.value }] : [],
  );
  const inner = tried.type === 'next' ? tried.returned : [];
  const leaves = [tried, ...handled].every(({ type }) => type === 'return');
  const [first] = values;
  if (isGuarded && leaves && first && values.length === 1) return { type: 'return', value: first.value };
  if (isGuarded && tried.type === 'return') return nextUnder({ certainty: 'conditional' }, values);
  if (tried.type !== 'next') return tried;
  const returned = [...inner, ...values];
  return returned.length > 0 ? nextUnder({ certainty: 'conditional', ...tried.rest }, returned) : tried;
}

function partsOf(node: SyntaxNode): Attempt {
  const sections: { role: string; header: SyntaxNode[]; body: readonly SyntaxNode[]; start: number }[] = [];
  for (const part of children(node)) {
    if (/^(try|except|else|finally)$/.test(part.name)) {
      sections.push({ role: part.name, header: [], body: [], start: part.from });
      continue;
    }
    const section = sections.at(-1);
    if (!section) continue;
    if (part.name === 'Body') section.body = bodyOf(part);
    else if (/^[A-Z]/.test(part.name)) section.header.push(part);
  }
  const bodyOfRole = (role: string) => sections.find((each) => each.role === role)?.body ?? [];
  return {
    body: bodyOfRole('try'),
    otherwise: bodyOfRole('else'),
    last: bodyOfRole('finally'),
    handlers: sections
      .filter(({ role }) => role === 'except')
      .map(({ header, body, start }) => ({
        header: { start, end: header.at(-1)?.to ?? start + 'except'.length },
        caught: header[0] ?? null,
        name: header[1] ?? null,
        body,
      })),
  };
}

function raisesAgain({ body }: Handler): boolean {
  return body.at(-1)?.name === 'RaiseStatement';
}

/** A `raise` anywhere in it, be it under a condition. */
function mayRaise({ body }: Handler): boolean {
  return body.some((statement) => [...statement.walk()].some(({ name }) => name === 'RaiseStatement'));
}

const broad =
  /(^|\.)(Exception|BaseException|SQLAlchemyError|DBAPIError|DatabaseError|ProgrammingError|OperationalError|InternalError)$/;

/** Whether a handler takes whatever a database may say. */
function catchesAll({ caught }: Handler, scope: Scope, run: Run): boolean {
  if (caught === null) return true;
  const value = evaluate(caught, scope, run);
  const classes: readonly Value[] = elements(value) ?? [value];
  return classes.some((each) => broad.test(calledPath(each) ?? ''));
}
