import assert from 'node:assert/strict'
import type { TuneState } from '#protocol/tune.ts'
import { type CurvePlot, curvePlot } from '../../../webview/tune/curvePlot.ts'
import { tradeOffPlot } from '../../../webview/tune/tradeOffPlot.ts'
import { expectPicture } from './expectPicture.ts'
import { doneSweep, measured, outOfMemory, waiting, withoutPrice, withoutRecommendation } from './sweeps.ts'
import { templateText } from './templateText.ts'

const duration: CurvePlot = {
  quantity: 'duration',
  scale: 'log',
  width: 640,
  height: 200,
  withAxis: false,
  focusMb: undefined,
}
const cost: CurvePlot = { ...duration, quantity: 'cost', height: 230, withAxis: true }
const tradeOff = { width: 420, height: 430, focusMb: undefined }

describe('charts of a sweep', () => {
  it('draw duration against memory', () => expectPicture('duration', curvePlot(doneSweep, duration)))

  it('draw cost against memory with the axis under it', () => expectPicture('cost', curvePlot(doneSweep, cost)))

  it('draw cost in the width of a side bar', () =>
    expectPicture('cost-narrow', curvePlot(doneSweep, { ...cost, width: 260 })))

  it('draw memory linearly', () =>
    expectPicture('duration-linear', curvePlot(doneSweep, { ...duration, scale: 'linear' })))

  it('draw the trade-off, the tolerance shaded', () => expectPicture('trade-off', tradeOffPlot(doneSweep, tradeOff)))

  it('draw a sweep half done', () => {
    const sizes = [outOfMemory, measured(256, 1560), measured(512, 724), waiting(1024), waiting(2048)]
    expectPicture('running', curvePlot({ ...withoutRecommendation(doneSweep, sizes), phase: 'running' }, cost))
  })

  it('hold no number that is none, whatever was measured', () => {
    const free = { usdPerMillion: 0, usdLow: 0, usdHigh: 0 }
    const many = Array.from({ length: 46 }, (_, index) => measured(128 + index * 218, 900 - index * 10))
    const sweeps: TuneState[] = [
      withoutRecommendation(doneSweep, []),
      withoutRecommendation(doneSweep, [outOfMemory]),
      withoutRecommendation(doneSweep, [measured(512, 724)]),
      { ...doneSweep, sizes: [measured(512, 724, free), measured(1024, 352, free)] },
      { ...doneSweep, sizes: [measured(512, 0, { p5Ms: 0, p95Ms: 0 })] },
      { ...doneSweep, sizes: many },
      withoutPrice(doneSweep),
      { ...doneSweep, sizes: doneSweep.sizes.map(size => ({ ...outOfMemory, memoryMb: size.memoryMb })) },
    ]
    for (const sweep of sweeps) {
      for (const plot of [curvePlot(sweep, duration), curvePlot(sweep, cost), tradeOffPlot(sweep, tradeOff)]) {
        assert.doesNotMatch(templateText(plot), /NaN|Infinity|undefined/)
      }
    }
  })

  it('say that a price is unknown, and still draw the durations', () => {
    const unpriced = withoutPrice(doneSweep)
    assert.match(templateText(curvePlot(unpriced, cost)), /no price known here/)
    assert.match(templateText(tradeOffPlot(unpriced, tradeOff)), /no price known here/)
    assert.match(templateText(curvePlot(unpriced, duration)), /USD per million price unknown[^>]*point-duration-1024/)
  })

  it('write names as text and never as markup', () => {
    const reason = '<img src=x onerror=alert(1)>'
    const sweep = withoutRecommendation(doneSweep, [{ ...outOfMemory, reason }, measured(512, 724)])
    const markup = templateText(curvePlot(sweep, duration))
    assert.match(markup, /&lt;img/)
    assert.doesNotMatch(markup, /<img/)
  })

  it('say at each point what it shows, and let the keyboard in at the recommended one', () => {
    const markup = templateText(curvePlot(doneSweep, duration))
    assert.match(markup, /aria-label="1,536 MB, recommended: Duration p50 243 ms;[^"]*Against 512 MB 66 % faster/)
    assert.match(markup, /aria-label="128 MB: Failed out of memory \(Runtime\.OutOfMemory\)"/)
    assert.deepEqual(markup.match(/tabindex="0" data-memory="\d+"/g), ['tabindex="0" data-memory="1536"'])
  })
})
