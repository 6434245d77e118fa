import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { Binding } from '../../javascript/moduleBindings.ts'

/**
 * The name of what an expression imports, the same for all ways to import it: `aws-lambda.Runtime.NODEJS_22_X`,
 * `core.Duration.seconds`, `path.join`. Undefined for anything of the file's own.
 */
export function importedNameOf(node: TSESTree.Node, bindings: ReadonlyMap<string, Binding>): string | undefined {
  if (node.type === 'Identifier') {
    const binding = bindings.get(node.name)
    if (binding?.kind !== 'import') return
    const module = moduleName(binding.specifier)
    const isWhole = binding.exportName === '*' || binding.exportName === 'default'
    return isWhole ? module : normal(`${module}.${binding.exportName}`)
  }
  if (node.type !== 'MemberExpression' || node.computed || node.property.type !== 'Identifier') return
  const object = importedNameOf(node.object, bindings)
  return object === undefined ? undefined : normal(`${object}.${node.property.name}`)
}

/** The second version of CDK has all services in one package, the first had one for each; alphas still have. */
function moduleName(specifier: string): string {
  if (/^(aws-cdk-lib|monocdk|@aws-cdk\/core|aws-cdk-lib\/core)$/.test(specifier)) return 'core'
  const service = /^(?:aws-cdk-lib|monocdk|@aws-cdk)\/(aws-[\w-]+?)(?:-alpha)?$/.exec(specifier)?.[1]
  return service ?? specifier.replace(/^node:/, '')
}

function normal(name: string): string {
  return name.replace(/^core\.(aws_\w+)/, (_, service: string) => service.replaceAll('_', '-'))
}
