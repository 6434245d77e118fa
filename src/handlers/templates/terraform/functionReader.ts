import type { LineTable } from '#syntax/lineTable.ts'
import type { FunctionDefinition, FunctionKind } from '../../handler.ts'
import type { ModulePlaces } from '../../modulePlaces.ts'
import { present } from '../../present.ts'
import { archiveFolder } from '../archiveFolder.ts'
import { projectPath } from '../projectPath.ts'
import { AttributeReader } from './attributeReader.ts'
import type { FunctionCallers } from './functionCallers.ts'
import { moduleSettings, moduleSources, resourceSettings } from './functionSettings.ts'
import { attributeOf, type HclBody, type HclExpression } from './hclNode.ts'
import type { ModuleInstance } from './moduleInstance.ts'
import { type CodePlace, moduleCode, resourceCode } from './terraformCode.ts'
import { NotedValues } from './notedValues.ts'
import { providerRegion } from './providerRegion.ts'
import type { PlacedBlock } from './terraformFolder.ts'
import { follow, type ResolvedValue, resolve, type TerraformValue } from './terraformValue.ts'

/** How the two ways to define a function name their attributes, where they differ. */
const dialects = {
  resource: { code: resourceCode, settings: resourceSettings, place: 'filename', switches: [] },
  module: {
    code: moduleCode,
    settings: moduleSettings,
    place: 'source_path',
    switches: ['create', 'create_function'],
  },
} as const

export interface ReaderContext {
  lines(file: string): LineTable
  readonly places: ModulePlaces
  readonly callers: FunctionCallers
}

/** Reads one `aws_lambda_function`, or one call of terraform-aws-modules/lambda. */
export class FunctionReader {
  readonly #placed: PlacedBlock
  readonly #instance: ModuleInstance
  readonly #address: string
  readonly #isReused: boolean
  readonly #dialect: keyof typeof dialects
  readonly #values: NotedValues

  /** @param isReused whether several calls use the folder that it stands in */
  constructor(
    placed: PlacedBlock,
    instance: ModuleInstance,
    address: string,
    isReused: boolean,
    dialect: keyof typeof dialects,
  ) {
    this.#placed = placed
    this.#instance = instance
    this.#address = address
    this.#isReused = isReused
    this.#dialect = dialect
    this.#values = new NotedValues(this.#body, this.#value({ kind: 'opaque', span: this.#body.span }))
  }

