import type { Variable } from '@typescript-eslint/scope-manager'
import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { isModuleLevel, referencesIn } from '#syntax/javascript/names.ts'
import { contains, type SourceCode } from '#syntax/javascript/sourceCode.ts'

/** Why variables of a function, and an expression of it, cannot go to the top of the file together. */
export function moveObjection(
  variables: readonly Variable[],
  node: TSESTree.Node,
  code: SourceCode,
): string | undefined {
  const moved: readonly TSESTree.Node[] = [...variables.flatMap(variable => declaratorOf(variable) ?? []), node]
  const outside = moved
    .flatMap(one => referencesIn(one, code))
    .find(({ resolved }) => {
      const name = resolved?.defs[0]?.name
      if (!resolved || !name || isModuleLevel(resolved) || variables.includes(resolved)) return false
      return !moved.some(one => contains(one, name))
    })
  if (outside) return `It needs “${outside.identifier.name}” of the function.`
  const early = variables.find(({ references, identifiers: [name] }) =>
    references.some(({ identifier, init }) => !init && name && identifier.range[0] < name.range[0]),
  )
  return early && `“${early.name}” is used above its declaration.`
}

export function declaratorOf({ defs: [definition] }: Variable): TSESTree.VariableDeclarator | undefined {
  return definition?.node.type === 'VariableDeclarator' ? definition.node : undefined
}
