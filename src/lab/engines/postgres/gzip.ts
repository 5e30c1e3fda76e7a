import { AssetError, type AssetName } from '../../assets';

/** Unpacks a gzip archive. Some servers unpack a `.gz` on the way; that is fine too. */
export async function unpack(name: AssetName, bytes: Uint8Array<ArrayBuffer>): Promise<Blob> {
  const blob = new Blob([bytes]);
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!isPacked) return blob;
  try {
    return await new Response(blob.stream().pipeThrough(new DecompressionStream('gzip'))).blob();
  } catch (cause) {
    throw new AssetError(name, `it is damaged (${cause instanceof Error ? cause.message : String(cause)})`);
  }
}
