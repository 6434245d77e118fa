import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { Variable } from '@typescript-eslint/scope-manager'
import { descendants, type SourceCode } from '#syntax/javascript/sourceCode.ts'
import { importedName } from '../analysis/importedName.ts'
import { isGlobal } from '#syntax/javascript/names.ts'
import { mentions } from '../analysis/mentions.ts'
import { declaratorOf } from '../analysis/moveObjection.ts'

const writing = /\b(writeFile|appendFile|createWriteStream|copyFile|rename|cp|symlink|pipeline)(Sync)?\b/

const pathFunctions = new Set(['join', 'resolve', 'dirname', 'basename', 'extname', 'normalize'])

/** Calls that make the same path of the same parts: of `path` and `url`, and `new URL('x', import.meta.url)`. */
export function makesPath(call: TSESTree.NewExpression | TSESTree.CallExpression, code: SourceCode): boolean {
  if (call.type === 'NewExpression') return isUrl(call, code)
  const imported = importedName(call.callee, code)
  const name = imported?.path.at(-1) ?? ''
  if (imported?.module === 'path' || imported?.module === 'path/posix') return pathFunctions.has(name)
  return imported?.module === 'url' && name === 'fileURLToPath'
}

function isUrl({ callee }: TSESTree.NewExpression, code: SourceCode): boolean {
  return isGlobal(callee, 'URL', code) || importedName(callee, code)?.module === 'url'
}

/**
 * Whether a path leads to what was deployed with the function, which no call changes: a relative path, or one below the
 * code or the layers. Not `/tmp`, file systems that are mounted, paths from the environment, nor a file's own doing.
 */
export function isOfPackage(
  nodes: readonly TSESTree.Node[],
  variables: readonly Variable[],
  code: SourceCode,
): boolean {
  if (mentions(writing, code)) return false
  const inits = variables.flatMap(variable => declaratorOf(variable)?.init ?? [])
  const all = [...nodes, ...inits].flatMap(node => [...descendants(node, code)])
  return all.every(node => {
    if (node.type === 'Identifier' && /tmp|temp(?!late)|mnt|efs/i.test(node.name)) return false
    if (node.type === 'MemberExpression' && code.getText(node).startsWith('process.env')) {
      return code.getText(node) === 'process.env.LAMBDA_TASK_ROOT'
    }
    const text = node.type === 'Literal' ? node.value : node.type === 'TemplateElement' ? node.value.cooked : ''
    return typeof text !== 'string' || !text.startsWith('/') || /^\/(var\/task|opt)\//.test(text) || !isPathStart(node)
  })
}

/** Whether a text begins the path: `${__dirname}/x.json` and `join(__dirname, '/x.json')` go on with one. */
function isPathStart({ parent, range }: TSESTree.Node): boolean {
  if (parent?.type === 'TemplateLiteral') return parent.range[0] + 1 >= range[0]
  if (parent?.type === 'BinaryExpression') return parent.left.range[0] === range[0]
  if (parent?.type === 'CallExpression') return parent.arguments[0]?.range[0] === range[0]
  return true
}
