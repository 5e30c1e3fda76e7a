import type { Migration } from '../migration/migration';
import type { Dialect } from '../schema/model';
import { inferBaseline, type InferredBaseline } from './baseline';
import { Chronicle } from './facts';
import { noOrigins } from './origins';
import { journey, type PaperRevision, type Stage, type World } from './roundtrip';

/**
 * Takes a history there and back on paper again and again while somebody types in it (see `paperRoundTrip`). Revisions
 * before the first one that changed stay what they were, the same objects, as long as the history presumes the same.
 */
export class Retake {
  readonly #dialect: Dialect;
  #migrations: readonly Migration[] = [];
  #stages: readonly Stage[] = [];
  #baseline: Baseline | null = null;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  roundTrip(migrations: readonly Migration[]): readonly PaperRevision[] {
    const baseline = sameOrNew(this.#baseline, inferBaseline(migrations, this.#dialect));
    const length = baseline === this.#baseline ? commonLength(this.#migrations, migrations) : 0;
    const kept = this.#stages.slice(0, length);
    const rest = journey(migrations.slice(length), worldAfter(kept.at(-1), baseline), this.#dialect);
    this.#baseline = baseline;
    this.#migrations = migrations;
    this.#stages = [...kept, ...rest];
    return this.#stages.map(({ paper }) => paper);
  }
}

/** What a history presumes, and that as a text, to compare by. */
interface Baseline extends Pick<InferredBaseline, 'schema' | 'guesses'> {
  readonly text: string;
}

/** The earlier one where nothing is different: the schemas that were built on it are good then. */
function sameOrNew(known: Baseline | null, { schema, guesses }: InferredBaseline): Baseline {
  const text = JSON.stringify([schema, ...guesses]);
  return known?.text === text ? known : { schema, guesses, text };
}

function commonLength(before: readonly Migration[], after: readonly Migration[]): number {
  const change = before.findIndex((migration, at) => migration !== after[at]);
  return change < 0 ? before.length : change;
}

function worldAfter(stage: Stage | undefined, { schema, guesses }: Baseline): World {
  if (stage === undefined) return { schema, guesses, origins: noOrigins, chronicle: Chronicle.begin() };
  const { paper, origins, chronicle, moment } = stage;
  return { schema: paper.after, guesses: paper.guesses, origins, chronicle: chronicle.asOf(moment) };
}
