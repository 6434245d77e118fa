import type { TSESTree } from '@typescript-eslint/typescript-estree'

/** One name that a module exports, as written, and what is exported under it. */
export interface ModuleExport {
  readonly exportName: string
  /** Where the name stands; the exported expression where there is none. */
  readonly node: TSESTree.Node
  readonly value:
    | { readonly kind: 'expression'; readonly node: TSESTree.Node; readonly type?: TSESTree.TypeNode | undefined }
    | { readonly kind: 'binding'; readonly name: string }
    /** Of another file; all of it for the name `*`. */
    | { readonly kind: 'from'; readonly specifier: string; readonly exportName: string }
}

export function expressionExport(exportName: string, node: TSESTree.Node, value: TSESTree.Node): ModuleExport {
  return { exportName, node, value: { kind: 'expression', node: value } }
}
