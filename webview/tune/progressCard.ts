import { html, nothing, type TemplateResult } from 'lit'
import { formatCount, formatMemory, formatQuantity, formatUsd } from '#common/format.ts'
import type { FromTunePage, TuneSize, TuneState } from '#protocol/tune.ts'
import { statusWords } from './sizeFacts.ts'

/** What is happening now: in words, in all and per size. */
export function progressCard(state: TuneState, send: (message: FromTunePage) => void): TemplateResult {
  const { plan, callsDone, usdSpent, phase } = state
  const most = Math.max(plan.callsMax, callsDone, 1)
  const cancelling = phase === 'cancelling'
  return html`<section class="card" aria-label="Progress">
    <div class="row">
      <div class="grow">
        <p class="figures">
          <b>${formatQuantity(callsDone, 'call')}</b>
          <span class="dim">of at most ${formatCount(plan.callsMax)}${usdSpent === undefined ? '' : ` · ${formatUsd(usdSpent)}`}${
            plan.usdMax === undefined ? nothing : ` of at most ${formatUsd(plan.usdMax)}`
          }</span>
        </p>
        <progress class="whole" max=${most} .value=${callsDone} aria-label="All calls"></progress>
      </div>
      <vscode-button secondary data-testid="cancel" ?disabled=${cancelling}
        @click=${() => !cancelling && send({ type: 'cancel' })}>${cancelling ? 'Cancelling…' : 'Cancel'}</vscode-button>
    </div>
    <ul class="per-size">${state.sizes.map(size => sizeProgress(state, size))}</ul>
  </section>`
}

function sizeProgress(state: TuneState, size: TuneSize): TemplateResult {
  const { memoryMb, status, callsDone, callsPlanned } = size
  // Without a number of their own, sizes are drawn beside the one with most calls.
  const most = Math.max(callsPlanned ?? 0, ...state.sizes.map(other => other.callsDone), 1)
  const words = statusWords(state, size)
  return html`<li class=${status} data-testid="progress-${memoryMb}" title=${size.reason ?? words}>
    <span class="row between"><span>${formatMemory(memoryMb)}</span><span class="dim">${
      status === 'failed' || status === 'skipped'
        ? words
        : [callsDone, ...(callsPlanned === undefined ? [] : [callsPlanned])].map(formatCount).join('/')
    }</span></span>
    <progress max=${most} .value=${callsDone} aria-label="${formatMemory(memoryMb)}, ${words}"></progress>
  </li>`
}
