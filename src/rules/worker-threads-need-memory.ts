import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { handlerCode } from './analysis/handlerCode.ts'
import { importedName } from './analysis/importedName.ts'
import { functionAround } from './analysis/pathToFunction.ts'
import type { Rule, RuleContext } from './rule.ts'
import { pageOf } from './rulePages.ts'

/** Memory at which a function has one CPU; the share grows with it (AWS, “Configure Lambda function memory”). */
const mbOfOneCpu = 1769

export const workerThreadsNeedMemory: Rule = {
  meta: {
    type: 'suggestion',
    docs: {
      description: 'Do not share less than one CPU between threads or processes',
      url: pageOf('worker-threads-need-memory'),
      recommended: true,
    },
    messages: {
      shared:
        'With {{memory}} MB the function has {{share}} % of one CPU, which the {{label}} shares with the handler. {{whyNoFix}}',
    },
    schema: [],
  },
  create: context => {
    const check = (node: TSESTree.NewExpression | TSESTree.CallExpression) => report(node, context)
    return { NewExpression: check, CallExpression: check }
  },
}

function report(node: TSESTree.NewExpression | TSESTree.CallExpression, context: RuleContext): void {
  const label = parallelWork(node, context.sourceCode)
  if (label === undefined) return
  const calls = handlerCode(context)
  const memory = mostMemoryMb(calls.definitions.map(({ memoryMb }) => memoryMb))
  if (memory === undefined || memory > mbOfOneCpu) return
  // Pools are made once; what stands in other functions may never run.
  if (functionAround(node) && !calls.placeOf(node)) return
  const whyNoFix =
    'Only from 1,770 MB on is there more than one: below, two halves of the work take as long as the whole, and the start of what shares it comes on top.'
  const share = String(Math.round((memory / mbOfOneCpu) * 100))
  context.report({ node, messageId: 'shared', data: { label, memory: String(memory), share, whyNoFix } })
}

/** Undefined where it is not known of all functions that the file is deployed as. */
function mostMemoryMb(all: readonly (number | undefined)[]): number | undefined {
  const known = all.filter(memoryMb => memoryMb !== undefined)
  return known.length > 0 && known.length === all.length ? Math.max(...known) : undefined
}

const makers: readonly (readonly [form: string, module: RegExp, path: RegExp, label: string])[] = [
  ['NewExpression', /^worker_threads$/, /^Worker$/, 'worker thread'],
  ['NewExpression', /^piscina$/, /^(Piscina)?$/, 'pool of worker threads'],
  ['NewExpression', /^tinypool$/, /^(Tinypool)?$/, 'pool of worker threads'],
  [
    'NewExpression',
    /^(jest-worker|node-worker-threads-pool)$/,
    /^(Worker|StaticPool|DynamicPool)$/,
    'pool of worker threads',
  ],
  ['CallExpression', /^workerpool$/, /^pool$/, 'pool of worker threads'],
  ['CallExpression', /^child_process$/, /^fork$/, 'child process'],
  ['CallExpression', /^cluster$/, /^fork$/, 'child process'],
]

/** What runs JavaScript beside the handler; other programs are started for what they can do, not for speed. */
function parallelWork(node: TSESTree.NewExpression | TSESTree.CallExpression, code: SourceCode): string | undefined {
  const imported = importedName(node.callee, code)
  if (!imported) return
  const path = imported.path.join('.')
  const maker = makers.find(
    ([form, module, name]) => form === node.type && module.test(imported.module) && name.test(path),
  )
  if (maker) return maker[3]
  const isSpawn = imported.module === 'child_process' && /^(spawn|execFile)$/.test(path)
  const [program] = node.arguments
  return isSpawn && program && /^(process\.execPath|['"`]node['"`])$/.test(code.getText(program))
    ? 'child process'
    : undefined
}
