'use strict'
const module_ = require('node:module')
const { fileURLToPath } = require('node:url')

/**
 * Notes how long each module takes for itself, and who imports whom. CommonJS by wrapping the loader's `_load`, which
 * covers finding, reading, compiling and running; ES modules by hooks: from the end of loading one to the next event it
 * is compiled, and marks put around its text tell when it runs.
 */
exports.trace = (now, own, isModule) => {
  const sourceOf = own?.sourceOf ?? (file => file)
  const selfMs = new Map()
  /** Found by a way to it; run by `_load`. */
  const found = new Set()
  const loaded = new Set()
  const edges = new Map()
  /** Who is at work, the innermost last. What cannot be told of anybody is nobody's. */
  const stack = [{ id: undefined, ms: 0 }]
  let since = now()

  const charge = () => {
    const time = now()
    stack.at(-1).ms += time - since
    since = time
  }
  const enter = frame => {
    charge()
    stack.push(frame)
  }
  const leave = () => {
    charge()
    return stack.pop()
  }
  const add = (id, ms) => selfMs.set(id, (selfMs.get(id) ?? 0) + ms)
  const note = (from, to, specifier) => {
    if (from !== undefined) edges.set(`${from}\0${specifier}`, [from, to, specifier])
  }
  /** Time of the tracing itself is nobody's. */
  const aside = work => {
    charge()
    const result = work()
    since = now()
    return result
  }

  const load = module_._load
  module_._load = function (request, parent, isMain) {
    endCompiling()
    const frame = { id: undefined, ms: 0 }
    enter(frame)
    try {
      return load.call(this, request, parent, isMain)
    } finally {
      endCompiling()
      leave()
      aside(() => {
        const id = idOf(request, parent, isMain)
        if (id === undefined || loaded.has(id)) stack.at(-1).ms += frame.ms
        else add(id, frame.ms)
        loaded.add(id)
        if (id !== undefined) note(parent?.filename && sourceOf(parent.filename), id, request)
      })
    }
  }

  function idOf(request, parent, isMain) {
    if (module_.isBuiltin(request)) return builtin(request)
    try {
      return sourceOf(module_._resolveFilename(request, parent, isMain))
    } catch {
      return undefined
    }
  }

  /** An ES module between its loading and the next event. */
  let compiling = false
  function endCompiling() {
    if (!compiling) return
    compiling = false
    const { id, ms } = leave()
    add(id, ms)
  }

  const marks = Symbol.for('lambda-lens.marks')
  globalThis[marks] = {
    start(id) {
      endCompiling()
      enter({ id, ms: 0 })
    },
    end(id) {
      endCompiling()
      // A module that awaits lets others run in between.
      const index = stack.findLastIndex(frame => frame.id === id)
      if (index < 1) return
      charge()
      const [{ ms }] = stack.splice(index, 1)
      add(id, ms)
    },
  }

  // For CommonJS they would only cost time.
  if (isModule)
    module_.registerHooks({
      resolve(specifier, context, next) {
        endCompiling()
        enter({ id: undefined, ms: 0 })
        let result
        try {
          result = next(specifier, context)
        } finally {
          const { ms } = leave()
          aside(() => {
            const id = result && idOfUrl(result.url)
            const from = context.parentURL && idOfUrl(context.parentURL)
            if (id !== undefined) note(from, id, specifier)
            // Finding it goes with the module that is found; later ways to it are part of their modules.
            const payer = id !== undefined && !found.has(id) ? id : from
            found.add(id)
            if (payer !== undefined) add(payer, ms)
          })
        }
        return result
      },
      load(url, context, next) {
        endCompiling()
        const id = idOfUrl(url)
        enter({ id, ms: 0 })
        let result
        try {
          result = next(url, context)
        } finally {
          add(id, leave().ms)
        }
        if (result.format !== 'module' && result.format !== 'module-typescript') return result
        aside(() => {
          result = { ...result, source: marked(String(result.source), id) }
        })
        compiling = true
        enter({ id, ms: 0 })
        return result
      },
    })

  /** On the first line, so that lines in errors stay; a text may end in a comment. */
  function marked(text, id) {
    const call = name => `globalThis[Symbol.for('lambda-lens.marks')].${name}(${JSON.stringify(id)});`
    return `${call('start')}${text.replace(/^#!.*/, '')}\n;${call('end')}`
  }

  function idOfUrl(url) {
    if (url.startsWith('file:')) return sourceOf(fileURLToPath(url))
    return url.startsWith('node:') ? builtin(url) : url
  }

  return {
    end() {
      endCompiling()
      charge()
      return { modules: [...selfMs], edges: [...edges.values()], nobodyMs: stack[0].ms }
    },
  }
}

function builtin(name) {
  return name.startsWith('node:') ? name : `node:${name}`
}
