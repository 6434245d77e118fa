import { svg, type TemplateResult } from 'lit'
import type { Frame, Tick } from './frame.ts'

export function horizontalGrid(frame: Frame, ticks: readonly Tick[]): TemplateResult {
  return svg`<g class="axis" aria-hidden="true">${ticks.map(
    ({ at, text }) => svg`
      <line x1=${frame.left} x2=${frame.right} y1=${round(at)} y2=${round(at)}></line>
      <text x=${frame.left - 8} y=${round(at + 4)} text-anchor="end">${text}</text>`,
  )}</g>`
}

export function bottomAxis(frame: Frame, ticks: readonly Tick[], title: string): TemplateResult {
  return svg`<g class="axis" aria-hidden="true">
    ${ticks.map(
      ({ at, text }) => svg`
      <line x1=${round(at)} x2=${round(at)} y1=${frame.bottom} y2=${frame.bottom + 4}></line>
      <text x=${round(at)} y=${frame.bottom + 17} text-anchor="middle">${text}</text>`,
    )}
    <text class="title" x=${round((frame.left + frame.right) / 2)} y=${frame.bottom + 33} text-anchor="middle">${title}</text>
  </g>`
}

/** What stands in a plot that has nothing to show. */
export function centredWords({ left, right, top, bottom }: Frame, words: string): TemplateResult {
  return svg`<text x=${round((left + right) / 2)} y=${round((top + bottom) / 2)} text-anchor="middle">${words}</text>`
}

/** Tenths of a px are enough, and make a saved picture readable. */
export function round(px: number): number {
  return Math.round(px * 10) / 10
}
