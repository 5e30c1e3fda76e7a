import type { PyodideConfig } from 'pyodide';
import { AssetError, type Assets } from '../../assets';

/** The memory of a Python that has the packages imported; `null` where it was not made: then Python imports them. */
export async function loadSnapshot(assets: Assets): Promise<Uint8Array | null> {
  try {
    return await unzipped(await assets.load('python/snapshot.gz'));
  } catch (error) {
    if (error instanceof AssetError) return null;
    throw error;
  }
}

/** Pyodide copies a snapshot into its memory without making room for it: this does, as soon as the memory is there. */
export function roomFor(snapshot: Uint8Array, assets: Assets): NonNullable<PyodideConfig['createPyodideModule']> {
  return async (settings) => {
    const { default: createModule } = await import(/* @vite-ignore */ `${assets.locate('pyodide/')}pyodide.asm.mjs`);
    const module = await createModule(settings);
    if (module.HEAP8.length < snapshot.length) module.growMemory(snapshot.length);
    return module;
  };
}

/** Some hosts mark `.gz` files as encoded, and the browser has then unzipped them already. */
async function unzipped(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
