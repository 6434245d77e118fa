import type { LineTable } from '#syntax/lineTable.ts'
import type { FunctionDefinition, FunctionKind } from '../../handler.ts'
import { present } from '../../present.ts'
import { samBundling } from '../bundling/samBundling.ts'
import { type MapEntry, type TemplateNode, valueAt } from '../templateNode.ts'
import { type CodePlace, codePlace } from './codePlace.ts'
import { imageSettings } from './imageSettings.ts'
import { samEventSources } from './eventSources.ts'
import type { FunctionCallers } from './functionCallers.ts'
import { PropertyReader } from './propertyReader.ts'
import { referencedId, resolveValue } from './resolveValue.ts'

/** What all functions of a template are read with. */
export interface TemplateContext {
  readonly root: TemplateNode
  readonly template: string
  readonly lines: LineTable
  readonly callers: FunctionCallers
}

type BuiltImage = Required<Pick<FunctionDefinition, 'image'>>
type ResourceKind = 'sam' | 'cloudformation'

const resourceTypes: Readonly<Record<string, { readonly kind: ResourceKind; readonly web?: true }>> = {
  'AWS::Serverless::Function': { kind: 'sam' },
  'AWS::Serverless::WebFunction': { kind: 'sam', web: true },
  'AWS::Lambda::Function': { kind: 'cloudformation' },
}

/** Reads a resource; undefined when it is no function. */
export function readFunction(resource: MapEntry, context: TemplateContext): FunctionDefinition | undefined {
  const type = resolveValue(valueAt(resource.value, 'Type'), context.root)?.value
  const found = typeof type === 'string' ? resourceTypes[type] : undefined
  return found && new FunctionReader(resource, context, found.kind).read(found.web ?? false)
}

class FunctionReader {
  readonly #resource: MapEntry
  readonly #context: TemplateContext
  readonly #kind: ResourceKind
  readonly #own: TemplateNode | undefined
  readonly #properties: PropertyReader

  constructor(resource: MapEntry, context: TemplateContext, kind: ResourceKind) {
    this.#resource = resource
    this.#context = context
    this.#kind = kind
    this.#own = valueAt(resource.value, 'Properties')
    const shared = kind === 'sam' ? valueAt(context.root, 'Globals', 'Function') : undefined
    this.#properties = new PropertyReader(context.root, this.#own, shared)
  }

  read(isWeb: boolean): FunctionDefinition {
    const { template, lines } = this.#context
    const properties = this.#properties
    const { key, keySpan } = this.#resource
    const architecture = properties.text('architecture', 'Architectures')
    const runtime = properties.text('runtime', 'Runtime')
    const code = this.#isImage ? this.#image() : this.#code(runtime)
    return {
      template,
      logicalId: key,
      kind: this.#kind,
      functionKind: isWeb ? 'web' : this.#functionKind(),
      line: lines.lineAt(keySpan.start),
      ...present('handler', properties.text('handler', 'Handler')),
      ...present('runtime', runtime),
      ...present('memoryMb', properties.positive('memory', 'MemorySize')),
      ...present('timeoutSeconds', properties.positive('timeout', 'Timeout')),
      ...present('functionName', properties.text('functionName', 'FunctionName')),
      ...(architecture === 'arm64' || architecture === 'x86_64' ? { architecture } : {}),
      ...('folder' in code && { codeFolder: code.folder }),
      ...('image' in code && code),
      ...this.#build(),
      ...this.#settings(),
      eventSources: this.#eventSources(),
      environment: this.#environment,
      spans: properties.spans,
      sharedSpans: properties.sharedSpans,
      unresolved: properties.unresolved,
      ...(Object.keys(properties.alternatives).length > 0 && { alternatives: properties.alternatives }),
      source: null,
      ...reasonOf(code, isWeb),
    }
  }

