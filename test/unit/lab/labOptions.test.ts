import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LensError } from '#common/errors.ts'
import { labOptions, labUsage } from '#lab/labOptions.ts'

describe('the lab’s options', () => {
  it('have defaults', () => {
    assert.deepEqual(labOptions([]), { port: 0, maxConcurrency: 100, retireMs: 300_000, layers: new Map() })
  })

  it('are read, with units', () => {
    const args = '--port 8080 --limiter none --concurrency 5 --retire-seconds 0.5 --idle-seconds 60 --data /logs'
    const { layers, faults, ...rest } = labOptions([
      ...args.split(' '),
      ...['--layer', 'tools=/layers/tools', '--layer', 'more=/a=b'],
      ...['--faults', 'throttle=0.5'],
    ])
    assert.deepEqual(rest, {
      port: 8080,
      limiter: 'none',
      maxConcurrency: 5,
      retireMs: 500,
      idleMs: 60_000,
      dataFolder: '/logs',
    })
    assert.deepEqual(
      [...layers],
      [
        ['tools', '/layers/tools'],
        ['more', '/a=b'],
      ],
    )
    assert.equal(faults?.throttle, 0.5)
  })

  it('are refused in words when they are wrong', () => {
    const cases = [
      ['--port 65536', 'bad-arguments'],
      ['--port x', 'bad-arguments'],
      ['--concurrency 0', 'bad-arguments'],
      ['--concurrency 1.5', 'bad-arguments'],
      ['--idle-seconds -1', 'bad-arguments'],
      ['--retire-seconds 0', 'bad-arguments'],
      ['--speed 9', 'bad-arguments'],
      ['more', 'bad-arguments'],
      ['--layer tools', 'lab-layer'],
      ['--layer tools=relative/path', 'lab-layer'],
      ['--faults flood=1', 'lab-faults'],
    ] as const
    for (const [text, code] of cases) {
      const refused = (error: unknown) => error instanceof LensError && error.code === code
      assert.throws(() => labOptions(text.split(' ')), refused, text)
    }
  })

  it('are all in the usage and in the README', () => {
    const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8')
    for (const name of [
      'port',
      'limiter',
      'concurrency',
      'retire-seconds',
      'idle-seconds',
      'data',
      'layer',
      'faults',
    ]) {
      assert.match(labUsage, new RegExp(`^  --${name} `, 'm'))
      assert.match(readme, new RegExp(`^\\| \`--${name} `, 'm'))
    }
  })
})
