import type { Span } from '#common/span.ts'
import { LineTable } from '#syntax/lineTable.ts'
import type { FunctionDefinition, FunctionKind } from '../../handler.ts'
import { readJson } from '../readJson.ts'
import { readYaml } from '../readYaml.ts'
import { entriesOf, type MapEntry, type TemplateNode, valueAt } from '../templateNode.ts'
import { type CodePlace, codePlace } from './codePlace.ts'
import { type Plain, type ResolvedValue, resolveValue } from './resolveValue.ts'

/** The functions of one template; `reason` says what of it could not be read. */
export interface TemplateDefinitions {
  /** Without a source yet; with a `reason` where there cannot be one. */
  readonly definitions: readonly FunctionDefinition[]
  readonly reason?: string
}

/** Cheap test whether a text may be a SAM or CloudFormation template with functions, before it is parsed. */
export function mayDefineFunctions(text: string): boolean {
  return (
    /AWS::(Serverless::(Web)?Function|Lambda::Function)\b/.test(text) && /(^|[\s{,])(["']?)Resources\2\s*:/.test(text)
  )
}

/** Reads a SAM or CloudFormation template, YAML or JSON. Never throws: broken text gives what could be read. */
export function functionDefinitions(text: string, template: string): TemplateDefinitions {
  const { root, reason } = /^\uFEFF?\s*\{/.test(text) ? readJson(text) : readYaml(text)
  const lines = new LineTable(text)
  const definitions: FunctionDefinition[] = []
  const problems = reason ? [reason] : []
  for (const resource of root ? entriesOf(valueAt(root, 'Resources')) : []) {
    if (resource.key.startsWith('Fn::ForEach')) {
      problems.push(`Line ${lines.lineAt(resource.keySpan.start)}: functions made by Fn::ForEach are not read yet.`)
    } else if (root) {
      const definition = new FunctionReader(resource, root, template, lines).read()
      if (definition) definitions.push(definition)
    }
  }
  return { definitions, ...(problems.length > 0 && { reason: problems.join(' ') }) }
}

const resourceTypes: Readonly<Record<string, { readonly kind: 'sam' | 'cloudformation'; readonly web?: true }>> = {
  'AWS::Serverless::Function': { kind: 'sam' },
  'AWS::Serverless::WebFunction': { kind: 'sam', web: true },
  'AWS::Lambda::Function': { kind: 'cloudformation' },
}

class FunctionReader {
  readonly #resource: MapEntry
  readonly #root: TemplateNode
  readonly #template: string
  readonly #lines: LineTable
  readonly #own: TemplateNode | undefined
  #globals: TemplateNode | undefined
  readonly #spans: Record<string, Span> = {}
  readonly #sharedSpans: Record<string, Span> = {}
  readonly #unresolved: string[] = []

  constructor(resource: MapEntry, root: TemplateNode, template: string, lines: LineTable) {
    this.#resource = resource
    this.#root = root
    this.#template = template
    this.#lines = lines
    this.#own = valueAt(resource.value, 'Properties')
  }

  read(): FunctionDefinition | undefined {
    const type = resolveValue(valueAt(this.#resource.value, 'Type'), this.#root)?.value
    const found = typeof type === 'string' ? resourceTypes[type] : undefined
    if (!found) return
    const { kind } = found
    if (kind === 'sam') this.#globals = valueAt(this.#root, 'Globals', 'Function')
    if (this.#own?.kind === 'map') this.#spans['properties'] = this.#own.span
    const architecture = this.#plain('architecture', 'Architectures')
    const code = codePlace(
      this.#property(kind === 'sam' ? 'CodeUri' : 'Code')?.node,
      this.#own,
      this.#root,
      this.#template,
    )
    if (kind === 'sam') this.#plain('codeUri', 'CodeUri')
    else if (this.#property('Code')?.node.kind === 'scalar') this.#plain('codeUri', 'Code')
    const entryPoints = this.#entryPoints()
    return {
      template: this.#template,
      logicalId: this.#resource.key,
      kind,
      functionKind: found.web ? 'web' : this.#functionKind(),
      line: this.#lines.lineAt(this.#resource.keySpan.start),
      ...present('handler', text(this.#plain('handler', 'Handler'))),
      ...present('runtime', text(this.#plain('runtime', 'Runtime'))),
      ...present('memoryMb', wholeNumber(this.#plain('memory', 'MemorySize'))),
      ...present('timeoutSeconds', wholeNumber(this.#plain('timeout', 'Timeout'))),
      ...present('functionName', text(this.#plain('functionName', 'FunctionName'))),
      ...(architecture === 'arm64' || architecture === 'x86_64' ? { architecture } : {}),
      ...('folder' in code && { codeFolder: code.folder }),
      ...(entryPoints.length > 0 && { entryPoints }),
      environment: this.#environment(),
      spans: this.#spans,
      sharedSpans: this.#sharedSpans,
      unresolved: this.#unresolved,
      source: null,
      ...this.#reason(code, found.web),
    }
  }

  #reason(code: CodePlace, web: true | undefined): { reason?: string } {
    if (web) return { reason: 'It is a web function: a listening server, without a handler.' }
    return 'reason' in code ? { reason: code.reason } : {}
  }

  #property(name: string): { readonly node: TemplateNode; readonly isOwn: boolean } | undefined {
    const own = valueAt(this.#own, name)
    if (own) return { node: own, isOwn: true }
    const shared = valueAt(this.#globals, name)
    return shared && { node: shared, isOwn: false }
  }

  /** A property's value; notes where it stands, or that it is not known before deployment. */
  #plain(name: string, key: string): Plain | undefined {
    const property = this.#property(key)
    if (!property) return
    const { node, isOwn } = property
    const resolved = resolveValue(node.kind === 'list' ? node.items[0] : node, this.#root)
    if (resolved) this.#noteSpan(name, resolved, isOwn)
    // A key without a value says nothing.
    else if (node.kind !== 'scalar') this.#unresolved.push(name)
    return resolved?.value
  }

  #noteSpan(name: string, { span, inPlace }: ResolvedValue, isOwn: boolean): void {
    if (span) (inPlace && isOwn ? this.#spans : this.#sharedSpans)[name] = span
  }

  #environment(): Record<string, string> {
    const literals = [this.#globals, this.#own].flatMap(properties => {
      const variables = entriesOf(valueAt(properties, 'Environment', 'Variables'))
      // An own value that is unknown hides a global one all the same.
      return variables.map(({ key, value }) => [key, value.kind === 'scalar' ? value.value : null] as const)
    })
    const known = [...new Map(literals)].flatMap(([key, value]) =>
      value === null ? [] : [[key, String(value)] as const],
    )
    return Object.fromEntries(known)
  }

  #entryPoints(): readonly string[] {
    const metadata = valueAt(this.#resource.value, 'Metadata')
    if (text(resolveValue(valueAt(metadata, 'BuildMethod'), this.#root)?.value) !== 'esbuild') return []
    const points = valueAt(metadata, 'BuildProperties', 'EntryPoints')
    const items = points?.kind === 'list' ? points.items : points ? [points] : []
    return items.flatMap(item => text(resolveValue(item, this.#root)?.value) ?? [])
  }

  #functionKind(): FunctionKind {
    if (this.#property('DurableConfig')) return 'durable'
    if (this.#property('CapacityProviderConfig')) return 'managed-instances'
    return this.#property('TenancyConfig') ? 'tenant-isolated' : 'event'
  }
}

function present<Key extends string, Value>(key: Key, value: Value | undefined): { [key in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { [key in Key]: Value })
}

function text(value: Plain | undefined): string | undefined {
  return value === undefined ? undefined : String(value)
}

function wholeNumber(value: Plain | undefined): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isInteger(number) && number > 0 ? number : undefined
}
