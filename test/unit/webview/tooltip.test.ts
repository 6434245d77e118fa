import assert from 'node:assert/strict'
import { tooltipCorner } from '../../../webview/tune/tooltip.ts'

const tip = { width: 200, height: 100 }

describe('tooltip', () => {
  it('stands right of its point, or left where there is no room', () => {
    assert.deepEqual(tooltipCorner({ x: 100, y: 200 }, tip, { width: 600, height: 400 }), { x: 116, y: 150 })
    assert.deepEqual(tooltipCorner({ x: 500, y: 200 }, tip, { width: 600, height: 400 }), { x: 284, y: 150 })
  })

  it('stands below its point in a side bar, inside its width', () => {
    assert.deepEqual(tooltipCorner({ x: 150, y: 40 }, tip, { width: 260, height: 400 }), { x: 50, y: 56 })
  })
})
