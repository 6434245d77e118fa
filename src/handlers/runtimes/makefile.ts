import { posix } from 'node:path'

/** Of each target of a Makefile the Go packages or files that its recipe builds, as written: `./cmd/orders`, `main.go`. */
export function builtPackages(text: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>()
  let targets: readonly string[] = []
  for (const line of text.replace(/\\\r?\n\s*/g, ' ').split(/\r?\n/)) {
    const rule = /^(?<names>[\w.%/ -]+?)\s*:(?!=)/.exec(line)?.groups?.['names']
    if (rule !== undefined) targets = rule.split(/\s+/)
    if (!line.startsWith('\t')) continue
    const path = goPackage(line.trim())
    for (const target of path === undefined ? [] : targets)
      found.set(target, [...(found.get(target) ?? []), path ?? ''])
  }
  return found
}

/** What the Go builds of a Makefile make, by the path of the output: the package or file of each, both as in its folder. */
export function builtOutputs(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const line of text.replace(/\\\r?\n\s*/g, ' ').split(/\r?\n/)) {
    const { folder = '.', output } =
      /(?:\bcd\s+(?<folder>[\w./-]+)\s*(?:&&|;)\s*)?[^&;]*\s-o[ =](?<output>[\w./-]+)/.exec(line)?.groups ?? {}
    const path = output === undefined ? undefined : goPackage(line.trim())
    if (output !== undefined && path !== undefined) found.set(posix.join(folder, output), posix.join(folder, path))
  }
  return found
}

/** The last word of a `go build`, or of a variable that stands for one, where it is a path of the project. */
export function goPackage(command: string): string | undefined {
  const [words = ''] = command.split(/\s(?:&&|;|\|\|)\s/).filter(part => /\bbuild\b|^@?\$\(\w+\)/i.test(part))
  const last = words.split(/\s+/).at(-1) ?? ''
  return /^(\.{0,2}\/[\w./-]*|[\w./-]+\.go|\.)$/.test(last) ? last : undefined
}
