import type { Reference } from '@typescript-eslint/scope-manager'
import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { FunctionNode } from '#handlers/javascript/workingFunction.ts'
import { contains, type SourceCode } from '#syntax/javascript/sourceCode.ts'
import type { HandlerCode } from '../analysis/handlerCode.ts'
import type { ModuleLoad } from '../analysis/moduleLoads.ts'
import { functionAround } from '../analysis/pathToFunction.ts'

/** A block that not every call gets to, and what of a module is used in it. */
export interface LateBlock {
  readonly block: TSESTree.BlockStatement
  readonly references: readonly Reference[]
}

/** Where a module is used; `always` where every call uses it, or nobody knows when it is used. */
export type LateUses = { readonly blocks: readonly LateBlock[] } | { readonly why: string } | 'always'

/** The blocks that need a module, where only some calls get to any of them. */
export function lateUses(load: ModuleLoad, calls: HandlerCode, code: SourceCode): LateUses {
  const references = load.variables.flatMap(variable => variable.references.filter(one => !one.init && !isType(one)))
  if (references.length === 0) return 'always'
  const needsAsync = load.node.type === 'ImportDeclaration'
  const found = new Map<TSESTree.BlockStatement, Reference[]>()
  let why: string | undefined
  for (const reference of references) {
    const block = lateBlock(reference.identifier, { calls, code, needsAsync })
    if (block === 'always') return 'always'
    if ('why' in block) why ??= block.why
    else found.set(block, [...(found.get(block) ?? []), reference])
  }
  return why === undefined ? { blocks: outermost(found) } : { why }
}

/** A use that is gone when the types are. */
export function isType({ isValueReference, identifier: { parent } }: Reference): boolean {
  return !isValueReference || parent.type === 'TSTypeQuery' || parent.type === 'TSQualifiedName'
}

interface Question {
  readonly calls: HandlerCode
  readonly code: SourceCode
  readonly needsAsync: boolean
}

/** The block in which a use can wait for its module. */
function lateBlock(
  name: TSESTree.Node,
  { calls, code, needsAsync }: Question,
): TSESTree.BlockStatement | { readonly why: string } | 'always' {
  const place = calls.placeOf(name)
  if (place) {
    const isLate = place.branch && place.called.role !== 'middleware'
    return isLate ? branchBlock(name, place.called.node, needsAsync) : 'always'
  }
  const around = outermostFunction(name)
  if (!around || !isCalledInBranches(around, calls, code)) return 'always'
  const { body } = around
  if (body.type !== 'BlockStatement' || startsWithDirective(body)) return { why: noBlock }
  return needsAsync && !around.async ? { why: notAsync } : body
}

const noBlock = 'Its branch has no braces in which it could be loaded.'
const notAsync = 'Its function is not async.'

/** The nearest block of a branch that can wait. */
function branchBlock(
  name: TSESTree.Node,
  within: FunctionNode,
  needsAsync: boolean,
): TSESTree.BlockStatement | { readonly why: string } {
  let why = noBlock
  for (let at = name; at !== within && at.parent; at = at.parent) {
    if (at.type !== 'BlockStatement' || !/^(IfStatement|CatchClause|SwitchCase)$/.test(at.parent.type)) continue
    if (!needsAsync || functionAround(at)?.async) return at
    why = notAsync
  }
  return { why }
}

function outermostFunction(node: TSESTree.Node): FunctionNode | undefined {
  const around = functionAround(node)
  return around && (outermostFunction(around) ?? around)
}

/** Whether a function of the file is never more than called, and only in branches of what calls run. */
function isCalledInBranches(called: FunctionNode, calls: HandlerCode, code: SourceCode): boolean {
  const holder = called.type === 'FunctionDeclaration' ? called : called.parent
  const statement = called.type === 'FunctionDeclaration' ? called : holder?.parent
  const isOwn = called.type === 'FunctionDeclaration' || holder?.type === 'VariableDeclarator'
  if (!holder || !isOwn || statement?.parent?.type !== 'Program') return false
  const [variable] = code.scopeManager?.getDeclaredVariables(holder) ?? []
  const uses = variable?.references.filter(({ init }) => !init) ?? []
  return (
    uses.length > 0 &&
    uses.every(({ identifier }) => {
      const { parent } = identifier
      return (
        parent.type === 'CallExpression' && parent.callee === identifier && calls.placeOf(identifier)?.branch === true
      )
    })
  )
}

function startsWithDirective({ body: [first] }: TSESTree.BlockStatement): boolean {
  return first?.type === 'ExpressionStatement' && first.directive !== undefined
}

/** Without blocks inside of others. */
function outermost(found: ReadonlyMap<TSESTree.BlockStatement, readonly Reference[]>): readonly LateBlock[] {
  const blocks = [...found.keys()].filter(
    block => ![...found.keys()].some(other => other !== block && contains(other, block)),
  )
  return blocks.map(block => ({
    block,
    references: [...found].flatMap(([inner, references]) => (contains(block, inner) ? references : [])),
  }))
}
