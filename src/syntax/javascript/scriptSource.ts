import type { Scope, ScopeManager } from '@typescript-eslint/scope-manager'
import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { visitorKeys } from '@typescript-eslint/visitor-keys'
import type { ParsedScript } from './parse.ts'
import { linkParents, type SourceCode } from './sourceCode.ts'

/** A parsed script in the form in which rules see it; undefined where its scopes could not be told. Links parents. */
export function scriptSource(script: ParsedScript): SourceCode | undefined {
  const scopeManager = script.scopes()
  if (!scopeManager) return
  const { text, ast } = script
  linkParents({ ast, visitorKeys })
  return {
    text,
    ast,
    scopeManager,
    visitorKeys,
    getText: node => (node ? text.slice(...node.range) : text),
    getScope: node => scopeOf(node, scopeManager),
    getAllComments: () => ast.comments,
  }
}

/** The innermost scope that a node stands in; of a function, its own. */
function scopeOf(node: TSESTree.Node, manager: ScopeManager): Scope {
  const isInner = node.type !== 'Program'
  for (let at: TSESTree.Node | undefined = node; at; at = at.parent) {
    const scope = manager.acquire(at, isInner)
    if (scope) return scope.type === 'function-expression-name' ? (scope.childScopes[0] ?? scope) : scope
  }
  const [first] = manager.scopes
  if (!first) throw new Error('A script has at least one scope.')
  return first
}
