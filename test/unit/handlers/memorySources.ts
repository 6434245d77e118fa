import { ProjectSources } from '#handlers/projectSources.ts'
import { SourceTree } from '#handlers/sourceTree.ts'

/** The files of a project by their texts, or by their names alone. Those below `dist` are not listed, but can be read. */
export function memorySources(files: readonly string[] | Readonly<Record<string, string>>): ProjectSources {
  const texts = new Map(Array.isArray(files) ? files.map(file => [file, '']) : Object.entries(files))
  const names = [...texts.keys()]
  const sources = new ProjectSources({
    list: async () => names,
    kindOf: async path => (texts.has(path) ? 'file' : undefined),
    read: async file => {
      const text = texts.get(file)
      if (text === undefined) throw new Error(`There is no ${file}`)
      return text
    },
  })
  sources.tree = new SourceTree(names.filter(file => !/(^|\/)dist\//.test(file)))
  return sources
}
