'use strict'
const { readFileSync } = require('node:fs')
const module_ = require('node:module')
const { dirname } = require('node:path')
const { fileURLToPath, pathToFileURL } = require('node:url')

/**
 * Lets source run that Node.js could not run as it is written: `files` says which compiled file stands for which source,
 * `imports` what each source means by its specifiers. Packages are looked for from where the source stands.
 */
exports.ownSource = path => {
  const { files, imports } = JSON.parse(readFileSync(path, 'utf8'))
  const sources = new Map(Object.entries(files).map(([source, compiled]) => [compiled, source]))
  const sourceOf = file => sources.get(file) ?? file
  /** Undefined where Node.js is to look itself. */
  const find = (specifier, parent) => {
    const known = parent === undefined ? undefined : imports[sourceOf(parent)]?.[specifier]
    return known === undefined ? undefined : (files[known] ?? known)
  }
  const resolveFilename = module_._resolveFilename
  module_._resolveFilename = function (request, parent, ...others) {
    const found = find(request, parent?.filename)
    if (found !== undefined) return found
    const source = sources.get(parent?.filename)
    if (source === undefined) return resolveFilename.call(this, request, parent, ...others)
    const paths = module_._nodeModulePaths(dirname(source))
    return resolveFilename.call(this, request, { ...parent, id: source, filename: source, paths }, ...others)
  }
  module_.registerHooks?.({
    resolve(specifier, context, next) {
      const parent = context.parentURL?.startsWith('file:') ? fileURLToPath(context.parentURL) : undefined
      const found = find(specifier, parent)
      if (found !== undefined) {
        const isJson = found.endsWith('.json')
        const json = isJson && context.importAttributes ? { importAttributes: { type: 'json' } } : {}
        return { url: pathToFileURL(found).href, shortCircuit: true, ...json }
      }
      const source = sources.get(parent)
      return next(specifier, source === undefined ? context : { ...context, parentURL: pathToFileURL(source).href })
    },
  })
  return { sourceOf }
}
