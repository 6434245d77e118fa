import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { SourceScope } from './sourceScope.ts'
import { valueOf } from './sourceValue.ts'

/** Classes of the library that are functions, by what tells where their code is. */
export const functionClasses: Readonly<Record<string, FunctionClass>> = {
  'aws-lambda.Function': 'asset',
  'aws-lambda.SingletonFunction': 'asset',
  'aws-cloudfront.experimental.EdgeFunction': 'asset',
  'aws-lambda.DockerImageFunction': 'image',
  'aws-lambda-nodejs.NodejsFunction': 'nodejs',
  'aws-lambda-python.PythonFunction': 'python',
  'aws-lambda-go.GoFunction': 'go',
}

export type FunctionClass = 'asset' | 'image' | 'nodejs' | 'python' | 'go'

/** `new NodejsFunction(this, 'Orders', { … })` */
export interface Construction {
  readonly functionClass: FunctionClass
  readonly scope: SourceScope
  readonly node: TSESTree.NewExpression | TSESTree.CallExpression
  readonly id: ConstructId
  readonly properties: TSESTree.Node | undefined
  /** The class in whose body it stands. */
  readonly className: string | undefined
}

export interface ConstructId {
  /** As the source says it, without quotes where it is a literal; a class that is itself a function has its name. */
  readonly text: string
  /** Which ids it can be at run time; undefined where it can be any, so that only the class tells. */
  readonly pattern: RegExp | undefined
  /** Whether `text` is the id itself, and not what makes it. */
  readonly isKnown: boolean
}

export interface FoundConstructions {
  readonly functions: readonly Construction[]
  /** The ids under which the file makes each class of its own or of another file. */
  readonly idsOfClasses: ReadonlyMap<string, readonly ConstructId[]>
}

/** @param nodes all of the file */
export function findConstructions(scope: SourceScope, nodes: readonly TSESTree.Node[]): FoundConstructions {
  const functions: Construction[] = []
  const idsOfClasses = new Map<string, ConstructId[]>()
  const classes: TSESTree.ClassDeclaration[] = []
  for (const node of nodes) {
    if (node.type === 'ClassDeclaration') classes.push(node)
    if (node.type !== 'NewExpression' && node.type !== 'CallExpression') continue
    const around = classes.findLast(({ range }) => range[0] <= node.range[0] && node.range[1] <= range[1])
    const callee = node.callee.type === 'Super' ? around?.superClass : node.type === 'NewExpression' && node.callee
    if (!callee) continue
    const [, second, properties] = node.arguments
    const name = scope.importedName(callee)
    const functionClass = name === undefined ? undefined : functionClasses[name]
    if (!second) continue
    const className = around?.id?.name
    const isSelf = node.callee.type === 'Super' && className !== undefined
    const id = isSelf ? { text: className, pattern: undefined, isKnown: false } : constructId(second, scope)
    if (functionClass) {
      functions.push({ functionClass, scope, node, id, properties, className })
    } else if (callee.type === 'Identifier' || callee.type === 'MemberExpression') {
      const made = scope.text.slice(...callee.range).replace(/^.*\./s, '')
      idsOfClasses.set(made, [...(idsOfClasses.get(made) ?? []), id])
    }
  }
  return { functions, idsOfClasses }
}

function constructId(node: TSESTree.CallExpressionArgument, scope: SourceScope): ConstructId {
  const value = valueOf(node, scope)?.value
  if (value !== undefined) return { text: String(value), pattern: exactly(quoted(String(value))), isKnown: true }
  const text = scope.text.slice(...node.range).replace(/^`([^]*)`$/, '$1')
  const source = patternOf(node, scope, 0)
  // A single letter of literal text tells nothing.
  return { text, pattern: source.replace(/\.\+|\\/g, '').length >= 3 ? exactly(source) : undefined, isKnown: false }
}

function patternOf(node: TSESTree.Node, scope: SourceScope, depth: number): string {
  const value = valueOf(node, scope)?.value
  if (value !== undefined) return quoted(String(value))
  if (node.type === 'TemplateLiteral') {
    const parts = node.quasis.map(({ value: text }, index) => {
      const next = node.expressions[index]
      return quoted(text.cooked ?? '') + (next ? patternOf(next, scope, depth + 1) : '')
    })
    return parts.join('')
  }
  if (node.type === 'BinaryExpression' && node.operator === '+' && depth < 20) {
    return patternOf(node.left, scope, depth + 1) + patternOf(node.right, scope, depth + 1)
  }
  return '.+'
}

export function exactly(source: string): RegExp {
  return new RegExp(`^${source}$`, 's')
}

export function quoted(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
