import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { insertAfter, usesSemicolons } from '#syntax/javascript/insertStatement.ts'
import { lineBreakOf, outdent } from '#syntax/javascript/layout.ts'
import { freshName } from '#syntax/javascript/names.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { applyEdits } from '#syntax/textEdit.ts'
import type { PerCallPlace } from '../analysis/handlerCode.ts'
import { placeBehind, runsAbove } from '../analysis/modulePlace.ts'
import type { StableValue } from '../analysis/stableValue.ts'
import { type Keeping, objectionTo } from './buildOnce.ts'
import { isOnlyRead } from './readOnlyUse.ts'
import { isSharedClient, type StaticLookup } from './staticLookup.ts'

interface Question {
  readonly value: StableValue
  readonly place: PerCallPlace
  readonly code: SourceCode
  readonly isTypeScript: boolean
}

/**
 * Keeps the promise of a lookup at the top of the file: it is asked for by the first call that needs it, forgotten when
 * it fails, and, where it can change, asked for again after five minutes.
 */
export function keepPromise(lookup: StaticLookup, awaited: TSESTree.AwaitExpression, question: Question): Keeping {
  const { value, place, code } = question
  const { client, promise } = lookup
  if (client && !isSharedClient(client, code))
    return { why: 'Its client is not one of the top of the file: make that there, once, first.' }
  const [local] = value.locals
  if (local) return { why: `It needs “${local.name}” of the function: put that to the top of the file, first.` }
  const why = objectionTo(question)
  if (why !== undefined) return { why }
  if (lookup.kind === 'file' ? !isText(promise) && !isOnlyRead(awaited, code) : !isOnlyRead(awaited, code)) {
    return { why: 'What it answers is changed, or goes to where it may be: calls would see what others made of it.' }
  }
  const behind = placeBehind(place.called.node, value.moduleVariables, code)
  if (!behind) return { why: 'The file has no imports below which it could stand.' }
  if (runsAbove(behind, place, code)) return { why: 'The file calls the function while it is loaded.' }
  const names = namesFor(lookup, code)
  const statements = [keeper(lookup, names, question)]
  const [start, end] = promise.range
  return { edits: [insertAfter(behind, statements, code), { start, end, newText: `${names.read}()` }] }
}

/** Whether a file is read as text, which nobody can change. */
function isText({ arguments: args }: TSESTree.CallExpression): boolean {
  return args.length > 1
}

interface Names {
  readonly load: string
  readonly kept: string
  readonly read: string
}

function namesFor({ kind }: StaticLookup, code: SourceCode): Names {
  const word = `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`
  return {
    load: freshName(`load${word}`, code),
    kept: freshName(`kept${word}`, code),
    read: freshName(`read${word}`, code),
  }
}

function keeper(lookup: StaticLookup, { load, kept, read }: Names, { code, isTypeScript }: Question): string {
  const end = usesSemicolons(code) ? ';' : ''
  const text = textOf(lookup.promise, code)
  const own = `ReturnType<typeof ${load}>`
  const expires = lookup.kind !== 'file'
  const type = isTypeScript ? `: ${expires ? `{ value: ${own}; until: number }` : own} | undefined` : ''
  const body = expires
    ? [
        `  if (${kept} === undefined || ${kept}.until < Date.now()) {`,
        `    const value = ${load}()${end}`,
        `    ${kept} = { value, until: Date.now() + 300_000 }${end}`,
        `    value.catch(() => (${kept} = undefined))${end}`,
        '  }',
        `  return ${kept}.value${end}`,
      ]
    : [
        `  if (${kept} === undefined) {`,
        `    ${kept} = ${load}()${end}`,
        `    ${kept}.catch(() => (${kept} = undefined))${end}`,
        '  }',
        `  return ${kept}${end}`,
      ]
  const lines = [
    `const ${load} = () => ${text}${end}`,
    `let ${kept}${type}${end}`,
    '',
    `/** ${expires ? 'Asks again after five minutes, and after a failure.' : 'Reads again after a failure only.'} */`,
    `function ${read}() {`,
    ...body,
    '}',
  ]
  return lines.join(lineBreakOf(code.text))
}

function textOf({ range: [start, end] }: TSESTree.Node, code: SourceCode): string {
  const edits = outdent({ start, end }, code)
  return applyEdits(
    code.text.slice(start, end),
    edits.map(edit => ({ ...edit, start: edit.start - start, end: edit.end - start })),
  )
}
