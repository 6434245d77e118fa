import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { referencesIn } from '#syntax/javascript/names.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import { evaluationOf } from '../analysis/evaluation.ts'
import { assignedIn, bodyOf, endsEarly, inRound, isLoop } from '../loops/itemLoop.ts'
import { type ProvenRead, provenRead } from './provenRead.ts'

/** A loop whose rounds read, each for itself: none needs what another one made. */
export interface ReadLoop {
  readonly loop: TSESTree.ForOfStatement | TSESTree.ForInStatement | TSESTree.ForStatement
  readonly awaits: readonly TSESTree.AwaitExpression[]
  readonly reads: readonly ProvenRead[]
}

export function readLoop(loop: ReadLoop['loop'], code: SourceCode): ReadLoop | undefined {
  if (loop.type === 'ForOfStatement' && loop.await) return
  const round = [...inRound(loop, code)]
  const awaits = round.filter(node => node.type === 'AwaitExpression')
  if (awaits.length === 0 || endsEarly(loop, code) || round.some(node => isLoop(node) || node.type === 'TryStatement'))
    return
  const reads = awaits.flatMap(({ argument }) => provenRead(argument, code) ?? [])
  if (reads.length < awaits.length || !isQuietBesides(loop, reads, code)) return
  return needsEarlierRounds(loop, code) ? undefined : { loop, awaits, reads }
}

/** Whether a round does nothing but read, and keep what it read. */
function isQuietBesides(loop: ReadLoop['loop'], reads: readonly ProvenRead[], code: SourceCode): boolean {
  const promises = new Set<TSESTree.Node>(reads.map(({ promise }) => promise))
  const isHarmless = (node: TSESTree.Node): boolean =>
    promises.has(node) ||
    ['AwaitExpression', 'AssignmentExpression'].includes(node.type) ||
    isInside(node, promises) ||
    isAdding(node)
  return bodyOf(loop).every(statement => evaluationOf(statement, code, isHarmless) !== 'unknown')
}

/** Parts of a request, such as its command, that are no effect of their own. */
function isInside(node: TSESTree.Node, promises: ReadonlySet<TSESTree.Node>): boolean {
  const { parent } = node
  if (node.type === 'NewExpression') return node.callee.type === 'Identifier' && node.callee.name.endsWith('Command')
  const outer = parent?.type === 'MemberExpression' ? parent.parent : undefined
  return node.type === 'CallExpression' && outer !== undefined && promises.has(outer)
}

/** `list.push(x)` */
function isAdding(node: TSESTree.Node): boolean {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false
  const { object, property, computed } = node.callee
  return object.type === 'Identifier' && staticName(property, computed) === 'push'
}

/** Whether a round reads a variable that rounds assign: pages, sums, searches. */
function needsEarlierRounds(loop: ReadLoop['loop'], code: SourceCode): boolean {
  const assigned = assignedIn(loop, code)
  return referencesIn(loop.body, code).some(reference => {
    const { resolved, identifier } = reference
    if (!resolved || !assigned.has(resolved)) return false
    const { parent } = identifier
    const isTarget = parent?.type === 'AssignmentExpression' && parent.left === identifier && parent.operator === '='
    const isMemberTarget =
      parent?.type === 'MemberExpression' &&
      parent.object === identifier &&
      parent.parent.type === 'AssignmentExpression' &&
      parent.parent.left === parent &&
      parent.parent.operator === '='
    return !isTarget && !isMemberTarget
  })
}
