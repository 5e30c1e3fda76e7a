/**
 * The parts of node-sql-parser's trees that are read. It describes them as `any`; every field is optional here, because
 * its grammars differ in which they fill.
 */
export interface Tree {
  readonly type?: string;
  readonly keyword?: string | null;
  readonly table?: readonly TreeTable[] | TreeTable | readonly (readonly TreeTable[])[];
  readonly from?: readonly TreeTable[] | null;
  readonly name?: readonly TreeTable[] | TreeColumn;
  readonly expr?: readonly TreeAlteration[] | readonly TreeAssignment[];
  readonly temporary?: string | null;
  readonly if_not_exists?: string | null;
  readonly create_definitions?: readonly TreeDefinition[] | null;
  readonly index?: string;
  readonly index_type?: string | null;
  readonly index_columns?: readonly TreeColumn[];
  readonly set?: readonly TreeSet[];
  readonly where?: unknown;
  readonly columns?: readonly string[] | null;
  readonly prefix?: string | null;
  readonly values?: { readonly type?: string } | null;
  readonly on_duplicate_update?: unknown;
}

export interface TreeTable {
  readonly db?: string | null;
  readonly table?: string;
  readonly join?: string;
}

export interface TreeColumn {
  readonly column?: string | { readonly expr?: { readonly value?: string } };
  readonly order_by?: string | null;
}

export interface TreeValue {
  readonly type?: string;
  readonly value?: unknown;
}

/** A column or a constraint, in CREATE TABLE and ALTER TABLE alike. */
export interface TreeDefinition {
  readonly resource?: string;
  readonly keyword?: string | null;
  readonly column?: TreeColumn;
  readonly definition?: TreeType | readonly unknown[];
  readonly nullable?: { readonly type?: string } | null;
  readonly default_val?: { readonly value?: TreeValue } | null;
  readonly auto_increment?: string;
  readonly primary_key?: string;
  readonly unique?: string;
  readonly comment?: { readonly value?: TreeValue } | null;
  readonly constraint?: string | null;
  readonly constraint_type?: string;
  readonly index?: string | null;
  readonly reference_definition?: TreeReference | null;
}

export interface TreeType {
  readonly dataType?: string;
  readonly length?: number | null;
  readonly scale?: number | null;
  readonly expr?: { readonly value?: readonly TreeValue[] };
}

export interface TreeReference {
  readonly table?: readonly TreeTable[];
  readonly definition?: readonly TreeColumn[];
  readonly on_action?: readonly { readonly type?: string; readonly value?: { readonly value?: string } }[];
}

export interface TreeAlteration extends TreeDefinition {
  readonly action?: string;
  readonly old_column?: TreeColumn;
  readonly create_definitions?: TreeDefinition;
  readonly key?: string;
  readonly table?: string;
}

export interface TreeSet {
  readonly column?: string;
  readonly table?: string | null;
  readonly value?: unknown;
}

export interface TreeAssignment {
  readonly left?: { readonly name?: string };
  readonly right?: unknown;
}
