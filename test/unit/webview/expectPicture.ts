import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TemplateResult } from 'lit'
import { chartStyles } from '../../../webview/chart/chartStyles.ts'
import { templateText } from './templateText.ts'

const folder = join(import.meta.dirname, 'pictures')

/** Dark Modern's colours, so that a saved picture can be looked at alone. */
const colours = `svg { --lens-text: #ccc; --lens-dim: #9d9d9d; --lens-background: #1f1f1f; --lens-grid: #383838;
  --lens-blue: #5399f0; --lens-orange: #d0952f; --lens-green: #95d08d; --lens-red: #f85149;
  --lens-focus: #0078d4; background: #1f1f1f; font-family: sans-serif }`

/**
 * The chart is the one saved in `pictures/<name>.svg`. To save what it is now, after looking at it: run with
 * `UPDATE_PICTURES=1`.
 */
export function expectPicture(name: string, chart: TemplateResult): void {
  const markup = templateText(chart)
    .replaceAll(/\s+/g, ' ')
    .replaceAll('> <', '>\n<')
    .replaceAll(' >', '>')
    .replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"')
    .replace('>', `>\n<style>${colours}${chartStyles.cssText}</style>`)
  const file = join(folder, `${name}.svg`)
  if (process.env['UPDATE_PICTURES'] === '1') {
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, `${markup.trim()}\n`)
  }
  assert.equal(`${markup.trim()}\n`, readFileSync(file, 'utf8'), `The chart is not as saved in ${file}`)
}
