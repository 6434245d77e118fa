import assert from 'node:assert/strict'
import { parse } from '#syntax/python/parse.ts'

function statements(text: string): string[] {
  const found: string[] = []
  for (let node = parse(text, { file: 'a.py' }).tree.topNode.firstChild; node; node = node.nextSibling) {
    found.push(text.slice(node.from, node.to))
  }
  return found
}

describe('parse Python', () => {
  it('keeps offsets with a byte order mark, CRLF and characters of two units', () => {
    assert.deepEqual(statements('\uFEFFa = "😀"\r\nb = 1\r\n'), ['a = "😀"', 'b = 1'])
  })

  it('gives a tree of half-typed text', () => {
    assert.deepEqual(statements('def handler(event, context):\n    return foo(\n')[0]?.startsWith('def handler'), true)
  })
})
