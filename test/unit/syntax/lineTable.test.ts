import assert from 'node:assert/strict'
import { LineTable } from '#syntax/lineTable.ts'

describe('LineTable', () => {
  const text = 'a\nb\r\nc\rd\n'
  const lines: readonly (readonly [number, number])[] = [
    [0, 1],
    [1, 1],
    [2, 2],
    [4, 2],
    [5, 3],
    [6, 3],
    [7, 4],
    [8, 4],
    [9, 5],
    [99, 5],
  ]
  for (const [offset, line] of lines) {
    it(`finds offset ${offset} of ${JSON.stringify(text)} in line ${line}`, () => {
      assert.equal(new LineTable(text).lineAt(offset), line)
    })
  }
})
