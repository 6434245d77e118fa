import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { ParsedScript } from '#syntax/javascript/parse.ts'
import { scriptSource } from '#syntax/javascript/scriptSource.ts'
import { walk } from '#syntax/javascript/sourceCode.ts'
import type { TextEdit } from '#syntax/textEdit.ts'
import { Directives } from './directives.ts'
import type { LensSettings } from './facts.ts'
import type { Finding, Severity } from './finding.ts'
import type { Fix, MessageData, Problem, Rule, RuleMeta } from './rule.ts'

/** Rules by their ids. */
export type RuleSet = Readonly<Record<string, Rule>>

export interface RuleRun {
  /** In the order of their places. */
  readonly findings: readonly RuleFinding[]
  /** False when the text has syntax errors: findings may lack, and none has edits. Keep those of before then. */
  readonly complete: boolean
  /** Rules that threw: bugs, which do not take the other rules' findings along. */
  readonly failures: readonly { readonly rule: string; readonly error: unknown }[]
}

export interface RuleFinding extends Finding {
  /** Switches the rule off at this place by a comment; absent where none can stand. */
  readonly disable?: TextEdit
}

export interface RunOptions {
  readonly settings?: LensSettings
  readonly severities?: Readonly<Record<string, Severity>>
}

/** What the rules find in a script, by its text as it stands. Pure, but for parents that it links in the tree. */
export function runRules(
  script: ParsedScript,
  rules: RuleSet,
  { settings = {}, severities = {} }: RunOptions = {},
): RuleRun {
  const code = scriptSource(script)
  if (!code) return { findings: [], complete: false, failures: [] }
  const directives = new Directives(code)
  const findings: RuleFinding[] = []
  const failures: { readonly rule: string; readonly error: unknown }[] = []
  const listeners = new Map<string, Listener[]>()
  for (const [id, { meta, create }] of Object.entries(rules)) {
    const report = (problem: Problem) => {
      if (directives.disables(id, problem.node.loc.start.line)) return
      const disable = script.complete ? directives.disable(id, problem.node) : undefined
      const found = findingOf(
        id,
        meta,
        problem,
        severities[id] ?? problem.severity ?? severityOf(meta),
        script.complete,
      )
      findings.push({ ...found, ...(disable && { disable }) })
    }
    const attempt = guard(error => failures.push({ rule: id, error }))
    attempt(() => {
      const context = { id, filename: script.file, settings: { lambdaLens: settings }, sourceCode: code, report }
      for (const [selector, listener] of Object.entries(create(context))) {
        for (const type of listener ? selector.split(/,\s*/) : []) {
          const known = listeners.get(type) ?? []
          // A listener is called with nodes of the types that its selector names.
          listeners.set(type, [...known, node => attempt(() => listener?.(node as never))])
        }
      }
    })
  }
  const leaving = new Map([...listeners].map(([selector, all]) => [/^(\w+):exit$/.exec(selector)?.[1], all]))
  const call = (all: readonly Listener[] | undefined, node: TSESTree.Node) => {
    for (const listener of all ?? []) listener(node)
  }
  walk(
    code,
    node => call(listeners.get(node.type), node),
    node => call(leaving.get(node.type), node),
  )
  findings.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)
  return { findings, complete: script.complete, failures }
}

type Listener = (node: TSESTree.Node) => void

/** After its first error a rule is left alone. */
function guard(onError: (error: unknown) => void): (work: () => void) => void {
  let isBroken = false
  return work => {
    if (isBroken) return
    try {
      work()
    } catch (error) {
      isBroken = true
      onError(error)
    }
  }
}

function severityOf({ type }: RuleMeta): Severity {
  return type === 'problem' ? 'warning' : 'info'
}

function findingOf(rule: string, meta: RuleMeta, problem: Problem, severity: Severity, complete: boolean): Finding {
  const { node, messageId, data = {}, fix, suggest = [] } = problem
  const whyNoFix = complete ? data['whyNoFix'] : 'The file has syntax errors.'
  return {
    rule,
    severity,
    span: { start: node.range[0], end: node.range[1] },
    message: worded(meta, messageId, data),
    url: meta.docs.url,
    fix: fix && complete ? editsOf(fix) : null,
    suggestions: complete
      ? suggest.map(one => ({ title: worded(meta, one.messageId, one.data ?? {}), edits: editsOf(one.fix) }))
      : [],
    ...(whyNoFix !== undefined && { whyNoFix }),
  }
}

function worded({ messages }: RuleMeta, messageId: string, data: MessageData): string {
  const message = messages[messageId]
  if (message === undefined) throw new Error(`There is no message “${messageId}”.`)
  return message.replace(/\{\{\s*(\w+)\s*\}\}/g, (placeholder, name: string) => data[name] ?? placeholder)
}

function editsOf(fix: Fix): readonly TextEdit[] {
  const ranges = fix({ replaceTextRange: (range, text) => ({ range, text }) })
  return ranges
    .map(({ range: [start, end], text }) => ({ start, end, newText: text }))
    .sort((a, b) => a.start - b.start)
}
