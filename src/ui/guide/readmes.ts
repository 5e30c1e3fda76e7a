/** Every rule's README. A chunk of its own, loaded when the first one is wanted: the page starts without them. */
const sources = import.meta.glob<string>('/rules/*/README.md', { query: '?raw', import: 'default', eager: true });

/** By the name of the rule. */
export const readmes: ReadonlyMap<string, string> = new Map(
  Object.entries(sources).map(([path, markdown]) => [path.split('/').at(-2) ?? path, markdown]),
);
