import type { Span } from '#common/span.ts'
import type { Alternative } from '../../handler.ts'
import { entriesOf, itemsOf, type Plain, type TemplateNode, valueAt } from '../templateNode.ts'

/** A value that is known before deployment. */
export interface ResolvedValue {
  readonly value: Plain
  /** Where a literal stands that decides it alone; absent when it is put together of several. */
  readonly span?: Span
  /** Of the template around that gives it; absent for the template itself. */
  readonly file?: string
  /** False when it stands elsewhere, such as in a parameter's default. */
  readonly inPlace: boolean
}

/** What a stack around a template gives as a parameter: null for what is known only at deployment. */
export type GivenValue = Omit<ResolvedValue, 'inPlace'> | null

const maximalDepth = 20

/** Keys of a parameter under which `withParameters` puts its value, and the file of that; no keys of CloudFormation. */
const givenByParent = 'Given by the parent stack'
const givenIn = 'Given in the file'
const nowhere = { start: 0, end: 0 }

/** The template as a stack around it deploys it. */
export function withParameters(root: TemplateNode, given: Readonly<Record<string, GivenValue>>): TemplateNode {
  const entries = Object.entries(given).map(([key, one]) => {
    const value: TemplateNode = { kind: 'scalar', value: one?.value ?? null, span: one?.span ?? nowhere }
    const file: TemplateNode = { kind: 'scalar', value: one?.file ?? null, span: nowhere }
    const said = [
      { key: givenByParent, keySpan: nowhere, value },
      { key: givenIn, keySpan: nowhere, value: file },
    ]
    return { key, keySpan: nowhere, value: { kind: 'map' as const, entries: said, span: nowhere } }
  })
  if (root.kind !== 'map' || entries.length === 0) return root
  const own = entriesOf(valueAt(root, 'Parameters')).filter(({ key }) => !(key in given))
  const parameters: TemplateNode = { kind: 'map', entries: [...own, ...entries], span: nowhere }
  return { ...root, entries: [...root.entries, { key: 'Parameters', keySpan: nowhere, value: parameters }] }
}

/**
 * The value of a node in the template `root`: literals, parameters by their defaults, mappings, joins and
 * substitutions of such. Undefined where it is known only at deployment.
 */
export function resolveValue(node: TemplateNode | undefined, root: TemplateNode, depth = 0): ResolvedValue | undefined {
  if (!node || depth > maximalDepth) return
  if (node.kind === 'scalar') {
    return node.value === null ? undefined : { value: node.value, span: node.span, inPlace: true }
  }
  if (node.kind !== 'intrinsic') return
  const text = (part: TemplateNode | undefined) => {
    const resolved = resolveValue(part, root, depth + 1)
    return resolved && String(resolved.value)
  }
  switch (node.name) {
    case 'Ref': {
      const fallback = parameterDefault(text(node.argument), root)
      return fallback && { ...fallback, inPlace: false }
    }
    case 'Sub':
      return composed(substitute(node.argument, root, depth))
    case 'Join': {
      const [separator, parts] = itemsOf(node.argument)
      const texts = itemsOf(parts).map(text)
      if (texts.length === 0 || texts.includes(undefined)) return
      return composed(texts.join(text(separator) ?? ''))
    }
    case 'FindInMap': {
      const keys = itemsOf(node.argument).map(text)
      const path = keys.filter(key => key !== undefined)
      if (path.length !== 3 || keys.length !== 3) return
      const found = resolveValue(valueAt(root, 'Mappings', ...path), root, depth + 1)
      return found && { ...found, inPlace: false }
    }
    default:
      return
  }
}

/** What the branches of conditions can be, where each is a literal; undefined where one is not. */
export function alternativesOf(node: TemplateNode, root: TemplateNode, depth = 0): readonly Alternative[] | undefined {
  if (depth > maximalDepth) return
  if (node.kind === 'list' && node.items.length === 1 && node.items[0]) {
    return alternativesOf(node.items[0], root, depth + 1)
  }
  if (node.kind !== 'intrinsic' || node.name !== 'If') {
    const resolved = resolveValue(node, root)
    return resolved && [{ value: resolved.value, span: (resolved.file === undefined && resolved.span) || node.span }]
  }
  const [, ...branches] = itemsOf(node.argument)
  const found = branches.map(branch => alternativesOf(branch, root, depth + 1))
  return branches.length === 2 && !found.includes(undefined) ? found.flatMap(branch => branch ?? []) : undefined
}

/** A parameter's value from the stack around, or its default. Pseudo parameters such as `AWS::Region` have none. */
function parameterDefault(name: string | undefined, root: TemplateNode): ResolvedValue | undefined {
  const given = name === undefined ? undefined : valueAt(root, 'Parameters', name, givenByParent)
  if (given?.kind === 'scalar') {
    const { value, span } = given
    const file = name === undefined ? undefined : valueAt(root, 'Parameters', name, givenIn)
    const place = file?.kind === 'scalar' && file.value !== null ? { file: String(file.value), span } : {}
    return value === null ? undefined : { value, ...place, inPlace: false }
  }
  const node = name === undefined ? undefined : valueAt(root, 'Parameters', name, 'Default')
  // A default is a literal by the rules, and empty where a value must be given.
  return node?.kind === 'scalar' && node.value !== null && node.value !== ''
    ? { value: node.value, span: node.span, inPlace: false }
    : undefined
}

/** `text with ${Parameter}` alone or as `[text, {Name: value}]`; undefined if any part is unknown. */
function substitute(argument: TemplateNode, root: TemplateNode, depth: number): string | undefined {
  const [template, variables] = argument.kind === 'list' ? argument.items : [argument]
  if (template?.kind !== 'scalar' || typeof template.value !== 'string') return
  let known = true
  const text = template.value.replace(/\$\{(!?)\s*([^}]*?)\s*\}/g, (_, literal: string, name: string) => {
    if (literal) return `\${${name}}`
    const own = resolveValue(valueAt(variables, name), root, depth + 1) ?? parameterDefault(name, root)
    if (!own) known = false
    return own ? String(own.value) : ''
  })
  return known ? text : undefined
}

function composed(value: string | undefined): ResolvedValue | undefined {
  return value === undefined ? undefined : { value, inPlace: false }
}

/** The logical id that `!Ref X`, `!GetAtt X.Arn` or `!Sub "${X.Arn}"` names, if it is a resource of the template. */
export function referencedId(node: TemplateNode | undefined, root: TemplateNode): string | undefined {
  if (node?.kind !== 'intrinsic') return
  const [first] = node.argument.kind === 'list' ? node.argument.items : [node.argument]
  const argument = first?.kind === 'scalar' && typeof first.value === 'string' ? first.value : ''
  const name =
    node.name === 'Ref' || node.name === 'GetAtt'
      ? argument
      : node.name === 'Sub'
        ? /^\$\{([^{}!]+)\}$/.exec(argument)?.[1]
        : undefined
  const [id = ''] = name?.trim().split('.') ?? []
  return valueAt(root, 'Resources', id) ? id : undefined
}
