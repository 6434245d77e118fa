import assert from 'node:assert/strict'
import { joinFlowLines } from '#handlers/templates/flowLines.ts'
import { readYaml } from '#handlers/templates/readYaml.ts'
import { valueAt } from '#handlers/templates/templateNode.ts'

describe('flow collections over several lines', () => {
  const changed: readonly (readonly [string, string])[] = [
    ['a: [\nb,\n]\nc: 1', 'a: [ b, ]\nc: 1'],
    ['a: [{\n"x": 1\n}]\nc: 1', 'a: [{ "x": 1 }]\nc: 1'],
    ['a: !Sub [\n"]",\n{ x: "{" }]\n', 'a: !Sub [ "]", { x: "{" }]\n'],
    ['a: [ # one ]\r\n  b ]\n', `a: [${' '.repeat(12)}b ]\n`],
    ["- ['it''s ]',\n x]", "- ['it''s ]',  x]"],
  ]
  for (const [text, expected] of changed) {
    it(`stand on one line: ${JSON.stringify(text)}`, () => assert.equal(joinFlowLines(text), expected))
  }

  const same = [
    'a: b[0]\nc: d{1\n',
    'a: "[\n  b"\nc: 1\n',
    'a: |\n  if [ -f x\n  then {\n\nc: 1\n',
    '- >-\n  [ x\nc: 1\n',
    'a: !Sub |\n  [\n# [\nc: 1',
    '# [\na: 1 # {\nb: 2\n',
  ]
  for (const text of same) {
    it(`are none, so nothing changes: ${JSON.stringify(text)}`, () => assert.equal(joinFlowLines(text), text))
  }

  const accepted: readonly (readonly [string, string])[] = [
    ['brackets at the indentation of their key', 'a:\n  p: [{\n    "x": 1\n  }]\nb: 2\n'],
    ['items that are indented less than their list', 'a:\n  p:\n    q: [\n    !Sub "x",\n    !Sub "y"\n    ]\nb: 2\n'],
  ]
  for (const [what, text] of accepted) {
    it(`are read as the deploying tools do, with ${what}`, () => {
      const { root, reason } = readYaml(text)
      assert.equal(reason, undefined)
      const b = root && valueAt(root, 'b')
      assert.ok(b?.kind === 'scalar')
      assert.deepEqual([b.value, text.slice(b.span.start, b.span.end)], [2, '2'])
    })
  }

  it('that are not closed are told of at their line, with what stands before', () => {
    const { root, reason } = readYaml('a: 1\nb: [x,\nc: 2\n')
    assert.match(reason ?? '', /^Line [23] is not valid YAML/)
    const a = root && valueAt(root, 'a')
    assert.ok(a?.kind === 'scalar' && a.value === 1)
  })
})
