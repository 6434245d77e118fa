import { groupBy } from './groupBy.ts'
import type { FunctionDefinition, NestingStack } from './handler.ts'
import { type ImageProject, readImage } from './images/readImage.ts'
import { mapConcurrently } from './mapConcurrently.ts'
import { present } from './present.ts'
import type { ProjectSources } from './projectSources.ts'
import type { NestedTemplate } from './templates/sam/nestedTemplates.ts'
import type { GivenValue } from './templates/sam/resolveValue.ts'
import type { ReadTemplates, TemplateProject, TemplateReader } from './templates/templateReader.ts'

interface PlacedStack {
  readonly template: string
  readonly nested: NestedTemplate
}

type Parameters = Readonly<Record<string, GivenValue>>

/** What was read together, and what of. */
interface Entry extends ReadTemplates {
  readonly dependencies: ReadonlySet<string>
  readonly given: string
}

const unitsAtOnce = 8
/** A stack in a stack in a stack. */
const deepestNesting = 5

/** The templates of a project as they were last read; follows changes by reading again what they touch. */
export class TemplateIndex {
  readonly #readers: readonly TemplateReader[]
  readonly #sources: ProjectSources
  readonly #entries = new Map<TemplateReader, Map<string, Entry>>()

  constructor(readers: readonly TemplateReader[], sources: ProjectSources) {
    this.#readers = readers
    this.#sources = sources
  }

  get problems(): readonly { readonly file: string; readonly reason: string }[] {
    return this.#all().flatMap(({ problems }) => problems)
  }

  /** In the order of readers and files, each with the stacks that it is nested in. */
  get definitions(): readonly FunctionDefinition[] {
    const nested = groupBy(this.#nested(), one => one.nested.template)
    return this.#all()
      .flatMap(({ definitions }) => definitions)
      .map(definition => {
        const nestedIn = nestingStacks(definition.template, nested)
        // The same object as before, by which the indexer knows what it has found out of it.
        return nestedIn ? { ...definition, nestedIn } : definition
      })
  }

  /** Reads again what the changed files (created, edited or deleted) belong to or were asked for by. */
  async update(changed: ReadonlySet<string>, signal: AbortSignal): Promise<void> {
    for (const reader of this.#readers) {
      const entries = this.#entries.get(reader) ?? new Map<string, Entry>()
      this.#entries.set(reader, entries)
      const touched = new Set([...changed].flatMap(file => reader.unitOf(file) ?? []))
      for (const [unit, { dependencies }] of entries) {
        if (!touched.has(unit) && [...dependencies].some(file => changed.has(file))) touched.add(unit)
      }
      await this.#read(reader, this.#filesOf(reader, touched), signal)
    }
    await this.#readNested(signal)
  }

  /** The files of each unit; none where all were deleted. */
  #filesOf(reader: TemplateReader, units: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
    const files = new Map([...units].map(unit => [unit, this.#sources.tree.has(unit) ? [unit] : []] as const))
    if ([...files.values()].every(([own]) => own !== undefined)) return files
    const named = groupBy(this.#sources.tree.under(''), file => reader.unitOf(file))
    return new Map([...units].map(unit => [unit, named.get(unit) ?? []] as const))
  }

  async #read(
    reader: TemplateReader,
    units: ReadonlyMap<string, readonly string[]>,
    signal: AbortSignal,
    parameters: ReadonlyMap<string, Parameters> = new Map(),
  ): Promise<void> {
    const entries = this.#entries.get(reader)
    await mapConcurrently([...units], unitsAtOnce, signal, async ([unit, files]) => {
      if (files.length === 0) {
        entries?.delete(unit)
        return
      }
      const dependencies = new Set<string>()
      const given = parameters.get(unit) ?? {}
      const { tree } = this.#sources
      const project: TemplateProject = {
        names: tree.names,
        parametersOf: template => (template === unit ? given : {}),
        text: async file => {
          dependencies.add(file)
          return await this.#sources.text(file)
        },
      }
      const found = await withImages(await reader.read(files, project), {
        text: file => project.text(file),
        hasFolder: path => tree.hasFolder(path),
      })
      // Of the thousands of files that are no template nothing is kept.
      if (found.definitions.length + found.problems.length + (found.nested?.length ?? 0) === 0 && dependencies.size < 2)
        entries?.delete(unit)
      else entries?.set(unit, { ...found, dependencies, given: JSON.stringify(given) })
    })
  }

  /** Templates in stacks of other templates, with the parameters that those give. */
  async #readNested(signal: AbortSignal): Promise<void> {
    for (let depth = 0; depth < deepestNesting; depth++) {
      const given = this.#given()
      let stale = 0
      for (const [reader, entries] of this.#entries) {
        const units = [...entries].filter(([unit, entry]) => entry.given !== JSON.stringify(given.get(unit) ?? {}))
        stale += units.length
        await this.#read(reader, new Map(units.map(([unit]) => [unit, [unit]])), signal, given)
      }
      if (stale === 0) return
    }
  }

  #given(): ReadonlyMap<string, Parameters> {
    const given = new Map<string, Record<string, GivenValue>>()
    for (const [template, stacks] of groupBy(this.#nested(), ({ nested }) => nested.template)) {
      const [first, ...others] = stacks.map(({ nested }) => nested.parameters)
      // Stacks that give different values leave it open which one a function has; the same has no single place.
      const same = Object.entries(first ?? {}).map(
        ([key, value]) =>
          [
            key,
            others.length === 0
              ? value
              : sameValue(
                  value,
                  others.map(other => other[key]),
                ),
          ] as const,
      )
      const further = others.flatMap(other => Object.keys(other)).map(key => [key, null] as const)
      if (same.length + further.length > 0) given.set(template, Object.fromEntries([...further, ...same]))
    }
    return given
  }

  #nested(): readonly PlacedStack[] {
    return [...this.#entries.values()].flatMap(entries =>
      [...entries].flatMap(([template, { nested = [] }]) => nested.map(one => ({ template, nested: one }))),
    )
  }

  #all(): readonly Entry[] {
    return [...this.#entries.values()].flatMap(entries =>
      [...entries].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, entry]) => entry),
    )
  }
}

/** Undefined for a template that no other deploys. Templates may name each other without an end. */
function nestingStacks(
  template: string,
  nested: ReadonlyMap<string, readonly PlacedStack[]>,
  inside: readonly string[] = [],
): readonly NestingStack[] | undefined {
  if (inside.length >= deepestNesting) return
  const around = [...inside, template]
  const stacks = nested.get(template)?.filter(stack => !around.includes(stack.template))
  return stacks?.map(stack => ({
    template: stack.template,
    logicalId: stack.nested.logicalId,
    ...present('nestedIn', nestingStacks(stack.template, nested, around)),
  }))
}

function sameValue(value: GivenValue, others: readonly (GivenValue | undefined)[]): GivenValue {
  return value && others.every(other => other?.value === value.value) ? { value: value.value } : null
}

/** Whatever the template's framework: what the Dockerfiles say of its container images. */
async function withImages(found: ReadTemplates, project: ImageProject): Promise<ReadTemplates> {
  if (!found.definitions.some(({ image }) => image)) return found
  const read = await Promise.all(found.definitions.map(definition => readImage(definition, project)))
  const problems = new Map(read.flatMap(({ problem }) => (problem ? [[problem.file, problem] as const] : [])))
  return {
    ...found,
    definitions: read.map(({ definition }) => definition),
    problems: [...found.problems, ...problems.values()],
  }
}
