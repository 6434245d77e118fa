import { html, nothing, type TemplateResult } from 'lit'
import { formatQuantity, formatUsd } from '#common/format.ts'
import type { FromTunePage, TuneState } from '#protocol/tune.ts'
import { answerOf } from './answer.ts'

type Send = (message: FromTunePage) => void

/** The result first: one sentence, why, and how certain. */
export function answerCard(state: TuneState, send: Send): TemplateResult {
  const { headline, why, certainty } = answerOf(state)
  const kind = state.recommendation === undefined ? 'open' : 'answer'
  return html`<section class="card outcome ${kind}" aria-label="Result">
    <div class="grow" data-testid="recommendation">
      <h2>${headline}</h2>
      <p class="figures">${why}</p>
      <p class="dim figures">${spentWords(state)}</p>
    </div>
    ${certainty === undefined ? nothing : html`<span class="chip" data-testid="certainty">${certainty}</span>`}
    <vscode-button secondary @click=${() => send({ type: 'chooseObjective' })}>Objective…</vscode-button>
    ${again(send)}
  </section>`
}

export function cancelledCard(state: TuneState, send: Send): TemplateResult {
  const measured = state.sizes.filter(size => size.figures !== undefined).length
  return html`<section class="card outcome open" aria-label="Result">
    <div class="grow">
      <h2>Cancelled after ${formatQuantity(state.callsDone, 'call')}</h2>
      ${state.recommendation === undefined ? nothing : html`<p>So far: ${answerOf(state).headline}</p>`}
      <p>${measured === 0 ? 'Nothing was measured.' : `${formatQuantity(measured, 'size')} measured so far, as they stand below.`}</p>
      <p class="dim figures">${spentWords(state)}</p>
    </div>
    ${again(send)}
  </section>`
}

/** What went wrong or could not be put back, and what to do next. It may stand beside a result. */
export function problemCard(state: TuneState, send: Send): TemplateResult | typeof nothing {
  const { problem, restored } = state
  if (problem === undefined) return nothing
  return html`<section class="card outcome problem" role="alert" data-testid="problem" data-value=${problem.code}>
    <div class="grow">
      <h2>${problem.message}</h2>
      <p>${problem.remedy} <span class="dim">(${problem.code})</span></p>
      ${restored === undefined ? nothing : html`<p>${restoredWords(restored)}</p>`}
    </div>
    <vscode-button secondary @click=${() => send({ type: 'showLog' })}>Show Log</vscode-button>
    ${state.phase === 'failed' ? again(send) : nothing}
  </section>`
}

function restoredWords(restored: boolean): string {
  return restored
    ? 'The function is as it was before.'
    : 'Whether the function is as it was before could not be confirmed.'
}

function spentWords({ callsDone, usdSpent, plan }: TuneState): string {
  const usd = usdSpent === undefined ? '' : ` · ${formatUsd(usdSpent)}`
  return `${formatQuantity(callsDone, 'call')}${usd} · payload ${plan.payloadName}`
}

function again(send: Send): TemplateResult {
  return html`<vscode-button secondary data-testid="again" @click=${() => send({ type: 'start' })}>Measure Again</vscode-button>`
}
