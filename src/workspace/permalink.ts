import { deflateSync, Inflate } from 'fflate';
import { fromBase64Url, toBase64Url } from './base64url';
import { crc32 } from './crc32';
import { parseWorkspace, toJson } from './parse';
import type { Workspace } from './workspace';

/**
 * A workspace as the fragment of a URL. The fragment never leaves the browser, so a link uploads nothing.
 *
 *     #v1.<payload>      payload = base64url( checksum ++ raw deflate( UTF-8( JSON ) ) )
 *
 * The checksum is the CRC-32 of the compressed bytes, 4 bytes, most significant first: a link that was cut or retyped
 * is refused before anything is inflated. The JSON's shape is described in parse.ts. Old versions must open for ever:
 * a new one gets a new prefix and a golden link in the tests.
 */
const prefix = 'v1.';

/** The most that a link may hold, in bytes of JSON: a small link must not blow up a browser. */
export const mostDecodedBytes = 2 * 1024 * 1024;
/** More characters than any payload of that size can need. */
const mostCharacters = 3_000_000;

type LinkErrorCode = 'not-a-link' | 'unknown-version' | 'damaged' | 'too-large' | 'invalid';

export type DecodedLink =
  | { readonly ok: true; readonly workspace: Workspace }
  | { readonly ok: false; readonly error: { readonly code: LinkErrorCode; readonly message: string } };

/** The fragment with its `#`. Lone surrogates become U+FFFD, as everywhere in UTF-8. */
export function encodeLink(workspace: Workspace): string {
  const json = new TextEncoder().encode(JSON.stringify(toJson(workspace)));
  const packed = deflateSync(json, { level: 9 });
  const payload = new Uint8Array(4 + packed.length);
  new DataView(payload.buffer).setUint32(0, crc32(packed));
  payload.set(packed, 4);
  return `#${prefix}${toBase64Url(payload)}`;
}

/** Reads a fragment, with or without its `#`. Never throws, whatever the text. */
export function decodeLink(hash: string): DecodedLink {
  const text = hash.replace(/^#/, '');
  const version = /^(v\d+)\./.exec(text)?.[1];
  if (version === undefined) return fail('not-a-link', 'This address holds no Roundtrip link.');
  if (!text.startsWith(prefix)) {
    return fail(
      'unknown-version',
      `This link is of version ${version}, which this page does not know. Reload the page.`,
    );
  }
  if (text.length > mostCharacters) return tooLarge();
  const payload = fromBase64Url(text.slice(prefix.length).trim());
  if (payload === null || payload.length < 5) return damaged();
  return decodePayload(payload);
}

function decodePayload(payload: Uint8Array<ArrayBuffer>): DecodedLink {
  const packed = payload.subarray(4);
  if (new DataView(payload.buffer).getUint32(0) !== crc32(packed)) return damaged();
  const inflated = inflate(packed);
  if (inflated === 'too-large') return tooLarge();
  if (inflated === 'damaged') return damaged();
  const json = parseJson(inflated);
  if (json === undefined) return fail('invalid', 'This link does not hold a workspace: its content is not JSON.');
  const parsed = parseWorkspace(json);
  return parsed.ok ? parsed : fail('invalid', `This link does not hold a workspace: ${parsed.reason}.`);
}

/** In small steps, so that a bomb is noticed after at most one of them: deflate grows a byte to about 1,032 at most. */
function inflate(packed: Uint8Array): Uint8Array | 'too-large' | 'damaged' {
  const step = 512;
  const chunks: Uint8Array[] = [];
  let size = 0;
  const stream = new Inflate((chunk) => {
    chunks.push(chunk);
    size += chunk.length;
  });
  try {
    for (let at = 0; at < packed.length; at += step) {
      stream.push(packed.subarray(at, at + step), at + step >= packed.length);
      if (size > mostDecodedBytes) return 'too-large';
    }
  } catch {
    // fflate throws for malformed data only; a checksum that fits was then forged, which is damage all the same.
    return 'damaged';
  }
  return join(chunks, size);
}

function join(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** `undefined` when it is not UTF-8 or not JSON. */
function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function damaged(): DecodedLink {
  return fail('damaged', 'This link looks cut or changed on its way: its checksum does not fit. Ask for it again.');
}

function tooLarge(): DecodedLink {
  return fail('too-large', 'This link holds more than 2 MB, which is the most that is opened.');
}

function fail(code: LinkErrorCode, message: string): DecodedLink {
  return { ok: false, error: { code, message } };
}