  #code(runtime: string | undefined): CodePlace {
    const code = this.#properties.node(this.#kind === 'sam' ? 'CodeUri' : 'Code')
    if (this.#kind === 'sam') this.#properties.text('codeUri', 'CodeUri')
    else if (code?.kind === 'scalar') this.#properties.text('codeUri', 'Code')
    const { root, template } = this.#context
    return codePlace({ code, properties: this.#own, root, template, runtime })
  }

  #image(): BuiltImage {
    const { root, template } = this.#context
    const config = this.#properties.node('ImageConfig')
    return { image: imageSettings({ metadata: this.#metadata, config, root, template }) }
  }

  get #environment(): Record<string, string> {
    return this.#properties.literals('Environment', 'Variables')
  }

  get #metadata(): TemplateNode | undefined {
    return valueAt(this.#resource.value, 'Metadata')
  }

  #build(): Pick<FunctionDefinition, 'buildMethod' | 'buildTarget' | 'bundling' | 'entryPoints'> {
    const { root } = this.#context
    const text = (node: TemplateNode | undefined) => {
      const value = resolveValue(node, root)?.value
      return value === undefined ? undefined : String(value)
    }
    const buildMethod = text(valueAt(this.#metadata, 'BuildMethod'))
    const points = valueAt(this.#metadata, 'BuildProperties', 'EntryPoints')
    const items = buildMethod !== 'esbuild' || !points ? [] : points.kind === 'list' ? points.items : [points]
    const entryPoints = items.flatMap(item => text(item) ?? [])
    return {
      ...present('buildMethod', buildMethod),
      ...present('buildTarget', text(valueAt(this.#metadata, 'BuildProperties', 'Binary'))),
      ...(entryPoints.length > 0 && { entryPoints }),
      ...(buildMethod === 'esbuild' && { bundling: samBundling(this.#metadata, root, this.#environment) }),
    }
  }

  #settings(): Partial<FunctionDefinition> {
    const properties = this.#properties
    const { root, callers } = this.#context
    const isImage = this.#isImage
    const layers = properties
      .items('Layers')
      .flatMap(layer => referencedId(layer, root) ?? resolveValue(layer, root)?.value ?? [])
    const provisioned = ['ProvisionedConcurrencyConfig', 'ProvisionedConcurrentExecutions']
    const snapStart = properties.text('snapStart', 'SnapStart', 'ApplyOn')
    return {
      ...(isImage && { imageUri: properties.text('imageUri', ...this.#imagePath) ?? '' }),
      ...(layers.length > 0 && { layers: layers.map(String) }),
      ...present('ephemeralStorageMb', properties.positive('ephemeralStorage', 'EphemeralStorage', 'Size')),
      ...(snapStart !== undefined && { snapStart: snapStart === 'PublishedVersions' }),
      ...present(
        'provisionedConcurrency',
        properties.positive('provisionedConcurrency', ...provisioned) ??
          callers.provisionedConcurrency.get(this.#resource.key),
      ),
    }
  }

  get #imagePath(): readonly string[] {
    return this.#kind === 'sam' ? ['ImageUri'] : ['Code', 'ImageUri']
  }

  get #isImage(): boolean {
    const packageType = resolveValue(this.#properties.node('PackageType'), this.#context.root)?.value
    return packageType === 'Image' || this.#properties.node(...this.#imagePath) !== undefined
  }

  #eventSources(): NonNullable<FunctionDefinition['eventSources']> {
    const { root, lines, callers } = this.#context
    const own = this.#kind === 'sam' ? samEventSources(valueAt(this.#own, 'Events'), root, lines) : []
    const url = this.#kind === 'sam' ? valueAt(this.#own, 'FunctionUrlConfig') : undefined
    const line = url && lines.lineAt(url.span.start)
    return [
      ...own,
      ...(line === undefined
        ? []
        : [{ name: 'FunctionUrlConfig', type: 'function-url' as const, line, spans: {}, unresolved: [] }]),
      ...(callers.sources.get(this.#resource.key) ?? []),
    ]
  }

  #functionKind(): FunctionKind {
    const has = (key: string) => this.#properties.node(key) !== undefined
    if (has('DurableConfig')) return 'durable'
    if (has('CapacityProviderConfig')) return 'managed-instances'
    if (has('TenancyConfig')) return 'tenant-isolated'
    return this.#context.callers.edge.has(this.#resource.key) ? 'edge' : 'event'
  }
}

function reasonOf(code: CodePlace | BuiltImage, isWeb: boolean): Pick<FunctionDefinition, 'reason' | 'archive'> {
  if (isWeb) return { reason: 'It is a web function: a listening server, without a handler.' }
  return 'reason' in code ? code : {}
}
