import assert from 'node:assert/strict'
import { formatMs } from '#common/format.ts'
import { memoryScale, memoryTicks } from '../../../webview/chart/memoryScale.ts'
import { spreadScale, usdTicks, valueTicks, zeroScale } from '../../../webview/chart/valueScale.ts'

describe('memory axis', () => {
  it('gives each doubling the same width, or on request each MB', () => {
    const log = memoryScale([128, 512], 'log', [0, 200])
    assert.equal(Math.round(log(256)), 100)
    const linear = memoryScale([128, 512], 'linear', [0, 200])
    assert.equal(Math.round(linear(320)), 100)
  })

  it('puts a single size in the middle of an octave on each side', () => {
    assert.equal(Math.round(memoryScale([512], 'log', [0, 200])(512)), 100)
  })

  it('names the important sizes first when not all numbers fit', () => {
    const sizes = Array.from({ length: 46 }, (_, index) => 128 + index * 64)
    const ticks = memoryTicks(memoryScale(sizes, 'log', [0, 300]), sizes, [1472], 11)
    assert.ok(ticks.length < 12)
    assert.ok(ticks.some(({ text }) => text === '1,472'))
    for (const [index, tick] of ticks.entries()) assert.ok(tick.at - (ticks[index - 1]?.at ?? -99) > 20)
  })
})

describe('value axis', () => {
  it('begins at zero and does not move with every new figure', () => {
    const before = zeroScale(1716, [100, 0]).domain()
    assert.deepEqual(before, [0, 2000])
    assert.deepEqual(zeroScale(1850, [100, 0]).domain(), before)
    assert.deepEqual(zeroScale(0, [100, 0]).domain(), [0, 1])
  })

  it('turns logarithmic between round numbers when figures differ more than fourfold', () => {
    const scale = spreadScale([203, 1560], [0, 100])
    assert.deepEqual(scale.domain(), [200, 2000])
    assert.deepEqual(
      valueTicks(scale, 5, formatMs).map(({ text }) => text),
      ['200 ms', '500 ms', '1 s', '2 s'],
    )
  })

  it('does not blow up noise: a tenth of the value is shown at least', () => {
    const [least = 0, most = 0] = spreadScale([1003, 1009], [0, 100]).domain()
    assert.ok(least < 960 && most > 1050, `${least} … ${most}`)
  })

  it('has as many decimals as its ticks need to differ', () => {
    const texts = usdTicks(spreadScale([0.206, 0.222], [0, 100]), 8).map(({ text }) => text)
    assert.deepEqual(texts, ['$0.200', '$0.205', '$0.210', '$0.215', '$0.220', '$0.225', '$0.230'])
  })

  it('leaves cents out where no tick has any', () => {
    const texts = (most: number) => usdTicks(zeroScale(most, [100, 0]), 4).map(({ text }) => text)
    assert.deepEqual(texts(10.4), ['$0', '$2', '$4', '$6', '$8', '$10', '$12'])
    assert.deepEqual(texts(0.9), ['$0', '$0.20', '$0.40', '$0.60', '$0.80', '$1.00'])
  })
})
