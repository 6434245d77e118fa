import assert from 'node:assert/strict'
import { ignoredByGit } from '#handlers/ignoredByGit.ts'

describe('what .gitignore names', () => {
  // Paths with a slash at the end are folders.
  const cases: readonly (readonly [rules: string, ignored: readonly string[], kept: readonly string[]])[] = [
    ['build', ['build/', 'a/build/', 'build'], ['builder/', 'a/rebuild']],
    ['build/', ['build/', 'a/build/'], ['build']],
    ['/build', ['build/'], ['a/build/']],
    ['a/build', ['a/build/'], ['b/a/build/']],
    ['*.js\n!keep.js', ['a.js', 'b/c.js'], ['keep.js', 'b/keep.js', 'a.ts']],
    ['out/**/*.js', ['out/a.js', 'out/b/c.js'], ['a.js', 'outer/a.js']],
    ['**/gen', ['gen/', 'a/b/gen/'], ['gene/']],
    ['logs/**', ['logs/a', 'logs/b/c'], ['logs/']],
    ['a?.[jt]s', ['ab.js', 'ac.ts'], ['a/.js', 'abc.js', 'ab.py']],
    ['# build\n\n \nx ', ['x'], ['build', '# build']],
    ['\\#x\r\na.b+c', ['#x', 'a.b+c'], ['aXb+c']],
    ['[', [], ['[x', 'a']],
    ['', [], ['a']],
  ]
  for (const [rules, ignored, kept] of cases) {
    it(JSON.stringify(rules), () => {
      const isIgnored = ignoredByGit(rules)
      const ask = (path: string) => isIgnored(path.replace(/\/$/, ''), path.endsWith('/')) ?? false
      assert.deepEqual([...ignored, ...kept].filter(ask), ignored)
    })
  }
})
