import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LensSettings } from '#rules/facts.ts'

export interface PageExample {
  readonly code: string
  /** By the language of the code block. */
  readonly file: string
  readonly settings: LensSettings
}

export interface RulePage {
  readonly title: string
  readonly bad: readonly PageExample[]
  readonly good: readonly PageExample[]
  /** Under “When it does not apply”. */
  readonly otherwise: readonly PageExample[]
  readonly headings: readonly string[]
}

export const pagesFolder = join(import.meta.dirname, '../../../docs/rules')

/** A page of docs/rules. A comment `<!-- settings: {…} -->` above a block is what is known of its function. */
export function readRulePage(id: string): RulePage {
  const text = readFileSync(join(pagesFolder, `${id}.md`), 'utf8')
  const sections = text.split(/^## /m)
  const examplesOf = (heading: string) =>
    sections.filter(section => section.startsWith(`${heading}\n`)).flatMap(section => [...examples(section)])
  return {
    title: /^# (.*)$/m.exec(text)?.[1] ?? '',
    bad: examplesOf('Bad'),
    good: examplesOf('Good'),
    otherwise: examplesOf('When it does not apply'),
    headings: sections.slice(1).map(section => section.slice(0, section.indexOf('\n'))),
  }
}

function* examples(section: string): Generator<PageExample> {
  const pattern = /(?:<!-- settings: (.*) -->\s*)?^```(js|cjs|ts|tsx)\n([^]*?)^```$/gm
  for (const [, settings, language, code = ''] of section.matchAll(pattern)) {
    const file = `handler.${language === 'js' ? 'mjs' : language}`
    yield { code, file, settings: settings === undefined ? {} : (JSON.parse(settings) as LensSettings) }
  }
}
