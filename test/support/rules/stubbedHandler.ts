import { createRequire } from 'node:module'
import { build, type Plugin } from 'esbuild'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'

type Handler = (event: unknown, context: unknown, callback: (error: unknown, answer: unknown) => void) => unknown

/**
 * Bundles a handler's text, with every imported module a stub, and calls it with each event, one after the other in one
 * environment: the answers and errors as JSON. Whatever a stub makes tells in JSON how it was made, so that an answer
 * shows which client with which settings it came through. With `real` modules those of this project are bundled.
 */
export async function answersOf(
  code: string,
  file: string,
  events: readonly object[],
  modules: 'stubs' | 'real' = 'stubs',
): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'lambda-lens-answers-'))
  try {
    const bundle = join(folder, 'bundle.cjs')
    await build({
      stdin: {
        contents: code,
        loader: loaderOf(file),
        sourcefile: file,
        resolveDir: modules === 'real' ? import.meta.dirname : folder,
      },
      outfile: bundle,
      bundle: true,
      format: 'cjs',
      platform: 'node',
      target: 'node20',
      plugins: modules === 'real' ? [] : [stubs],
      logLevel: 'silent',
    })
    const { handler } = createRequire(import.meta.url)(bundle) as { handler: Handler }
    const answers: string[] = []
    for (const event of events) answers.push(await answerOf(handler, event))
    // The folder has another name each time.
    return answers.map(answer => answer.replaceAll(folder, '/var/task'))
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function answerOf(handler: Handler, event: object): Promise<string> {
  try {
    const answer = await new Promise((resolve, reject) => {
      const callback = (error: unknown, result: unknown) => (error ? reject(error) : resolve(result))
      const returned = handler(structuredClone(event), { awsRequestId: JSON.stringify(event) }, callback)
      if (returned !== undefined || handler.length < 3) resolve(returned)
    })
    return JSON.stringify(answer) ?? 'undefined'
  } catch (error) {
    return `failed: ${String(error)}`
  }
}

function loaderOf(file: string): 'ts' | 'tsx' | 'js' | 'jsx' {
  if (/^\.[cm]?ts$/.test(extname(file))) return 'ts'
  return file.endsWith('x') ? 'tsx' : 'jsx'
}

const stubs: Plugin = {
  name: 'stubs',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /.*/ }, ({ path, kind }) => (kind === 'entry-point' ? undefined : { path, namespace: 'stub' }))
    onLoad({ filter: /.*/, namespace: 'stub' }, ({ path }) => ({
      contents: `${thing}\nmodule.exports = thing(${JSON.stringify(path)})`,
      loader: 'js',
    }))
  },
}

/** A function, class and object in one that knows how it came about. Wrappers of handlers give the handler back. */
const thing = `
const isWrapper = path => /middy|wrap/.test(path)
function thing(made) {
  const self = new Proxy(function () {}, {
    // The bundler copies modules by what they own, and leaves them as prototype.
    getPrototypeOf: () => self,
    get: (_, name) => {
      if (name === 'then' || name === '__esModule') return undefined
      if (name === 'default') return thing(made)
      if (name === 'toJSON') return () => made
      if (name === Symbol.toPrimitive) return () => JSON.stringify(made)
      if (name === Symbol.asyncDispose || name === Symbol.dispose) return () => undefined
      if (name === Symbol.asyncIterator) return async function* () { yield thing({ page: made }) }
      return thing({ of: made, name })
    },
    apply: (_, owner, args) => {
      if (isWrapper(JSON.stringify(made)) && typeof args[0] === 'function') return args[0]
      const called = { call: made, args: JSON.parse(JSON.stringify(args)) }
      for (const argument of args) if (typeof argument === 'function' && !argument.toJSON) setImmediate(() => argument.length > 1 ? argument(null, thing(called)) : argument(thing(called)))
      return thing(called)
    },
    construct: (_, args) => thing({ new: made, args: JSON.parse(JSON.stringify(args)) }),
  })
  return self
}`
