import assert from 'node:assert/strict'
import { lensTitle, lensTooltip } from '#editor/lensText.ts'
import { summarize } from '#telemetry/statistics.ts'
import { invocation } from '../../support/samples.ts'

const source = { memoryMb: 512, windowHours: 24, definedAs: 'ResizeFunction in template.yaml' }
const statistics = summarize([invocation(700, 512, { initMs: 131 }), invocation(81, 512), invocation(79.4, 512)], {
  architecture: 'x86_64',
  region: 'lab',
})

describe('the words of a lens', () => {
  it('tell p99, init, cold share and cost', () => {
    assert.ok(statistics)
    assert.equal(lensTitle({ kind: 'known', statistics }), 'p99 688 ms · init 131 ms, 33 % cold · $2.96 per 1M')
  })

  it('leave out an init that no call reported', () => {
    const warm = summarize([invocation(81, 512)], { architecture: 'x86_64', region: 'lab' })
    assert.ok(warm)
    assert.equal(lensTitle({ kind: 'known', statistics: warm }), 'p99 81 ms · $0.88 per 1M')
  })

  it('have their own form for each state', () => {
    const titles = (['reading', 'noCalls', 'notRunning'] as const).map(kind => lensTitle({ kind }))
    titles.push(lensTitle({ kind: 'failed', reason: 'refused' }))
    titles.push(lensTitle({ kind: 'notInLab', language: 'go' }))
    assert.equal(new Set(titles).size, 5)
    assert.match(titles.at(-1) ?? '', /^Go /)
  })

  it('say in the tooltip what was counted, and where the function is defined', () => {
    assert.ok(statistics)
    const tooltip = lensTooltip({ kind: 'known', statistics }, source)
    assert.match(tooltip, /^ResizeFunction in template\.yaml\n3 calls at 512 MB in the lab, last 24 hours\n/)
    assert.match(lensTooltip({ kind: 'failed', reason: 'The lab has ended.' }, source), /The lab has ended\./)
  })
})
