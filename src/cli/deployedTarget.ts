import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LensError } from '#common/errors.ts'
import { DeployedFunctions } from '#handlers/deployed/deployedFunctions.ts'
import type { FoundFunction } from '#handlers/deployed/foundFunction.ts'
import { Deployments } from '#handlers/deployed/deployments.ts'
import type { StackResources } from '#handlers/deployed/stackResources.ts'
import { nodeProjectFiles } from '#handlers/nodeProjectFiles.ts'
import type { LocalTarget } from './localTarget.ts'

/**
 * The deployed function of a handler, by all that the editor knows it by: the links in the folder's settings, template,
 * stack, state. Throws a `LensError` (`not-linked`) with the reason where that is not enough.
 */
export async function deployedTarget(
  { root, handler, definition }: LocalTarget,
  stacks: StackResources,
  signal: AbortSignal,
): Promise<FoundFunction> {
  const deployments = new Deployments(nodeProjectFiles(root))
  const links = await linksOf(root)
  const functions = new DeployedFunctions({
    links: () => links,
    deploymentOf: one => deployments.of(one),
    stacks: () => stacks,
  })
  const found = await functions.resolve({ handler, ...(definition && { definition }) }, signal)
  if ('via' in found) return found
  throw new LensError(
    'not-linked',
    `Which deployed function ${handler.file}#${handler.exportName} is, is not known: ${found.reason}`,
    'Give its name or its ARN, or link it in the editor.',
  )
}

/** What *Link to Deployed Function…* has written; nothing where there is none. */
async function linksOf(root: string): Promise<unknown> {
  try {
    const text = await readFile(join(root, '.vscode', 'settings.json'), 'utf8')
    const { parse } = await import('jsonc-parser')
    const settings: unknown = parse(text)
    const isObject = typeof settings === 'object' && settings !== null
    return isObject && 'lambdaLens.links' in settings ? settings['lambdaLens.links'] : undefined
  } catch {
    return undefined
  }
}
