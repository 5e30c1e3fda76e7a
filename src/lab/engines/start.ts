import { AssetError, type AssetName, type Assets } from '../assets';

/** An engine that could not be started: the browser forbids WebAssembly, memory ran out, a file was not what it should be. */
export class EngineStartError extends Error {
  constructor(engine: string, reason: string, cause?: unknown) {
    super(`${engine} could not be started: ${reason}`, { cause });
    this.name = 'EngineStartError';
  }
}

/**
 * Waits for an engine to start, but not for ever: where WebAssembly is forbidden by a Content-Security-Policy, some of
 * them neither start nor fail.
 *
 * @param limit In milliseconds.
 * @throws EngineStartError
 */
export async function startWithin<T>(engine: string, limit: number, starting: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const reason =
      `it gave no sign of life within ${limit / 1000} seconds. ` +
      'The browser may forbid WebAssembly on this page, or the machine may be short of memory.';
    timer = setTimeout(() => reject(new EngineStartError(engine, reason)), limit);
  });
  try {
    return await Promise.race([starting, late]);
  } catch (cause) {
    if (cause instanceof EngineStartError) throw cause;
    throw new EngineStartError(engine, cause instanceof Error ? cause.message : String(cause), cause);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Loads an engine's file. Servers that know no better answer with a page for what they do not have; an engine would
 * choke on it in ways that nobody understands.
 *
 * @throws AssetError
 */
export async function loadFile(assets: Assets, name: AssetName): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await assets.load(name);
  const start = new TextDecoder().decode(bytes.subarray(0, 20));
  if (/^\s*<(?:!doctype|html)/i.test(start))
    throw new AssetError(name, 'the server answered with a web page in its place');
  return bytes;
}

/** @throws AssetError when the bytes are no WebAssembly, or the browser forbids it. */
export async function compileModule(assets: Assets, name: AssetName): Promise<WebAssembly.Module> {
  const bytes = await loadFile(assets, name);
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw new AssetError(name, `it could not be compiled (${cause instanceof Error ? cause.message : String(cause)})`);
  }
}
