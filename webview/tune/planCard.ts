import { html, nothing, type TemplateResult } from 'lit'
import { formatCount, formatMemory, formatQuantity, formatUsd } from '#common/format.ts'
import type { FromTunePage, TunePlan, TuneState } from '#protocol/tune.ts'

/** What will be measured, what it costs and what it touches, with the button that starts it. */
export function planCard(state: TuneState, send: (message: FromTunePage) => void): TemplateResult {
  const { plan, target } = state
  return html`<section class="card" aria-labelledby="plan-title">
    <h2 id="plan-title">Measure ${formatQuantity(plan.sizes.length, 'memory size')}</h2>
    <dl class="plan">
      <dt>Sizes</dt>
      <dd class="row">
        <ul class="row sizes" aria-label="Sizes">${plan.sizes.map(
          memoryMb =>
            html`<li class="chip">${formatMemory(memoryMb)}${
              memoryMb === target.currentMemoryMb ? html` <span class="dim">now</span>` : nothing
            }</li>`,
        )}</ul>
        ${change('Change the sizes', () => send({ type: 'chooseSizes' }))}
      </dd>
      <dt>Calls</dt>
      <dd class="figures">${callsWords(plan)}</dd>
      <dt>Cost</dt>
      <dd class="figures">${costWords(state)}</dd>
      <dt>Payload</dt>
      <dd class="row"><span>${plan.payloadName}</span> ${change('Change the payload', () => send({ type: 'choosePayload' }))}</dd>
      <dt>Objective</dt>
      <dd class="row"><span>${plan.objective}</span> ${change('Change the objective', () => send({ type: 'chooseObjective' }))}</dd>
      <dt>Touches</dt>
      <dd><ul class="touches">${plan.touches.map(sentence => html`<li>${sentence}</li>`)}</ul></dd>
    </dl>
    <p class="row actions">
      <vscode-button data-testid="start" ?disabled=${plan.sizes.length === 0}
        @click=${() => plan.sizes.length > 0 && send({ type: 'start' })}>Start</vscode-button>
      ${plan.sizes.length === 0 ? html`<span class="bad">Choose at least one size first.</span>` : nothing}
    </p>
  </section>`
}

function change(label: string, act: () => void): TemplateResult {
  return html`<button class="link" aria-label=${label} title=${label} @click=${act}>Change…</button>`
}

function callsWords({ callsMin, callsMax }: TunePlan): string {
  if (callsMin === callsMax) return formatQuantity(callsMax, 'call')
  return `${formatCount(callsMin)} to ${formatCount(callsMax)} calls`
}

/** The cost of a lab is the machine's own: what AWS would ask is a figure to compare with. */
function costWords({ plan: { usdMax }, target }: TuneState): string {
  const most = usdMax === undefined ? 'not known for this region' : `at most ${formatUsd(usdMax)}`
  return target.source === 'lab' ? `nothing in the lab; on AWS ${most}` : most
}
