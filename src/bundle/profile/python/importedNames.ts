/** A module that a Python file imports, and the line, from 1. */
export interface ImportedName {
  /** As Python knows it: absolute. */
  readonly module: string
  readonly line: number
}

/** The imports of a Python file that stand on lines of their own. `name`: of the file as a module. */
export function importedNames(text: string, name: string): readonly ImportedName[] {
  return text.split('\n').flatMap((line, index) => {
    const [, plain, from] = /^\s*(?:import\s+([\w.,\s]+?)|from\s+(\.*[\w.]*)\s+import\b.*)\s*(?:#.*)?$/.exec(line) ?? []
    const modules = plain?.split(',').map(part => part.trim().split(/\s/)[0] ?? '') ?? [from ?? '']
    return modules.filter(module => module !== '').map(module => ({ module: absolute(module, name), line: index + 1 }))
  })
}

/** `..shared` in `app.api.main` → `app.shared`. */
function absolute(module: string, name: string): string {
  const [dots = ''] = /^\.*/.exec(module) ?? []
  if (dots === '') return module
  const around = name.split('.').slice(0, -dots.length)
  return [...around, ...module.slice(dots.length).split('.')].filter(part => part !== '').join('.')
}
