/**
 * The part of SQL's expressions that CHECK constraints are made of. Casts are left out: they do not change what a value
 * means here. What is not understood is `unknown`, and the engine will have to say whether it holds.
 */
export type Expression =
  | { readonly kind: 'constant'; readonly value: Constant }
  | { readonly kind: 'column'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'operation'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Expression[] }
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'is'; readonly operand: Expression; readonly what: boolean | null }
  | { readonly kind: 'in'; readonly operand: Expression; readonly list: Expression }
  | { readonly kind: 'case'; readonly branches: readonly Branch[]; readonly otherwise: Expression }
  | { readonly kind: 'unknown' };

/** `WHEN condition THEN result` */
export interface Branch {
  readonly condition: Expression;
  readonly result: Expression;
}

export type Constant = string | number | boolean | null;

/** The columns that an expression speaks of. */
export function columnsIn(expression: Expression): readonly string[] {
  return expression.kind === 'column' ? [expression.name] : childrenOf(expression).flatMap(columnsIn);
}

export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'constant':
    case 'column':
    case 'unknown':
      return [];
    case 'list':
      return expression.items;
    case 'call':
      return expression.args;
    case 'operation':
      return [expression.left, expression.right];
    case 'and':
    case 'or':
      return expression.parts;
    case 'not':
    case 'is':
      return [expression.operand];
    case 'in':
      return [expression.operand, expression.list];
    case 'case':
      return [...expression.branches.flatMap(({ condition, result }) => [condition, result]), expression.otherwise];
  }
}
