import type { FunctionDefinition, FunctionKind } from '../../handler.ts'
import { present } from '../../present.ts'
import { joinPath } from '../../sourceFiles.ts'
import { serviceBundling } from '../bundling/serviceBundling.ts'
import { eventSources } from './eventSources.ts'
import { readServiceImage, type ServiceImage } from './serviceImage.ts'
import { type NotFound, type Resolved, textOf } from './locatedValue.ts'
import type { ServiceFiles } from './serviceFiles.ts'
import type { ServiceSettings } from './serviceSettings.ts'
import type { LocatedEntry, ServiceValues } from './serviceValues.ts'
import { knownTexts, SettingReader } from './settingReader.ts'

export interface ServiceContext {
  readonly values: ServiceValues
  readonly files: ServiceFiles
  readonly settings: ServiceSettings
}

/** One function of a service: its name and what stands under it. */
export async function readFunction(entry: LocatedEntry, context: ServiceContext): Promise<FunctionDefinition> {
  const own = await context.values.resolve(entry.value)
  return 'reason' in own ? unknownFunction(entry, own, context) : new FunctionReader(entry, own, context).read()
}

function unknownFunction({ key, keySpan, value }: LocatedEntry, { reason }: NotFound, { files }: ServiceContext) {
  return {
    template: value.file,
    logicalId: key,
    kind: 'serverless',
    functionKind: 'event',
    line: files.lineAt(value.file, keySpan.start),
    environment: {},
    spans: {},
    sharedSpans: {},
    unresolved: ['handler', 'runtime', 'memory', 'timeout', 'architecture', 'functionName'],
    source: null,
    reason,
  } satisfies FunctionDefinition
}

/** Handlers that plugins put into the package. */
const pluginHandlers: Readonly<Record<string, RegExp>> = {
  'serverless-wsgi': /^wsgi(_handler)?\.handler$/,
  'serverless-rack': /^rack_adapter\.handler$/,
}

class FunctionReader {
  readonly #entry: LocatedEntry
  readonly #own: Resolved
  readonly #context: ServiceContext
  readonly #reader: SettingReader

  constructor(entry: LocatedEntry, own: Resolved, context: ServiceContext) {
    this.#entry = entry
    this.#own = own
    this.#context = context
    this.#reader = new SettingReader(context.values, own, context.settings.defaults)
  }

