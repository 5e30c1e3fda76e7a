/**
 * Takes network, storage and messaging away from a worker, for good, before the first pasted line runs. What our own
 * code needs of them it has captured before (Comlink listens on `self` already).
 *
 * The Content-Security-Policy is the outer wall; this is the inner one, and the only one in a browser that does not
 * apply the page's policy to the worker.
 */
export function lockDown(scope: object): void {
  for (const owner of withPrototypes(scope)) removeAll(owner, globals);
  const navigator: unknown = Reflect.get(scope, 'navigator');
  if (isObject(navigator)) for (const owner of withPrototypes(navigator)) removeAll(owner, navigatorProperties);
  closeConstructors(scope);
}

/** Names on the worker's global object, or on a prototype of it. */
const globals: readonly string[] = [
  // Network.
  'fetch',
  'fetchLater',
  'XMLHttpRequest',
  'WebSocket',
  'WebSocketStream',
  'EventSource',
  'WebTransport',
  'RTCPeerConnection',
  'RTCDataChannel',
  'RTCRtpScriptTransform',
  'Request',
  'importScripts',
  'FontFace',
  'fonts',
  'ImageDecoder',
  // Storage.
  'indexedDB',
  'caches',
  'CacheStorage',
  'cookieStore',
  'localStorage',
  'sessionStorage',
  'StorageManager',
  'FileSystemHandle',
  'FileSystemFileHandle',
  'FileSystemDirectoryHandle',
  'FileReaderSync',
  'webkitRequestFileSystem',
  'webkitRequestFileSystemSync',
  'webkitResolveLocalFileSystemURL',
  'webkitResolveLocalFileSystemSyncURL',
  // Messages, and other workers to do what this one may not.
  'postMessage',
  'BroadcastChannel',
  'MessageChannel',
  'Worker',
  'SharedWorker',
  'Notification',
  'PushManager',
  'registration',
  'clients',
  'close',
  // Code from text. `Function` is closed below: Pyodide asks for its prototype.
  'eval',
];

const navigatorProperties: readonly string[] = [
  'sendBeacon',
  'storage',
  'storageBuckets',
  'serviceWorker',
  'locks',
  'permissions',
  'gpu',
  'usb',
  'hid',
  'serial',
  'bluetooth',
  'mediaCapabilities',
  'wakeLock',
  'connection',
];

/** Removed where it can be, else covered for good. */
function removeAll(owner: object, names: readonly string[]): void {
  for (const name of names) {
    if (!Object.hasOwn(owner, name)) continue;
    if (Reflect.deleteProperty(owner, name)) continue;
    Reflect.defineProperty(owner, name, { value: undefined, writable: false, configurable: false });
  }
}

/**
 * Every function leads to its constructor, which makes code from text: `f.constructor('return fetch')`. The four kinds
 * of functions each have one; all of them are replaced by one that refuses.
 */
function closeConstructors(scope: object): void {
  const closed = function (): never {
    throw new EvalError('Code cannot be made from text here.');
  };
  closed.prototype = Function.prototype;
  const value = Object.freeze(closed);
  for (const kind of functionKinds) {
    Reflect.defineProperty(Object.getPrototypeOf(kind), 'constructor', { value, writable: false, configurable: false });
  }
  Reflect.defineProperty(scope, 'Function', { value, writable: false, configurable: false });
}

const functionKinds: readonly object[] = [
  () => undefined,
  async () => undefined,
  function* () {
    yield undefined;
  },
  async function* () {
    yield undefined;
  },
];

function withPrototypes(object: object): readonly object[] {
  const owners: object[] = [];
  for (let owner: object | null = object; owner !== null; owner = Object.getPrototypeOf(owner)) owners.push(owner);
  return owners;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