  /** Undefined where the block makes no function, such as a layer. */
  read({ lines, places, callers }: ReaderContext): FunctionDefinition | undefined {
    const { code, settings, place, switches } = dialects[this.#dialect]
    if (switches.some(name => this.#plainOf(name) === false) || this.#plainOf('create_layer') === true) return
    const architecture = this.#values.read('architecture', 'architectures')
    const values = {
      handler: this.#values.read('handler', 'handler'),
      runtime: this.#values.read('runtime', 'runtime'),
      memory: this.#values.read('memory', 'memory_size'),
      timeout: this.#values.read('timeout', 'timeout'),
      functionName: this.#values.read('functionName', 'function_name'),
    }
    this.#values.read('codeUri', place)
    const told = code(this.#body, this.#value({ kind: 'opaque', span: this.#body.span }))
    const codePlace = 'archive' in told ? this.#unpacked(told, values, places) : told
    const home = this.#home()
    const reader = new AttributeReader(this.#body, this.#value({ kind: 'opaque', span: this.#body.span }))
    const provisioned = callers.provisionedConcurrency(this.#instance, this.#ownAddress)
    return {
      template: home.file,
      logicalId: this.#address,
      kind: 'terraform',
      functionKind: this.#functionKind(callers),
      line: lines(home.file).lineAt(home.block.typeSpan.start),
      ...present('handler', text(values.handler)),
      ...present('runtime', text(values.runtime)),
      ...present('memoryMb', wholeNumber(values.memory)),
      ...present('timeoutSeconds', wholeNumber(values.timeout)),
      ...present('functionName', text(values.functionName)),
      ...present('region', providerRegion(this.#placed, this.#instance)),
      ...(architecture === 'arm64' || architecture === 'x86_64' ? { architecture } : {}),
      ...('folder' in codePlace && { codeFolder: codePlace.folder }),
      ...('image' in codePlace && { ...codePlace, imageUri: reader.text('imageUri', 'image_uri') ?? '' }),
      ...present('provisionedConcurrency', provisioned),
      ...settings(reader, callers.references),
      eventSources: this.#eventSources(reader, home, { lines, callers }),
      environment: this.#environment(),
      ...this.#spans(home),
      unresolved: this.#values.unresolved.filter(name => name !== 'codeUri' || !('folder' in codePlace)),
      ...this.#values.alternatives(home.file),
      source: null,
      ...this.#reason(codePlace),
    }
  }

  get #body(): HclBody {
    return this.#placed.block.body
  }

  #value(expression: HclExpression): TerraformValue {
    return { expression, file: this.#placed.file, instance: this.#instance, isShared: false, isPassed: false }
  }

  #plainOf(name: string): Said {
    const expression = attributeOf(this.#body, name)
    return expression && resolve(this.#value(expression))?.value
  }

  /** The call of the module, where that decides about the memory; else the block itself. */
  #home(): PlacedBlock {
    const memory = this.#values.get('memory')
    const call = this.#instance.caller?.call
    return memory?.isPassed && call && memory.place?.file === call.file ? call : this.#placed
  }

  #spans(home: PlacedBlock): Pick<FunctionDefinition, 'spans' | 'sharedSpans'> {
    const { spans, sharedSpans } = this.#values.spans(home.file, this.#isReused)
    // What the call of a module takes besides is the module's own matter.
    const isOpen = home === this.#placed && !this.#isReused
    return { spans: { ...(isOpen && { properties: this.#body.span }), ...spans }, sharedSpans }
  }

  #environment(): Record<string, string> {
    const block = this.#body.blocks.findLast(({ type }) => type === 'environment')
    const expression =
      this.#dialect === 'module'
        ? attributeOf(this.#body, 'environment_variables')
        : block && attributeOf(block.body, 'variables')
    const entries = expression ? this.#entries(this.#value(expression)) : []
    return Object.fromEntries(
      [...new Map(entries)].flatMap(([name, said]) => (said === undefined ? [] : [[name, said]])),
    )
  }

  /** Of an object, or of several merged; without a value where it is not known. */
  #entries(start: TerraformValue, depth = 0): readonly (readonly [string, string | undefined])[] {
    const value = follow(start)
    const { expression } = value
    if (expression.kind === 'call' && expression.name === 'merge' && depth < 5) {
      return expression.arguments.flatMap(part => this.#entries({ ...value, expression: part }, depth + 1))
    }
    if (expression.kind !== 'object') return []
    return expression.attributes.map(({ name, value: inner }) => [
      name,
      text(resolve({ ...value, expression: inner })?.value),
    ])
  }

  /** In the address without the modules around it. */
  get #ownAddress(): string {
    return this.#address.slice(this.#instance.prefix.length)
  }

  #eventSources(
    reader: AttributeReader,
    home: PlacedBlock,
    { lines, callers }: Pick<ReaderContext, 'lines' | 'callers'>,
  ): NonNullable<FunctionDefinition['eventSources']> {
    const { block, file } = this.#placed
    const lineAt = (of: string, offset: number) => lines(of).lineAt(offset)
    const own =
      this.#dialect === 'module'
        ? moduleSources(reader, { file, lineAt }, lineAt(file, block.typeSpan.start), callers.references)
        : []
    const all = [...own, ...callers.sourcesOf(this.#instance, this.#ownAddress)]
    return all.map(source => ({
      ...withoutFile(source, home.file),
      ...(source.queue && { queue: withoutFile(source.queue, home.file) }),
    }))
  }

  #functionKind(callers: FunctionCallers): FunctionKind {
    const says = (name: string) => this.#body.blocks.some(({ type }) => type === name) || attributeOf(this.#body, name)
    if (says('durable_config')) return 'durable'
    if (says('capacity_provider_config')) return 'managed-instances'
    if (says('tenancy_config')) return 'tenant-isolated'
    const isEdge = callers.isEdge(this.#instance, this.#ownAddress) || this.#plainOf('lambda_at_edge') === true
    return isEdge ? 'edge' : 'event'
  }

  /** An archive that no template makes is looked for where the template is, else below the folder Terraform runs in. */
  #unpacked(
    place: CodePlace,
    { handler, runtime }: { readonly handler?: Said; readonly runtime?: Said },
    places: ModulePlaces,
  ): CodePlace {
    if (typeof handler !== 'string') return place
    const { folder: own, rootPath } = this.#instance
    const archive = 'archive' in place ? projectPath(place.archive ?? '', rootPath) : undefined
    const built = archive === undefined ? undefined : archiveFolder(archive, text(runtime))
    if (built !== undefined) return { folder: built }
    const found = [own.path, rootPath].map(folder => places.folder(handler, text(runtime), folder))
    const folder = found.find(path => path !== undefined)
    return folder === undefined ? place : { folder }
  }

  /** One or none is no repetition. */
  #isRepeated(name: string): boolean {
    const expression = attributeOf(this.#body, name)
    if (!expression) return false
    const { expression: said } = follow(this.#value(expression))
    const counts = said.kind === 'conditional' ? said.branches : [said]
    return !counts.every(one => one.kind === 'literal' && (one.value === 0 || one.value === 1))
  }

  #reason(code: CodePlace): { reason?: string } {
    const repeated = ['for_each', 'count'].find(name => this.#isRepeated(name))
    const { unresolved } = this.#values
    const isUnknown = unresolved.includes('handler') || ('reason' in code && unresolved.includes('codeUri'))
    if (repeated !== undefined && isUnknown) {
      return { reason: `It stands for several functions (${repeated}), whose code only Terraform knows.` }
    }
    return 'reason' in code ? { reason: code.reason } : {}
  }
}

/** What stands in the template itself needs no file. */
function withoutFile<Placed extends { readonly file?: string }>(
  placed: Placed,
  template: string,
): Omit<Placed, 'file'> {
  const { file, ...rest } = placed
  return file === template ? rest : placed
}

type Said = ResolvedValue['value'] | undefined

function text(value: Said): string | undefined {
  return value === undefined || value === null ? undefined : String(value)
}

function wholeNumber(value: Said): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isInteger(number) && number > 0 ? number : undefined
}
