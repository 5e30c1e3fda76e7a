/**
 * Starts a module worker under the page's own Content-Security-Policy. A worker that is loaded from a URL takes its
 * policy from that response's headers, and a static host sends none; a worker loaded from a `blob:` inherits the
 * policy of the page that made it (CSP Level 3, section 4.2.3). So the worker is one line that imports the real file.
 *
 * @param url - as `?worker&url` gives it: relative to the page or absolute
 */
export function spawn(url: string, name: string): Worker {
  return new Worker(bootstrap(new URL(url, location.href).href), { type: 'module', name });
}

/** Kept for the life of the page: a spare worker is started from the same line again and again. */
const bootstraps = new Map<string, string>();

function bootstrap(url: string): string {
  const known = bootstraps.get(url);
  if (known !== undefined) return known;
  const source = new Blob([`import ${JSON.stringify(url)};\n`], { type: 'text/javascript' });
  const made = URL.createObjectURL(source);
  bootstraps.set(url, made);
  return made;
}
