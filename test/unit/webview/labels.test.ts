import assert from 'node:assert/strict'
import { around, type Box, contains, crosses, overlap } from '../../../webview/chart/box.ts'
import { type LabelRequest, placeLabels } from '../../../webview/chart/labels.ts'

const bounds: Box = { x: 0, y: 0, width: 400, height: 200 }

function label(text: string, x: number, y: number, insistent = true): LabelRequest {
  return { wordings: [text], at: { x, y }, reach: 5, insistent }
}

function marksOf(requests: readonly LabelRequest[]): Box[] {
  return requests.map(({ at, reach }) => around(at, reach))
}

describe('label placement', () => {
  it('lets no label touch another, a mark or the border, however crowded', () => {
    const requests = Array.from({ length: 20 }, (_, index) =>
      label(`${1000 + index} MB`, 20 + (index % 5) * 24, 60 + Math.floor(index / 5) * 22),
    )
    const keepClear = marksOf(requests)
    const placed = placeLabels(requests, { bounds, keepClear, lines: [], fontPx: 11 })
    assert.ok(placed.length >= 5, `only ${placed.length} placed`)
    for (const [index, { box }] of placed.entries()) {
      assert.ok(contains(bounds, box))
      assert.ok(keepClear.every(mark => !overlap(mark, box)))
      assert.ok(placed.slice(index + 1).every(other => !overlap(other.box, box)))
    }
  })

  it('keeps leader lines off other labels', () => {
    const requests = Array.from({ length: 10 }, (_, index) => label('recommended', 60 + index * 40, 100))
    const placed = placeLabels(requests, { bounds, keepClear: marksOf(requests), lines: [], fontPx: 11 })
    const led = placed.filter(one => one.leader !== undefined)
    assert.ok(led.length > 0)
    for (const { leader } of led) {
      for (const other of placed) {
        if (leader !== undefined && other.leader !== leader) assert.ok(!crosses(leader, other.box))
      }
    }
  })

  it('prefers a place beside the line to one on it', () => {
    const line = { from: { x: 0, y: 100 }, to: { x: 400, y: 100 } }
    const [placed] = placeLabels([label('512 MB now', 200, 100)], { bounds, keepClear: [], lines: [line], fontPx: 11 })
    assert.ok(placed !== undefined && !crosses(line, placed.box))
  })

  it('leaves a label out that has no room, or says it shorter', () => {
    const tight = { bounds: { x: 0, y: 0, width: 80, height: 40 }, keepClear: [], lines: [], fontPx: 11 }
    const request = label('1,536 MB recommended', 20, 20)
    assert.deepEqual(placeLabels([request], tight), [])
    const [shorter] = placeLabels([{ ...request, wordings: ['1,536 MB recommended', 'now'] }], tight)
    assert.equal(shorter?.text, 'now')
  })
})
