import { posix } from 'node:path'
import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '../../javascript/moduleBindings.ts'
import type { SourceScope } from '../cdk/sourceScope.ts'
import { unwrapped, valueOf } from '../cdk/sourceValue.ts'
import { projectFolder } from '../projectPath.ts'
import type { WrittenOptions } from './bundling.ts'

const deepest = 6

/** The properties of an object in source as plain values, those of known spread objects included. */
export function plainOptions(start: TSESTree.Node, scope: SourceScope): WrittenOptions {
  const options: Record<string, unknown> = {}
  const unread = new Set<string>()
  addOptions(start, scope, options, unread, 0)
  return { options, unread: [...unread] }
}

function addOptions(
  start: TSESTree.Node,
  usedIn: SourceScope,
  options: Record<string, unknown>,
  unread: Set<string>,
  depth: number,
): void {
  const { node, scope } = unwrapped(start, usedIn)
  if (node.type !== 'ObjectExpression' || depth > deepest) {
    unread.add(`...${scope.text.slice(...node.range).slice(0, 40)}`)
    return
  }
  for (const property of node.properties) {
    if (property.type === 'SpreadElement') {
      addOptions(property.argument, scope, options, unread, depth + 1)
      continue
    }
    const name = staticName(property.key, property.computed)
    const value = property.method ? undefined : plainValue(property.value, scope, depth + 1)
    // A later value counts, be it known or not.
    if (name !== undefined) delete options[name]
    if (name !== undefined && value !== undefined) options[name] = value
    if (value === undefined) unread.add(name ?? 'a computed name')
    else if (name !== undefined) unread.delete(name)
  }
}

/** Literals, lists and objects of such; undefined for what only running the source tells. */
function plainValue(start: TSESTree.Node, usedIn: SourceScope, depth: number): unknown {
  const { node, scope } = unwrapped(start, usedIn)
  if (depth > deepest) return
  if (node.type === 'ArrayExpression') {
    const items = node.elements.map(item => (item ? plainValue(item, scope, depth + 1) : undefined))
    return items.includes(undefined) ? undefined : items
  }
  if (node.type === 'ObjectExpression') {
    const { options, unread } = plainOptions(node, scope)
    return unread.length > 0 ? undefined : options
  }
  const enumerated = constantOfCdk(node, scope)
  if (enumerated !== undefined) return enumerated
  const value = valueOf(node, scope)?.value
  return typeof value === 'string' ? inProject(value) : value
}

/** `OutputFormat.ESM` → `esm`. */
function constantOfCdk(node: TSESTree.Node, scope: SourceScope): string | undefined {
  const name = scope.importedName(node) ?? ''
  const [, member] = /^aws-lambda-nodejs\.(?:OutputFormat|SourceMapMode|Charset|BundlerType)\.(\w+)$/.exec(name) ?? []
  return member?.toLowerCase()
}

/** A path made of the source's own place, as esbuild takes it in the indexed folder. */
function inProject(value: string): string {
  if (!value.startsWith(projectFolder)) return value
  return `./${posix.normalize(`.${value.slice(projectFolder.length)}`)}`
}
