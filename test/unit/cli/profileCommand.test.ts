import assert from 'node:assert/strict'
import { runCommand } from '../../support/commandLine.ts'
import { BundleProject } from '../bundle/bundleProject.ts'

describe('lambda-lens profile', function () {
  this.timeout(60_000)
  let project: BundleProject
  beforeEach(async () => {
    project = await BundleProject.open({
      'src/app.js': "const left = require('left')\nexports.handler = async () => left\n",
      'node_modules/left/index.js': "module.exports = 'left'",
    })
  })
  afterEach(async () => await project.close())

  const profile = async (...args: readonly string[]) => await runCommand(['profile', ...args], {}, project.root)

  it('tells what the init takes, and what was tried, in one document', async () => {
    const { code, stdout, stderr } = await profile('src/app.js#handler', '--json', '--runs', '2')
    assert.equal(code, 0, stderr)
    const { initMs, modules, variants } = JSON.parse(stdout)
    assert.equal(initMs.runs, 2)
    assert.ok(initMs.low <= initMs.median && initMs.median <= initMs.high)
    const [left] = modules
    assert.deepEqual(
      [left.name, ...[left.aloneMs, left.savedMs, left.spread].map(value => typeof value)],
      ['left', 'number', 'number', 'number'],
    )
    assert.ok(variants.every((one: object) => 'name' in one && 'initMs' in one && 'bytes' in one))
  })

  it('prints tables for people', async () => {
    const { stdout } = await profile('src/app.js#handler', '--runs', '1')
    assert.match(stdout, /^init .* as bundle, by \d+\.\d+[^]*left \(line 1\)[^]*Tried instead[^]*minified/)
  })

  const refused: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['no target', [], /bad-arguments/],
    ['no runs', ['src/app.js#handler', '--runs', '0'], /--runs takes 1 to 1000/],
    ['an init that throws', ['src/throws.js#handler', '--runs', '1'], /RangeError: too far.*init-failed/s],
  ]
  for (const [what, args, says] of refused) {
    it(`refuses ${what} with a message`, async () => {
      await project.write({ 'src/throws.js': "exports.handler = 1\nthrow new RangeError('too far')" })
      const { code, stderr } = await profile(...args)
      assert.match(stderr, says)
      assert.doesNotMatch(stderr, /\n\s+at /)
      assert.equal(code, 2)
    })
  }
})
