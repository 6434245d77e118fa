import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LensError } from '#common/errors.ts'
import { formatMemory } from '#common/format.ts'
import { editMemory } from '#handlers/editMemory.ts'
import type { DefinitionKey } from '#handlers/handler.ts'
import { nodeProjectFiles } from '#handlers/nodeProjectFiles.ts'
import { indexProject } from '#handlers/projectIndex.ts'
import { applyToFunction, undoApplication } from '#tuning/apply.ts'
import type { FunctionConfiguration } from '#tuning/functionControl.ts'
import type { SweepPlan } from '#tuning/plan.ts'
import type { DeployedConnection, TuneConnection } from './connection.ts'
import { lineDiff } from './lineDiff.ts'

export type ApplyTarget = 'function' | 'template'

/** What was changed, or null where the function has the recommended memory already. */
export type AppliedReport = {
  readonly to: ApplyTarget
  readonly fromMb?: number
  readonly toMb: number
  readonly file?: string
  /** Functions that share the value in the template. */
  readonly alsoChanges?: readonly DefinitionKey[]
} | null

interface Recommended {
  readonly connection: TuneConnection
  readonly plan: SweepPlan
  readonly configuration: FunctionConfiguration
  readonly toMb: number
}

/** Gives the live function, or its template, the recommended memory. `say` is told the diff of a template. */
export async function applyRecommendation(
  to: ApplyTarget,
  recommended: Recommended,
  say: (text: string) => void,
  signal: AbortSignal,
): Promise<AppliedReport> {
  assertArchitecture(recommended)
  return to === 'function' ? await toFunction(recommended, signal) : await toTemplate(recommended, say, signal)
}

/** The recommendation is one for the other architecture, where the copy had that. */
function assertArchitecture({ plan: { way }, configuration }: Recommended): void {
  if (way.kind !== 'clone' || (way.architecture ?? configuration.architecture) === configuration.architecture) return
  throw new LensError(
    'architecture-not-applied',
    `The recommendation is for ${way.architecture}, and the function runs on ${configuration.architecture}.`,
    'Build and deploy it for that architecture first; then set the memory.',
  )
}

async function toFunction(
  { connection, plan, configuration, toMb }: Recommended,
  signal: AbortSignal,
): Promise<AppliedReport> {
  if (connection.source === 'lab') {
    throw new LensError('nothing-live', 'A lab ends with its sweep.', 'Apply to the template instead.')
  }
  const fromMb = configuration.memoryMb
  if (fromMb === toMb) return null
  const { functionArn } = plan
  const alias = plan.way.kind === 'clone' ? plan.way.qualifier : undefined
  const application = { functionArn, fromMb, toMb, ...(alias === undefined ? {} : { alias }) }
  const record = await applyToFunction(connection.control, application, signal)
  await connection.history.addApplied(functionArn, record)
  return { to: 'function', fromMb, toMb }
}

async function toTemplate(
  { connection, plan, configuration, toMb }: Recommended,
  say: (text: string) => void,
  signal: AbortSignal,
): Promise<AppliedReport> {
  const { root, key } = await definitionOf(connection, configuration.name, signal)
  const edit = await editMemory(nodeProjectFiles(root), key, toMb, signal)
  const { file, before, after, alsoChanges, fromMb } = edit
  if (before === after) return null
  say(lineDiff(file, before, after))
  for (const { logicalId, template } of alsoChanges) say(`This changes ${logicalId} in ${template} as well.`)
  await writeFile(join(root, file), after)
  const change = { ...(fromMb === undefined ? {} : { fromMb }), toMb, file }
  const functionKey = connection.source === 'lab' ? connection.functionKey : plan.functionArn
  await connection.history.addApplied(functionKey, { at: new Date().toISOString(), to: 'template', ...change })
  return { to: 'template', ...change, alsoChanges }
}

async function definitionOf(
  connection: TuneConnection,
  name: string,
  signal: AbortSignal,
): Promise<{ readonly root: string; readonly key: DefinitionKey }> {
  if (connection.source === 'lab' && connection.definition) {
    const { root, definition } = connection
    return { root, key: definition }
  }
  const root = process.cwd()
  const { definitions } = await indexProject(nodeProjectFiles(root), signal)
  const key = definitions.find(one => one.functionName === name || one.logicalId === name)
  if (key) return { root, key }
  throw new LensError(
    'no-definition',
    `No template below ${root} defines a function ${name}.`,
    'Run the command in the folder of its project, or set the memory by hand.',
  )
}

/** Takes the last application to a live function back. */
export async function undoLastApplication(
  { control, history }: DeployedConnection,
  functionArn: string,
  signal: AbortSignal,
): Promise<string> {
  const last = (await history.applied(functionArn)).find(({ to }) => to === 'function')
  if (!last || last.undone) {
    throw new LensError('nothing-to-undo', 'Nothing was applied to this function from here.', 'Set its memory by hand.')
  }
  await undoApplication(control, functionArn, last, signal)
  await history.addApplied(functionArn, { ...last, at: new Date().toISOString(), undone: true })
  return `${functionArn} has ${formatMemory(last.fromMb ?? last.toMb)} again.`
}
