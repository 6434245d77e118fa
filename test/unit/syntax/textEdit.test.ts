import assert from 'node:assert/strict'
import { applyEdits, overlaps, withoutCovered } from '#syntax/textEdit.ts'

const edit = (start: number, end: number, newText = '') => ({ start, end, newText })

describe('text edits', () => {
  it('apply in the order of their places, insertions at one place in the order of the list', () => {
    assert.equal(applyEdits('abcdef', [edit(4, 6, 'Z'), edit(1, 1, 'x'), edit(1, 1, 'y'), edit(1, 2)]), 'axycdZ')
    assert.equal(applyEdits('', [edit(0, 0, 'x')]), 'x')
    assert.equal(applyEdits('a', []), 'a')
  })

  for (const [a, b, expected] of [
    [edit(0, 2), edit(1, 3), true],
    [edit(0, 2), edit(2, 3), false],
    [edit(0, 3), edit(1, 1), true],
    [edit(1, 1), edit(1, 1), false],
    [edit(1, 3), edit(1, 1), false],
    [edit(1, 3), edit(3, 3), false],
  ] as const) {
    it(`${expected ? '' : 'do not '}overlap: ${a.start}–${a.end} and ${b.start}–${b.end}`, () => {
      assert.equal(overlaps(a, b), expected)
      assert.equal(overlaps(b, a), expected)
    })
  }

  it('inside what goes are dropped, at its borders not', () => {
    const gone = edit(2, 6)
    const kept = [gone, edit(2, 2, 'x'), edit(6, 6, 'y'), edit(6, 7, 'z')]
    assert.deepEqual(withoutCovered([...kept, edit(3, 3, 'a'), edit(2, 4, 'b')]), kept)
  })
})
