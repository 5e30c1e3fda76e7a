import type { LossSample } from './result';

/** How many examples a change carries: enough to recognise the data, few enough to read. */
const sampleSize = 5;

export function takeSample<T>(items: readonly T[], show: (item: T) => LossSample): readonly LossSample[] {
  return items.slice(0, sampleSize).map(show);
}
