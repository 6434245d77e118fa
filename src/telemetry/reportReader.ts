import type { Invocation } from './invocation.ts'
import { jsonEvent, jsonReport } from './jsonReport.ts'
import { isJsonReport, isTextReport } from './report.ts'
import { invocation } from './reportFields.ts'
import { jsonLayout, type ReportLayout, readLayout, textLayout } from './reportLayout.ts'
import { textReport } from './textReport.ts'

const openBrace = '{'.charCodeAt(0)
/** Lambda has few; lines that somebody else made up must not make a list of them. */
const mostLayouts = 16
/** A pattern is as long as its line; Lambda's own are below 1,000 characters. */
const longestLearned = 4096

/**
 * Reads reports as `parseReport` does, and learns their layouts while it reads: a line of a layout that it has seen
 * takes well under a microsecond. Text and JSON may be mixed.
 */
export class ReportReader {
  readonly #text: ReportLayout[] = []
  readonly #json: ReportLayout[] = []

  read(line: string): Invocation | undefined {
    const isObject = line.charCodeAt(0) === openBrace
    const layouts = isObject ? this.#json : this.#text
    for (let index = 0; index < layouts.length; index += 1) {
      const layout = layouts[index]
      const found = layout && readLayout(layout, line)
      if (found === undefined) continue
      if (index > 0) moveForward(layouts, index)
      return found ?? undefined
    }
    if (isObject) return isJsonReport(line) ? this.#readJson(line) : undefined
    return isTextReport(line) ? this.#readText(line) : undefined
  }

  #readText(line: string): Invocation | undefined {
    const fields = textReport(line)
    const found = fields && invocation(fields)
    if (found) learn(this.#text, line, () => textLayout(line))
    return found
  }

  #readJson(line: string): Invocation | undefined {
    const event = jsonEvent(line)
    const fields = event && jsonReport(event)
    const found = fields && invocation(fields)
    if (event && found) learn(this.#json, line, () => jsonLayout(line, event))
    return found
  }
}

/** What is frequent comes to the front. */
function moveForward(layouts: ReportLayout[], index: number): void {
  const [before, found] = layouts.slice(index - 1, index + 1)
  if (before && found) layouts.splice(index - 1, 2, found, before)
}

function learn(layouts: ReportLayout[], line: string, layoutOf: () => ReportLayout | undefined): void {
  const layout = layouts.length < mostLayouts && line.length <= longestLearned ? layoutOf() : undefined
  if (layout) layouts.push(layout)
}
