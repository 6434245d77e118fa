import { posix } from 'node:path'
import type { EventSource } from '../../eventSource.ts'
import { groupBy } from '../../groupBy.ts'
import type { FunctionDefinition } from '../../handler.ts'
import { present } from '../../present.ts'
import { isGenerated, joinPath } from '../../sourceFiles.ts'
import type { ReadTemplates, TemplateProject, TemplateReader } from '../templateReader.ts'
import { appSources } from './appSources.ts'
import { assetSource } from './assetSource.ts'
import { readCloudAssembly, type SynthesizedFunction } from './cloudAssembly.ts'
import { constructMatch } from './constructMatch.ts'
import { type ImageAsset, withOriginal } from './imageAsset.ts'
import { plainJson, textAt } from './plainJson.ts'
import { withTarget } from '../bundling/cdkBundling.ts'
import { type WrittenApp, writtenApp } from './writtenApp.ts'

/** CDK: each `cdk.json` is an app, read from its source files and from what `cdk synth` last made of them. */
export const cdkReader: TemplateReader = { framework: 'CDK', unitOf, read }

function unitOf(file: string): string | undefined {
  return /(^|\/)cdk\.json$/.test(file) && !isGenerated(file) ? file : undefined
}

async function read(files: readonly string[], project: TemplateProject): Promise<ReadTemplates> {
  const [file = ''] = files
  const text = await project.text(file)
  if (text === undefined) return { definitions: [], problems: [] }
  const settings = plainJson(text)
  const folder = posix.dirname(file).replace(/^\.$/, '')
  const sources = await appSources(textAt(settings, 'app') ?? '', folder, project)
  const missing = new Set<string>()
  const has = (name: string) => {
    if (!project.names.has(name)) missing.add(name)
    return project.names.has(name)
  }
  const written = await writtenApp(sources, { folder, has })
  // What is asked for is what the answer depends on: an entry that is not there may come.
  await Promise.all([...missing].map(name => project.text(name)))
  const assembly = await readCloudAssembly(joinPath(folder, textAt(settings, 'output') ?? 'cdk.out'), project)
  return {
    definitions: withOwnKeys(await merged(written, assembly.functions, project)),
    problems: [
      ...(settings ? [] : [{ file, reason: 'It is not valid JSON.' }]),
      ...written.problems,
      ...assembly.problems,
    ],
  }
}

interface Found {
  readonly definition: FunctionDefinition
  readonly stack?: string
}

/** What is deployed comes from the templates; where it can be edited, and the code, from the source. */
async function merged(
  { functions, idsOfClasses }: WrittenApp,
  synthesized: readonly SynthesizedFunction[],
  project: TemplateProject,
): Promise<readonly Found[]> {
  const matches = synthesized.map(one => ({ one, match: constructMatch(one, functions, idsOfClasses) }))
  const uses = groupBy(matches, ({ match }) => match)
  const found: Found[] = []
  for (const { one, match } of matches) {
    const isReused = (uses.get(match)?.length ?? 0) > 1
    const definition = match
      ? await withAsset(deployed(match.definition, one.definition, isReused), one.imageAsset, project)
      : await unwritten(one, project)
    found.push({ definition, stack: one.stack })
  }
  return [...found, ...functions.filter(written => !uses.has(written))]
}

/** Where the source does not tell what an image is built of. */
async function withAsset(
  definition: FunctionDefinition,
  asset: ImageAsset | undefined,
  project: TemplateProject,
): Promise<FunctionDefinition> {
  if (!asset || definition.image?.dockerfile !== undefined) return definition
  const { reason: _, ...values } = definition
  return await withOriginal(values, asset, project)
}

/** @param isReused whether the same source makes several functions */
function deployed(written: FunctionDefinition, made: FunctionDefinition, isReused: boolean): FunctionDefinition {
  const { reason: _, codeFolder: __, ...values } = made
  const { properties, ...spans } = written.spans
  return {
    ...values,
    template: written.template,
    line: written.line,
    kind: 'cdk',
    eventSources: placedSources(made, written.eventSources ?? []),
    functionKind: written.functionKind === 'event' ? made.functionKind : written.functionKind,
    ...present('codeFolder', written.codeFolder),
    ...present('entryPoints', written.entryPoints),
    ...present('buildMethod', written.buildMethod),
    ...present('bundling', written.bundling && withTarget(written.bundling, made.runtime)),
    ...present('target', written.target),
    ...present('reason', written.reason),
    ...(made.image && { image: { ...written.image, ...made.image } }),
    spans: isReused ? {} : written.spans,
    sharedSpans: isReused ? { ...spans, ...written.sharedSpans } : written.sharedSpans,
  }
}

/** What calls a synthesized function, at the place where the source says so; else in the template, as no place to edit. */
function placedSources(made: FunctionDefinition, written: readonly EventSource[]): readonly EventSource[] {
  const sources = made.eventSources ?? []
  return sources.map(source => {
    const sameType = (other: EventSource) => other.type === source.type
    const [place, ...others] = sources.filter(sameType).length > 1 ? [] : written.filter(sameType)
    const { queue } = source
    if (!place || others.length > 0) {
      const file = made.template
      return { ...source, file, spans: {}, ...(queue && { queue: { ...queue, file, spans: {} } }) }
    }
    const queuePlace = place.queue && { line: place.queue.line, spans: place.queue.spans }
    const known = queue && (queuePlace ? { ...queue, ...queuePlace } : { ...queue, file: made.template, spans: {} })
    return { ...source, line: place.line, spans: place.spans, ...(known && { queue: known }) }
  })
}

/** Made by source that was not found: nothing of it can be edited in a template that the next run writes anew. */
async function unwritten(
  { definition, assetFolder, imageAsset }: SynthesizedFunction,
  project: TemplateProject,
): Promise<FunctionDefinition> {
  const eventSources = placedSources(definition, [])
  const unplaced = { ...definition, kind: 'cdk', eventSources, spans: {}, sharedSpans: {} } as const
  if (unplaced.image) return withAsset(unplaced, imageAsset, project)
  const { reason, codeFolder: _, ...values } = unplaced
  const { handler } = values
  const isScript = handler !== undefined && /^(nodejs|python)/.test(values.runtime ?? '')
  const source = isScript && assetFolder !== undefined ? await assetSource(assetFolder, handler, project) : undefined
  return {
    ...values,
    ...(source ?? { reason: assetFolder === undefined && reason !== undefined ? reason : unknownConstruct }),
  }
}

const unknownConstruct = 'Which construct of the app made it, and of which source, could not be told.'

/** Stages have the same logical ids in each of their stacks. */
function withOwnKeys(found: readonly Found[]): readonly FunctionDefinition[] {
  const known = new Set<string>()
  return found.map(({ definition, stack }) => {
    const { template, line } = definition
    const names = [definition.logicalId, `${stack ?? ''}/${definition.logicalId}`, `${definition.logicalId}:${line}`]
    const logicalId = names.find(name => !known.has(`${template}#${name}`)) ?? `${definition.logicalId}:${known.size}`
    known.add(`${template}#${logicalId}`)
    return { ...definition, logicalId }
  })
}
