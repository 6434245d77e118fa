import type { Plugin } from 'esbuild'

/** Text of a module that stands for a package which is not loaded: `names` are the exports that are asked for. */
function standIn(specifier: string, names: readonly string[]): string {
  return `
const load = () => require(${JSON.stringify(specifier)})
const hole = new Proxy(function () {}, {
  get: (target, key) =>
    key === 'then' || key === '__esModule' ? undefined : key === Symbol.toPrimitive ? () => '' : key === 'prototype' ? target[key] : hole,
  set: () => true,
  apply: () => hole,
  construct: () => hole,
})
const exported = function () { return load() }
for (const name of ${JSON.stringify(names)}) exported[name] = hole
module.exports = new Proxy(exported, {
  get: (target, key, receiver) => (Object.hasOwn(target, key) ? target[key] : Reflect.get(hole, key, receiver)),
  apply: () => hole,
  construct: () => hole,
})
`
}

/**
 * Makes the project's own files import a package lazily, as if its import stood in the function that needs it: the
 * package stays in the bundle and is not run at init. What the init would do with it is done with a stand-in, as that
 * would have to move into a function as well.
 *
 * @param names the exports that the project's files import by name: esbuild binds them when they are imported
 */
export function lazyImport(packageName: string, names: readonly string[]): Plugin {
  const isWanted = (specifier: string) => specifier === packageName || specifier.startsWith(`${packageName}/`)
  return {
    name: 'lazy-import',
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, ({ path, importer, namespace, kind, resolveDir }) => {
        if (namespace === 'lazy' || kind === 'entry-point' || !isWanted(path)) return
        if (/[\\/]node_modules[\\/]/.test(importer)) return
        return { path, namespace: 'lazy', pluginData: resolveDir }
      })
      build.onLoad({ filter: /.*/, namespace: 'lazy' }, ({ path, pluginData }) => ({
        contents: standIn(path, names),
        loader: 'js',
        resolveDir: String(pluginData),
      }))
    },
  }
}

/** The names that the project's files import of a package, of which esbuild complains when it exports none. */
export function missingExports(packageName: string): { readonly plugin: Plugin; readonly namesIn: NamesIn } {
  return {
    plugin: {
      name: 'missing-exports',
      setup(build) {
        build.onResolve({ filter: /^[^./]/ }, ({ path, importer, kind }) => {
          const isWanted = path === packageName || path.startsWith(`${packageName}/`)
          if (kind === 'entry-point' || !isWanted || /[\\/]node_modules[\\/]/.test(importer)) return
          return { path, namespace: 'without-exports' }
        })
        build.onLoad({ filter: /.*/, namespace: 'without-exports' }, () => ({ contents: 'export {}', loader: 'js' }))
      },
    },
    namesIn: messages => [
      ...new Set(
        messages.flatMap(({ text }) => {
          const [, missing, undefinedName] =
            /^No matching export in .* for import "(.+)"$|^Import "(.+)" will always be undefined/.exec(text) ?? []
          return missing ?? undefinedName ?? []
        }),
      ),
    ],
  }
}

type NamesIn = (messages: readonly { readonly text: string }[]) => readonly string[]
