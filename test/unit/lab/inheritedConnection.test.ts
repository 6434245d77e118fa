import assert from 'node:assert/strict'
import { TestLab } from './testLab.ts'

describe('the connection that an environment inherits', () => {
  let lab: TestLab
  before(async () => {
    lab = await TestLab.start()
  })
  after(() => lab.stop())

  it('is found neither by the function nor by its children', async function () {
    if (process.platform !== 'linux') this.skip()
    const list = '/bin/ls -l /proc/self/fd'
    const files = {
      'index.mjs': `
import { execSync } from 'node:child_process'
export const handler = async () => [process.env._LAB_CONNECTION ?? null, execSync('${list}').toString()]`,
      // Not by subprocess, which closes all files itself.
      'index.py': `import os
def handler(event, context):
  os.system('${list} > $TMPDIR/open')
  return [os.environ.get('_LAB_CONNECTION'), open(os.environ['TMPDIR'] + '/open').read()]`,
    }
    for (const Runtime of ['nodejs24.x', 'python3.13'] as const) {
      await lab.create(`connected-${Runtime.slice(0, 4)}`, files, { Runtime, Timeout: 10 })
      const [variable, open] = (await lab.call(`connected-${Runtime.slice(0, 4)}`)).payload as [unknown, string]
      assert.equal(variable, null)
      const sockets = [...open.matchAll(/ (\d+) -> socket:/g)].map(([, file]) => Number(file))
      assert.deepEqual(
        sockets.filter(file => file > 2),
        [],
      )
    }
  })
})
