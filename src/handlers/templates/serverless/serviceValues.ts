import { posix } from 'node:path'
import type { IntrinsicNode, MapEntry, TemplateNode } from '../templateNode.ts'
import { composed, type Located, type NotFound, type Resolved, textOf } from './locatedValue.ts'
import type { ServiceFiles } from './serviceFiles.ts'
import { VariableReader } from './variableReader.ts'

export interface LocatedEntry extends Omit<MapEntry, 'value'> {
  readonly value: Located
}

/** More variables under way at once are a mistake or an attack. */
const maximalDepth = 60

/** The values of a service's definition, its variables resolved. Asked one question at a time. */
export class ServiceValues {
  /** What is wrong with the definition, rather than only known later. */
  readonly problems = new Set<string>()
  readonly #files: ServiceFiles
  readonly #service: Located
  readonly #variables: VariableReader
  readonly #known = new Map<TemplateNode, Resolved | NotFound>()
  readonly #active = new Set<TemplateNode>()

  constructor(files: ServiceFiles, service: Located) {
    this.#files = files
    this.#service = service
    this.#variables = new VariableReader(this, files)
  }

  async resolve(value: Located): Promise<Resolved | NotFound> {
    const { node } = value
    if (node.kind === 'map' || node.kind === 'list') return value
    if (node.kind === 'scalar' && !(typeof node.value === 'string' && node.value.includes('${'))) return value
    const known = this.#known.get(node)
    if (known) return known
    if (this.#active.has(node) || this.#active.size >= maximalDepth) {
      const about = node.kind === 'scalar' ? `“${textOf(node).slice(0, 80)}”` : 'A value'
      return { reason: `${about} refers to itself, or goes through too many others.`, isWrong: true }
    }
    this.#active.add(node)
    const result =
      node.kind === 'scalar' ? await this.#variables.text(textOf(node), value) : await this.#intrinsic(node, value)
    this.#active.delete(node)
    this.#known.set(node, result)
    if ('reason' in result && result.isWrong) this.problems.add(result.reason)
    return result
  }

  isBeingResolved({ node }: Located): boolean {
    return this.#active.has(node)
  }

  /** The value at a path of keys and list indexes. */
  async at(value: Located, path: readonly string[]): Promise<Resolved | NotFound> {
    let at = await this.resolve(value)
    for (const key of path) {
      if ('reason' in at) return at
      const next = await this.child(at, key)
      if (!next) return { reason: `There is no ${path.join('.')} in ${at.file}.` }
      at = await this.resolve(next)
    }
    return at
  }

  /** The value at a path of the service's definition. */
  async ofService(...path: readonly string[]): Promise<Resolved | NotFound> {
    return this.at(this.#service, path)
  }

  /** A value as it stands under a key or list index; undefined where there is none. */
  async child({ node, file }: Located, key: string): Promise<Located | undefined> {
    if (node.kind === 'list' && /^\d+$/.test(key)) {
      const item = node.items[Number(key)]
      return item && { node: item, file }
    }
    if (node.kind === 'map') {
      const found = node.entries.findLast(entry => entry.key === key)?.value
      return found && { node: found, file }
    }
    return (await this.entries({ node, file })).find(entry => entry.key === key)?.value
  }

  /** The entries of a map, or of the maps in a list, which the framework merges; later ones win. */
  async entries(value: Located): Promise<readonly LocatedEntry[]> {
    const resolved = await this.resolve(value)
    if ('reason' in resolved) return []
    const { node, file } = resolved
    const all: LocatedEntry[] = []
    if (node.kind === 'map') {
      all.push(...node.entries.map(entry => ({ ...entry, value: { node: entry.value, file } })))
    } else if (!this.#active.has(node)) {
      // A list may hold itself by way of an anchor.
      this.#active.add(node)
      for (const item of itemsOf(node)) all.push(...(await this.entries({ node: item, file })))
      this.#active.delete(node)
    }
    return [...new Map(all.map(entry => [entry.key, entry])).values()]
  }

  /** Why parts of a list, or of a map that is put together, are not known. */
  async missingParts({ node, file }: Located): Promise<readonly string[]> {
    const reasons: string[] = []
    for (const item of itemsOf(node)) {
      const part = await this.resolve({ node: item, file })
      if ('reason' in part) reasons.push(part.reason)
    }
    return reasons
  }

  /** What `scriptTree` leaves open, and the functions of CloudFormation, which only a deployment knows. */
  async #intrinsic(node: IntrinsicNode, value: Located): Promise<Resolved | NotFound> {
    const items = itemsOf(node.argument)
    switch (node.name) {
      case 'spread':
        return value
      case 'import':
        return this.#import(items.map(textOf), value)
      case 'folder':
        return composed(posix.relative(this.#files.folder, posix.dirname(value.file)), value)
      case 'concat':
        return this.#concat(items, value)
      case 'script':
        return { reason: `It is computed by ${value.file}.` }
      default:
        return { reason: 'It is known only when it is deployed.' }
    }
  }

  async #concat(items: readonly TemplateNode[], value: Located): Promise<Resolved | NotFound> {
    const texts: string[] = []
    for (const item of items) {
      const part = await this.resolve({ node: item, file: value.file })
      if ('reason' in part) return part
      if (part.node.kind !== 'scalar') return { reason: `A part of a text in ${value.file} is no text.` }
      texts.push(textOf(part.node))
    }
    const text = texts.join('')
    return text.includes('${') ? this.#variables.text(text, value) : composed(text, value)
  }

  async #import([specifier = '', name = '', ...path]: readonly string[], from: Located): Promise<Resolved | NotFound> {
    const module = await this.#files.module(from.file, specifier)
    if ('reason' in module) return module
    const keys = name === '*' ? path : [name, ...path]
    const exported = await this.at(module, keys)
    // What CommonJS assigns to `module.exports` and what a JSON file holds are asked for by any name.
    const isEmpty = keys.length === 0 && (await this.#holdsOnlyDefault(module))
    if ('node' in exported && !isEmpty) return exported
    const whole = await this.at(module, name === 'default' ? path : ['default', ...keys])
    return 'node' in whole ? whole : exported
  }

  async #holdsOnlyDefault(module: Located): Promise<boolean> {
    return (await this.entries(module)).every(({ key }) => key === 'default')
  }
}

function itemsOf(node: TemplateNode): readonly TemplateNode[] {
  if (node.kind === 'list') return node.items
  return node.kind === 'intrinsic' && node.name === 'spread' ? itemsOf(node.argument) : []
}
