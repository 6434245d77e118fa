// Finds and loads the handler of a Node.js function.
'use strict'
const { existsSync, readFileSync } = require('node:fs')
const { basename, dirname, join } = require('node:path')

/** Handlers marked with `awslambda.streamifyResponse`. */
const streaming = new WeakSet()

/** What the runtime puts into the global scope, before the function's module is loaded. */
function provideStreaming() {
  globalThis.awslambda = {
    streamifyResponse(handler) {
      streaming.add(handler)
      return handler
    },
    HttpResponseStream: {
      /** Status and headers go ahead of the body, with eight zero bytes between. */
      from(stream, prelude) {
        stream.write(`${JSON.stringify(prelude)}${'\0'.repeat(8)}`)
        return stream
      },
    },
  }
}

function isStreaming(handler) {
  return streaming.has(handler)
}

/** Its name is the error type that the service reports. */
class RuntimeError extends Error {
  constructor(type, message) {
    super(message)
    this.name = type
  }
}

/** The function that a handler string names below `root`. Rejects with what the real runtime reports as init error. */
async function loadHandler(root, text, runtime) {
  const [, stem, exportPath] = /^([^.]+)\.(.+)$/.exec(basename(text)) ?? []
  if (!stem) throw new RuntimeError('Runtime.MalformedHandlerName', `Bad handler ${text}`)
  const module = await loadModule(join(root, dirname(text), stem), root)
  const find = from => exportPath.split('.').reduce((value, key) => value?.[key], from)
  const handler = find(module) ?? find(module.default)
  if (typeof handler !== 'function')
    throw new RuntimeError('Runtime.HandlerNotFound', `${text} is undefined or not exported`)
  if (!isStreaming(handler) && handler.length >= 3 && /nodejs(\d+)/.exec(runtime)?.[1] >= 24)
    throw new RuntimeError(
      'Runtime.CallbackHandlerDeprecated',
      `${text} takes a callback. The runtimes from nodejs24.x on have no callbacks: make the handler async.`,
    )
  return handler
}

async function loadModule(path, root) {
  const file = ['.js', '.mjs', '.cjs', ''].map(ending => path + ending).find(candidate => existsSync(candidate))
  if (!file) throw new RuntimeError('Runtime.ImportModuleError', `Error: Cannot find module '${basename(path)}'`)
  try {
    if (file.endsWith('.mjs') || (file.endsWith('.js') && isModulePackage(dirname(file), root)))
      return await import(require('node:url').pathToFileURL(file).href)
    return require(file)
  } catch (error) {
    if (error instanceof SyntaxError) throw renamed(error, 'Runtime.UserCodeSyntaxError')
    if (['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND'].includes(error?.code))
      throw renamed(error, 'Runtime.ImportModuleError')
    throw error
  }
}

function isModulePackage(folder, root) {
  const manifest = join(folder, 'package.json')
  if (existsSync(manifest)) return JSON.parse(readFileSync(manifest, 'utf8')).type === 'module'
  return folder !== root && folder !== dirname(folder) && isModulePackage(dirname(folder), root)
}

function renamed(error, type) {
  const result = new RuntimeError(type, `${error.name}: ${error.message}`)
  result.stack = error.stack
  return result
}

module.exports = { RuntimeError, isStreaming, loadHandler, provideStreaming }
