import assert from 'node:assert/strict'
import { lineDiff } from '../../../src/cli/lineDiff.ts'

const text = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', ''].join('\n')

describe('lineDiff', () => {
  it('shows a changed line with those around it', () => {
    assert.equal(
      lineDiff('t.yaml', text, text.replace('e', 'E')),
      ['--- t.yaml', '+++ t.yaml', '@@ -2,7 +2,7 @@', ' b', ' c', ' d', '-e', '+E', ' f', ' g', ' h'].join('\n'),
    )
  })

  it('shows an added line, at the start and at the end', () => {
    assert.equal(
      lineDiff('t', 'a\nb\n', 'new\na\nb\n'),
      ['--- t', '+++ t', '@@ -1,3 +1,4 @@', '+new', ' a', ' b', ' '].join('\n'),
    )
    assert.match(lineDiff('t', 'a', 'a\nb'), /@@ -1,1 \+1,2 @@\n a\n\+b$/)
  })

  it('shows nothing where nothing differs', () => assert.equal(lineDiff('t', text, text), ''))
})
