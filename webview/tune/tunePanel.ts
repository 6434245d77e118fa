import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import type { FromTunePage, ToTunePage, TuneState } from '#protocol/tune.ts'
import { chartStyles } from '../chart/chartStyles.ts'
import type { MemoryScaleKind } from '../chart/memoryScale.ts'
import type { Host } from '../shared/host.ts'
import { theme } from '../shared/theme.ts'
import { answerCard, cancelledCard, problemCard } from './answerCard.ts'
import { cardStyles } from './cardStyles.ts'
import { header } from './header.ts'
import { usualCallsPerMonth } from './monthlyCost.ts'
import { monthlySlider } from './monthlySlider.ts'
import { planCard } from './planCard.ts'
import { plots } from './plots.ts'
import { plotsStyles } from './plotsStyles.ts'
import { focusAfterKey, nearestPoint, pointElement, sizeOf } from './pointing.ts'
import { progressCard } from './progressCard.ts'
import { sizeTable } from './sizeTable.ts'
import { tableStyles } from './tableStyles.ts'
import { tooltip, tooltipCorner } from './tooltip.ts'

/** What the page keeps over a reload. */
export interface SavedTunePage {
  readonly version: 1
  readonly tune: TuneState
  readonly scale: MemoryScaleKind
  readonly callsPerMonth: number
}

export type TuneHost = Host<ToTunePage, FromTunePage, SavedTunePage>

interface Pointed {
  readonly plot: string
  readonly memoryMb: number
}

/** The Tune panel. It shows the last `TuneState` that the host sent and sends back what the user did. */
export class TunePanel extends LitElement {
  static override readonly styles = [theme, chartStyles, cardStyles, plotsStyles, tableStyles]
  static override readonly properties = {
    host: { attribute: false },
    tune: { state: true },
    scale: { state: true },
    callsPerMonth: { state: true },
    pointed: { state: true },
    width: { state: true },
  }

  declare host: TuneHost | undefined
  declare private tune: TuneState | undefined
  declare private scale: MemoryScaleKind
  declare private callsPerMonth: number
  declare private pointed: Pointed | undefined
  declare private width: number
  private readonly resizes = new ResizeObserver(([entry]) => {
    if (entry !== undefined) this.width = Math.floor(entry.contentRect.width)
  })

  constructor() {
    super()
    this.scale = 'log'
    this.callsPerMonth = usualCallsPerMonth
    this.width = 0
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.resizes.observe(this)
    const saved = this.host?.saved()
    if (saved !== undefined) {
      this.tune = saved.tune
      this.scale = saved.scale
      this.callsPerMonth = saved.callsPerMonth
    }
    this.host?.listen(message => {
      if (message.type === 'state') this.tune = message.state
    })
    this.host?.send({ type: 'ready' })
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.resizes.disconnect()
  }

  protected override render(): TemplateResult {
    const { tune } = this
    if (tune === undefined) return html`<p class="dim" role="status">Waiting for the extension…</p>`
    const send = (message: FromTunePage) => this.host?.send(message)
    return html`<main>
      ${header(tune, send)}
      <p class="activity" role="status" data-testid="activity">${tune.activity}</p>
      ${problemCard(tune, send)}
      ${tune.phase === 'planning' ? planCard(tune, send) : nothing}
      ${tune.phase === 'running' || tune.phase === 'cancelling' ? progressCard(tune, send) : nothing}
      ${tune.phase === 'done' ? answerCard(tune, send) : nothing}
      ${tune.phase === 'cancelled' ? cancelledCard(tune, send) : nothing}
      ${tune.phase === 'planning' ? nothing : this.measurements(tune)}
    </main>`
  }

  /** Charts stand from the first moment of a sweep; afterwards only if something was measured. */
  private measurements(tune: TuneState): TemplateResult {
    const { pointed, scale, width } = this
    const underway = tune.phase === 'running' || tune.phase === 'cancelling'
    const charts = width > 0 && (underway || tune.sizes.some(size => size.figures !== undefined))
    const size = tune.sizes.find(({ memoryMb }) => memoryMb === pointed?.memoryMb)
    const focusMb = size?.memoryMb
    const choose = (kind: MemoryScaleKind) => {
      this.scale = kind
    }
    return html`
      ${
        charts
          ? html`<div class="pointing" @pointermove=${this.hover} @pointerleave=${this.leave} @focusin=${this.focused}
              @focusout=${this.leave} @keydown=${this.key}>
              ${plots(tune, { scale, width, focusMb, choose })} ${size === undefined ? nothing : tooltip(tune, size)}
            </div>`
          : nothing
      }
      ${monthlySlider(tune, this.callsPerMonth, calls => {
        this.callsPerMonth = calls
      })}
      ${underway || tune.sizes.some(({ callsDone }) => callsDone > 0) ? sizeTable(tune, focusMb) : nothing}`
  }

  protected override updated(changed: PropertyValues): void {
    this.placeTooltip()
    const { tune, scale, callsPerMonth } = this
    const kept = changed.has('tune') || changed.has('scale') || changed.has('callsPerMonth')
    if (tune !== undefined && kept) this.host?.save({ version: 1, tune, scale, callsPerMonth })
  }

  private placeTooltip(): void {
    const tip = this.renderRoot.querySelector<HTMLElement>('.tooltip')
    const container = tip?.parentElement
    if (tip === null || !(container instanceof HTMLElement) || this.pointed === undefined) return
    const point = pointElement(container, this.pointed.plot, this.pointed.memoryMb)
    if (point === undefined) return
    const outer = container.getBoundingClientRect()
    const at = point.getBoundingClientRect()
    const centre = { x: at.x + at.width / 2 - outer.x, y: at.y + at.height / 2 - outer.y }
    const corner = tooltipCorner(centre, tip.getBoundingClientRect(), outer)
    tip.style.setProperty('transform', `translate(${Math.round(corner.x)}px, ${Math.round(corner.y)}px)`)
  }

  private readonly hover = (event: PointerEvent) => {
    const svg = event.target instanceof Element ? event.target.closest('svg.plot') : null
    this.point(svg === null ? undefined : nearestPoint(svg, event))
  }

  private readonly focused = (event: FocusEvent) => {
    this.point(event.target instanceof Element ? sizeOf(event.target) : undefined)
  }

  private readonly leave = () => {
    this.point(undefined)
  }

  private readonly key = (event: KeyboardEvent) => {
    if (event.key === 'Escape') this.point(undefined)
    else if (focusAfterKey(event)) event.preventDefault()
  }

  private point(next: Pointed | undefined): void {
    if (next?.plot !== this.pointed?.plot || next?.memoryMb !== this.pointed?.memoryMb) this.pointed = next
  }
}
