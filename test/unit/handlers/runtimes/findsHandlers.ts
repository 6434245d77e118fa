import assert from 'node:assert/strict'
import { ExportFinder } from '#handlers/exportFinder.ts'
import type { SourceQuestion } from '#handlers/resolvedSource.ts'
import { resolveSource } from '#handlers/resolveSource.ts'
import { memorySources } from '../memorySources.ts'

type Question = Partial<SourceQuestion>
type Files = Readonly<Record<string, string>>

/** `file:line export`, then where the function stands if elsewhere; or the reason. */
async function resolved(question: Question, files: Files): Promise<string> {
  const sources = memorySources(files)
  const target = await resolveSource({ logicalId: 'Fn', environment: {}, ...question }, sources)
  if ('reason' in target) return target.reason
  const found = await new ExportFinder(sources).find(target.file, target.exportName)
  const origin = found?.origin ? ` → ${found.origin.file}:${found.origin.exported.line}` : ''
  return `${target.file}:${found?.exported.line} ${target.exportName}${origin}`
}

/** One test for each case: title, function, files, and `file:line export` or the reason why it is not found. */
export function findsHandlers(cases: readonly (readonly [string, Question, Files, string | RegExp])[]): void {
  for (const [title, question, files, expected] of cases) {
    it(typeof expected === 'string' ? `finds ${title}` : `gives a reason: ${title}`, async () => {
      const found = await resolved(question, files)
      if (typeof expected === 'string') assert.equal(found, expected)
      else assert.match(found, expected)
    })
  }
}