  async read(): Promise<FunctionDefinition> {
    const { files, settings } = this.#context
    const { key, keySpan, value } = this.#entry
    const { file, node } = this.#own
    const reader = this.#reader
    const runtime = await reader.text('runtime', 'runtime')
    const architecture = await reader.text('architecture', 'architecture')
    const image = await readServiceImage(reader, this.#context)
    const handler = await reader.text('handler', 'handler')
    const isScript = runtime === undefined || runtime.startsWith('nodejs')
    const buildMethod = isScript && image === undefined ? settings.buildMethod : undefined
    const layers = await this.#layers()
    return {
      template: file,
      logicalId: key,
      kind: 'serverless',
      functionKind: await this.#functionKind(),
      line: files.lineAt(file, file === value.file ? keySpan.start : node.span.start),
      ...present('handler', handler),
      ...present('runtime', runtime),
      ...present('memoryMb', await reader.positive('memory', 'memorySize')),
      ...present('timeoutSeconds', await reader.positive('timeout', 'timeout')),
      ...present('functionName', await this.#functionName()),
      ...(architecture === 'arm64' || architecture === 'x86_64' ? { architecture } : {}),
      ...(image ?? { codeFolder: await this.#codeFolder(handler) }),
      ...present('buildMethod', buildMethod),
      ...(buildMethod === 'esbuild' && { bundling: await serviceBundling(this.#context, runtime) }),
      ...(buildMethod === 'esbuild' && handler !== undefined && { entryPoints: [handler.replace(/\.[^./]*$/, '')] }),
      ...(layers.length > 0 && { layers }),
      ...present('ephemeralStorageMb', await reader.positive('ephemeralStorage', 'ephemeralStorageSize')),
      ...present('snapStart', await reader.flag('snapStart', 'snapStart')),
      ...present('provisionedConcurrency', await reader.positive('provisionedConcurrency', 'provisionedConcurrency')),
      eventSources: await eventSources(reader, this.#context),
      environment: await this.#environment(),
      spans: reader.spans,
      sharedSpans: reader.sharedSpans,
      unresolved: [...reader.unresolved.keys()],
      source: null,
      ...present('reason', await this.#reason(runtime, image, handler)),
    }
  }

  async #functionName(): Promise<string | undefined> {
    const own = await this.#reader.text('functionName', 'name')
    if (own !== undefined || this.#reader.unresolved.has('functionName')) return own
    const { namePrefix } = this.#context.settings
    if (typeof namePrefix === 'string') return namePrefix + this.#entry.key
    this.#reader.unresolved.set('functionName', namePrefix.reason)
    return
  }

  async #functionKind(): Promise<FunctionKind> {
    const { values } = this.#context
    if (await this.#reader.says('durableConfig')) return 'durable'
    if (await this.#reader.says('capacityProvider')) return 'managed-instances'
    if (await this.#reader.says('tenancy')) return 'tenant-isolated'
    if (await this.#reader.says('lambdaAtEdge')) return 'edge'
    const events = await this.#reader.value('events')
    for (const node of events?.node.kind === 'list' ? events.node.items : []) {
      const [event] = await values.entries({ node, file: this.#own.file })
      if (event?.key === 'cloudFront' || event?.key === 'preExistingCloudFront') return 'edge'
    }
    return 'event'
  }

  /** A function in Python may be packaged from a folder of its own, its module. */
  async #codeFolder(handler: string | undefined): Promise<string> {
    const { folder } = this.#context.settings
    const module = textOf((await this.#reader.value('module'))?.node)
    return handler?.startsWith(`${module}/`) ? folder : joinPath(folder, module)
  }

  async #layers(): Promise<readonly string[]> {
    const { values, settings } = this.#context
    const own = await this.#reader.value('layers')
    if (own || !settings.defaults) return own ? knownTexts(values, own) : []
    const shared = await values.at(settings.defaults, ['layers'])
    return 'node' in shared ? knownTexts(values, shared) : []
  }

  async #environment(): Promise<Record<string, string>> {
    const { values, settings } = this.#context
    const shared = settings.defaults && (await values.child(settings.defaults, 'environment'))
    const known = new Map<string, string>()
    for (const variables of [shared, await this.#reader.value('environment')]) {
      for (const { key, value } of variables ? await values.entries(variables) : []) {
        const resolved = await values.resolve(value)
        const isKnown = 'node' in resolved && resolved.node.kind === 'scalar' && resolved.node.value !== null
        if (isKnown) known.set(key, textOf(resolved.node))
        // An own value that is unknown hides a shared one all the same.
        else known.delete(key)
      }
    }
    return Object.fromEntries(known)
  }

  async #reason(
    runtime: string | undefined,
    image: ServiceImage | undefined,
    handler: string | undefined,
  ): Promise<string | undefined> {
    if (image) return
    const unknownHandler = this.#reader.unresolved.get('handler')
    if (unknownHandler !== undefined) return `The handler is not known: ${unknownHandler}`
    const { plugins } = this.#context.settings
    const plugin = plugins.find(name => pluginHandlers[name]?.test(handler ?? ''))
    if (plugin !== undefined) return `Its handler comes with the plugin ${plugin}, which calls a web application.`
    // Compiled languages are built before; their source is found by other ways than the path in the package.
    return runtime === undefined || /^(nodejs|python)/.test(runtime) ? this.#archiveReason() : undefined
  }

  async #archiveReason(): Promise<string | undefined> {
    const own = await this.#reader.value('package', 'artifact')
    const artifact = own ? textOf(own.node) : this.#context.settings.artifact
    if (artifact === undefined) return
    return artifact === ''
      ? 'The code is an archive that is built before.'
      : `The code is the built archive ${artifact}.`
  }
}
