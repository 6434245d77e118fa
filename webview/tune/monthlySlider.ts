import { html, nothing, type TemplateResult } from 'lit'
import type { TuneState } from '#protocol/tune.ts'
import { monthlyStops, monthlyWords, usualCallsPerMonth } from './monthlyCost.ts'

const callCount = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

export function monthlySlider(
  state: TuneState,
  callsPerMonth: number,
  choose: (callsPerMonth: number) => void,
): TemplateResult | typeof nothing {
  const words = monthlyWords(state, callsPerMonth)
  if (words === '') return nothing
  const calls = callCount.format(callsPerMonth)
  const hear = ({ target }: Event) => {
    if (target instanceof HTMLInputElement) choose(monthlyStops[target.valueAsNumber] ?? usualCallsPerMonth)
  }
  return html`<div class="row monthly figures">
    <label class="dim" for="calls-per-month">Calls a month</label>
    <input id="calls-per-month" type="range" min="0" max=${monthlyStops.length - 1} step="1"
      .value=${String(monthlyStops.indexOf(callsPerMonth))} aria-valuetext="${calls} calls"
      data-testid="calls-per-month" @input=${hear}>
    <b>${calls}</b>
    <output for="calls-per-month" data-testid="usd-per-month">${words}</output>
    <span class="dim">before any free tier</span>
  </div>`
}
