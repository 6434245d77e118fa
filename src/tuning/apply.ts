import { LensError } from '#common/errors.ts'
import { formatMemory } from '#common/format.ts'
import type { FunctionAlias, FunctionControl } from './functionControl.ts'
import type { AppliedRecord } from './history.ts'

export interface Application {
  /** Without a qualifier. */
  readonly functionArn: string
  /** The memory that the recommendation was made against. */
  readonly fromMb: number
  readonly toMb: number
  /** An alias that callers use: a version with the new memory is published, and it is moved there. */
  readonly alias?: string
}

/**
 * Gives the live function another memory. Returns what `undoApplication` needs to take it back. Throws a `LensError`:
 * `function-changed` when its memory is no longer what it was, `alias-not-moved` when an alias runs other code than
 * `$LATEST`, or two versions.
 */
export async function applyToFunction(
  control: FunctionControl,
  { functionArn: name, fromMb, toMb, alias: aliasName }: Application,
  signal: AbortSignal,
): Promise<AppliedRecord> {
  const alias = aliasName === undefined ? undefined : await movableAlias(control, name, aliasName, signal)
  const at = new Date().toISOString()
  const now = await control.read(name, signal)
  // Of an alias, the memory in question is that of its version.
  if (!alias && now.memoryMb !== fromMb) throw changed(now.name, now.memoryMb, fromMb)
  const record = { at, to: 'function', fromMb: now.memoryMb, toMb } as const
  const settled = now.memoryMb === toMb ? now : await control.setMemory(name, toMb, now.revisionId, signal)
  if (!alias) return record
  const fromVersion = alias.versions[0] ?? ''
  const published = await control.publish(name, `Memory ${formatMemory(toMb)}`, settled.revisionId, signal)
  await control.moveAlias(name, alias.name, published.version, alias.revisionId, signal)
  return { ...record, alias: { name: alias.name, fromVersion, toVersion: published.version } }
}

/**
 * Takes an application back. Throws a `LensError` (`function-changed`) when somebody else has changed the function or
 * the alias since; nothing is overwritten then. A version that was published stays: others may know it by now.
 */
export async function undoApplication(
  control: FunctionControl,
  functionArn: string,
  { fromMb, toMb, alias: moved }: AppliedRecord,
  signal: AbortSignal,
): Promise<void> {
  if (moved) {
    const alias = await aliasOf(control, functionArn, moved.name, signal)
    if (alias.versions[0] !== moved.toVersion || alias.versions.length > 1) throw aliasChanged(alias, moved.toVersion)
    await control.moveAlias(functionArn, alias.name, moved.fromVersion, alias.revisionId, signal)
  }
  const now = await control.read(functionArn, signal)
  if (now.memoryMb !== toMb) throw changed(now.name, now.memoryMb, toMb)
  if (fromMb !== undefined && fromMb !== toMb) await control.setMemory(functionArn, fromMb, now.revisionId, signal)
}

async function movableAlias(
  control: FunctionControl,
  name: string,
  aliasName: string,
  signal: AbortSignal,
): Promise<FunctionAlias> {
  const alias = await aliasOf(control, name, aliasName, signal)
  if (alias.versions.length > 1) {
    throw notMoved(aliasName, `it shares its calls between versions ${alias.versions.join(' and ')}`)
  }
  const [latest, behind] = await Promise.all([control.read(name, signal), control.read(`${name}:${aliasName}`, signal)])
  if (latest.fingerprint !== behind.fingerprint)
    throw notMoved(aliasName, 'it runs other code or settings than $LATEST')
  return alias
}

async function aliasOf(
  control: FunctionControl,
  name: string,
  aliasName: string,
  signal: AbortSignal,
): Promise<FunctionAlias> {
  const alias = (await control.aliases(name, signal)).find(one => one.name === aliasName)
  if (alias) return alias
  throw new LensError('not-found', `The function has no alias ${aliasName}.`, 'Look at its aliases.')
}

function notMoved(alias: string, why: string): LensError {
  return new LensError(
    'alias-not-moved',
    `The alias ${alias} was not moved: ${why}.`,
    'Set the memory in the template, and deploy that.',
  )
}

function changed(name: string, nowMb: number, expectedMb: number): LensError {
  return new LensError(
    'function-changed',
    `${name} has ${formatMemory(nowMb)} by now, not ${formatMemory(expectedMb)}: somebody else has changed it. It was left as it is.`,
    'Tune it again, to decide by what it is now.',
  )
}

function aliasChanged({ name, versions }: FunctionAlias, expected: string): LensError {
  return new LensError(
    'function-changed',
    `The alias ${name} points to version ${versions.join(' and ')} by now, not ${expected}. It was left as it is.`,
    'Move it by hand if it shall go back.',
  )
}
