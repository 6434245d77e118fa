import { LensError } from '#common/errors.ts'
import { formatMemory } from '#common/format.ts'
import { applyEdits, type TextEdit } from '#syntax/textEdit.ts'
import type { DefinitionKey, FunctionDefinition, TemplateKind } from './handler.ts'
import type { ProjectFiles, ProjectIndex } from './projectIndex.ts'
import { ProjectIndexer } from './projectIndexer.ts'
import { insertSetting } from './templates/insertSetting.ts'

/** How a template comes to say another memory of a function. */
export interface MemoryEdit {
  /** Of the template, or of what gives it the value. */
  readonly file: string
  readonly edits: readonly TextEdit[]
  readonly before: string
  readonly after: string
  /** What the template said; absent where it left the default. */
  readonly fromMb?: number
  /** Other functions that get another memory by the same edit, because they share the value. */
  readonly alsoChanges: readonly DefinitionKey[]
}

interface Candidate {
  readonly file: string
  readonly edit: TextEdit
}

/**
 * The edit that makes the template say this memory: of the value in its place; else a value of its own for the function;
 * else of the value that it shares. Each is proved by reading the edited project again. Throws a `LensError`:
 * `no-definition`, `template-not-edited` where the template leaves the memory to something that only deploying tells.
 */
export async function editMemory(
  files: ProjectFiles,
  key: DefinitionKey,
  memoryMb: number,
  signal: AbortSignal,
): Promise<MemoryEdit> {
  const indexed = await new ProjectIndexer(files).update([], signal)
  const definition = indexed.definitions.find(one => one.template === key.template && one.logicalId === key.logicalId)
  if (!definition) throw noDefinition(key)
  const proof = new EditProof(files, definition)
  const before = await proof.read(signal)
  for (const { file, edit } of await candidates(definition, memoryMb, files)) {
    const text = await files.read(file)
    const edited = applyEdits(text, [edit])
    const after = await proof.read(signal, { file, text: edited })
    if (find(after, definition)?.memoryMb !== memoryMb) continue
    const { memoryMb: fromMb } = definition
    const alsoChanges = [...twins(indexed, definition), ...changedBeside(before, after, definition)]
    return {
      file,
      edits: [edit],
      before: text,
      after: edited,
      ...(fromMb === undefined ? {} : { fromMb }),
      alsoChanges,
    }
  }
  throw notEdited(definition, memoryMb)
}

/** Reads a project as it would be after an edit. */
class EditProof {
  readonly #indexer: ProjectIndexer
  #edited: { readonly file: string; readonly text: string } | undefined

  constructor(files: ProjectFiles, { kind }: FunctionDefinition) {
    this.#indexer = new ProjectIndexer({
      list: () => files.list(),
      kindOf: path => files.kindOf(path),
      read: async file => {
        if (file === this.#edited?.file) return this.#edited.text
        // What an app of the CDK made last says what its source said then.
        if (kind === 'cdk' && file.endsWith('/manifest.json')) throw new Error(`${file} is not read.`)
        return await files.read(file)
      },
    })
  }

  async read(signal: AbortSignal, edited?: { readonly file: string; readonly text: string }): Promise<ProjectIndex> {
    const changed = [this.#edited, edited].flatMap(one => one?.file ?? [])
    this.#edited = edited
    return await this.#indexer.update(changed, signal)
  }
}

async function candidates(
  definition: FunctionDefinition,
  memoryMb: number,
  files: ProjectFiles,
): Promise<readonly Candidate[]> {
  const { template, spans, sharedSpans } = definition
  const text = await files.read(template)
  const { memory: own, properties } = spans
  const { memory: shared } = sharedSpans
  if (own) return [replacement(template, text, own, memoryMb)].filter(found => found !== undefined)
  const siblings = [spans['timeout'], spans['runtime'], spans['handler']].filter(span => span !== undefined)
  const added = properties
    ? insertSetting(text, { file: template, properties, siblings }, settingOf(definition), String(memoryMb))
    : []
  const sharedFile = shared?.file ?? template
  const changed = shared && replacement(sharedFile, await files.read(sharedFile), shared, memoryMb)
  return [...added.map(edit => ({ file: template, edit })), ...(changed ? [changed] : [])]
}

/** A number, as it is written: with its quotation marks. Undefined for what is no plain number. */
function replacement(
  file: string,
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  memoryMb: number,
): Candidate | undefined {
  const [, quote] = /^(["']?)[\d_]+\1$/.exec(text.slice(start, end)) ?? []
  return quote === undefined ? undefined : { file, edit: { start, end, newText: `${quote}${memoryMb}${quote}` } }
}

const settings: Readonly<Record<TemplateKind, string>> = {
  sam: 'MemorySize',
  cloudformation: 'MemorySize',
  serverless: 'memorySize',
  cdk: 'memorySize',
  terraform: 'memory_size',
  other: 'MemorySize',
}

function settingOf({ kind, template }: FunctionDefinition): string {
  return kind === 'cdk' && template.endsWith('.py') ? 'memory_size' : settings[kind]
}

/** Of the CDK, the same place in the source; its ids are others once an app has run. */
function isSame(a: FunctionDefinition, b: FunctionDefinition): boolean {
  return a.template === b.template && (a.kind === 'cdk' ? a.line === b.line : a.logicalId === b.logicalId)
}

function find({ definitions }: ProjectIndex, definition: FunctionDefinition): FunctionDefinition | undefined {
  return definitions.find(one => isSame(one, definition))
}

/** Functions that the same source makes. */
function twins({ definitions }: ProjectIndex, definition: FunctionDefinition): readonly DefinitionKey[] {
  return definitions.filter(one => one !== definition && isSame(one, definition)).map(keyOf)
}

function changedBeside(
  before: ProjectIndex,
  after: ProjectIndex,
  definition: FunctionDefinition,
): readonly DefinitionKey[] {
  const others = before.definitions.filter(one => !isSame(one, definition))
  return others.filter(one => find(after, one)?.memoryMb !== one.memoryMb).map(keyOf)
}

function keyOf({ template, logicalId }: FunctionDefinition): DefinitionKey {
  return { template, logicalId }
}

function noDefinition({ template, logicalId }: DefinitionKey): LensError {
  return new LensError(
    'no-definition',
    `${template} does not define a function ${logicalId}.`,
    'Look whether it was renamed or moved.',
  )
}

function notEdited({ template, logicalId, alternatives, line }: FunctionDefinition, memoryMb: number): LensError {
  const choices = alternatives?.['memory']?.map(({ value }) => String(value)).join(' or ')
  const why =
    choices === undefined
      ? 'its memory is not written there as a plain number'
      : `a condition chooses its memory: ${choices} MB`
  return new LensError(
    'template-not-edited',
    `${template} could not be edited for ${logicalId}: ${why}.`,
    `Set ${formatMemory(memoryMb)} by hand at line ${line}.`,
  )
}
