import { html, nothing, type TemplateResult } from 'lit'
import { formatMemory } from '#common/format.ts'
import type { FromTunePage, TunePhase, TuneState } from '#protocol/tune.ts'

const phaseWords: Readonly<Record<TunePhase, string>> = {
  planning: 'Plan',
  running: 'Measuring',
  cancelling: 'Cancelling',
  done: 'Done',
  cancelled: 'Cancelled',
  failed: 'Failed',
}

const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' })

export function header(state: TuneState, send: (message: FromTunePage) => void): TemplateResult {
  const { target, phase, restored, finishedAt } = state
  const name = target.functionName === target.title ? [] : [target.functionName]
  const facts = [
    ...name,
    sourceWords(state),
    ...(target.runtime === undefined ? [] : [target.runtime]),
    target.architecture,
    `${formatMemory(target.currentMemoryMb)} now`,
  ]
  return html`<header>
    <h1><button class="link title" title="Open the handler" @click=${() => send({ type: 'openHandler' })}>${target.title}</button></h1>
    <p class="dim facts">${facts.join(' · ')}</p>
    <p class="row status">
      <span class="chip phase ${phase}" data-testid="phase" data-value=${phase}>${phaseWords[phase]}</span>
      ${restored === undefined ? nothing : restoredChip(restored)}
      ${finishedAt === undefined ? nothing : html`<span class="dim">${moment.format(finishedAt)}</span>`}
    </p>
  </header>`
}

function restoredChip(restored: boolean): TemplateResult {
  return html`<span class="chip ${restored ? 'good' : 'bad'}" data-testid="restored" data-value=${restored}>${
    restored ? 'restored ✓' : 'not confirmed as restored ✕'
  }</span>`
}

/** A sweep in the lab says so, and why its figures are not AWS's. */
function sourceWords({ target: { source, region, limiter } }: TuneState): string {
  if (source === 'aws') return region
  return limiter === undefined ? 'lab · this machine' : `lab · this machine, ${limiter}`
}
