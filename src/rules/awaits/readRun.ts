import type { Variable } from '@typescript-eslint/scope-manager'
import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { referencesIn } from '#syntax/javascript/names.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { evaluationOf } from '../analysis/evaluation.ts'
import { unwrapped } from '../analysis/members.ts'
import { type ProvenRead, provenRead } from './provenRead.ts'

/** A statement that declares what is read. */
export interface ReadStatement {
  readonly statement: TSESTree.VariableDeclaration
  readonly declarator: TSESTree.VariableDeclarator
  readonly awaited: TSESTree.AwaitExpression
  readonly read: ProvenRead
}

/**
 * Statements that read one after the other, though none needs what another one gives. Between them stand at most
 * declarations that need none of it either.
 */
export type ReadRun = readonly ReadStatement[]

export function readRuns(statements: readonly TSESTree.Node[], code: SourceCode): readonly ReadRun[] {
  const runs: ReadStatement[][] = []
  let open: ReadStatement[] = []
  const close = () => {
    if (open.length > 1) runs.push(open)
    open = []
  }
  const declared = new Set<Variable>()
  for (const statement of statements) {
    const one = readStatement(statement, code)
    const isInTheWay = () => needs(statement, declared, code) || (!one && !isPlainDeclaration(statement, code))
    if (open.length > 0 && isInTheWay()) close()
    if (!one) continue
    if (open.length === 0) declared.clear()
    open.push(one)
    for (const variable of code.scopeManager?.getDeclaredVariables(one.declarator) ?? []) declared.add(variable)
  }
  close()
  return runs
}

function needs(statement: TSESTree.Node, declared: ReadonlySet<Variable>, code: SourceCode): boolean {
  return referencesIn(statement, code).some(({ resolved }) => resolved && declared.has(resolved))
}

function readStatement(statement: TSESTree.Node, code: SourceCode): ReadStatement | undefined {
  if (statement.type !== 'VariableDeclaration' || statement.declarations.length !== 1) return
  const [declarator] = statement.declarations
  const awaited = declarator.init && unwrapped(declarator.init)
  if (awaited?.type !== 'AwaitExpression' || evaluationOf(declarator.id, code) === 'unknown') return
  const read = provenRead(awaited.argument, code)
  if (!read?.inputs.every(input => evaluationOf(input, code) !== 'unknown')) return
  return { statement, declarator, awaited, read }
}

function isPlainDeclaration(statement: TSESTree.Node, code: SourceCode): boolean {
  if (statement.type !== 'VariableDeclaration' || statement.kind.includes('using')) return false
  return statement.declarations.every(
    declarator => evaluationOf(declarator, code, node => isCommandMaking(node)) !== 'unknown',
  )
}

/** `new GetCommand(input)`: a request that is not sent yet. */
function isCommandMaking(node: TSESTree.Node): boolean {
  return node.type === 'NewExpression' && node.callee.type === 'Identifier' && node.callee.name.endsWith('Command')
}
