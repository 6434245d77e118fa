import assert from 'node:assert/strict'
import { TestLab } from './testLab.ts'

describe('forms of handlers in the lab', () => {
  let lab: TestLab
  before(async () => {
    lab = await TestLab.start()
  })
  after(() => lab.stop())

  it('runs every form of handler', async () => {
    const forms = [
      {
        files: {
          'index.js': "exports.handler = (event, context, done) => setTimeout(() => done(null, 'callback'), 1)",
        },
        runtime: 'nodejs22.x',
      },
      { files: { 'index.js': "module.exports.handler = async () => 'commonjs'" } },
      {
        files: {
          'index.js': "export async function handler() { return 'module' }",
          'package.json': '{"type":"module"}',
        },
      },
      {
        files: { 'src/api/main.cjs': "exports.nested = { get: async () => 'nested' }" },
        handler: 'src/api/main.nested.get',
      },
      {
        files: { 'app/main.py': 'def run(event, context):\n  return context.function_name' },
        runtime: 'python3.13',
        handler: 'app/main.run',
      },
    ] as const
    const answers = []
    for (const [index, form] of forms.entries()) {
      const more = {
        Runtime: 'runtime' in form ? form.runtime : 'nodejs24.x',
        Handler: 'handler' in form ? form.handler : 'index.handler',
      } as const
      await lab.create(`form${index}`, form.files, more)
      answers.push((await lab.call(`form${index}`)).payload)
    }
    assert.deepEqual(answers, ['callback', 'commonjs', 'module', 'nested', 'form4'])
  })

  it('collects what a streaming handler writes', async () => {
    const streaming = (body: string) => ({
      'index.mjs': `export const handler = awslambda.streamifyResponse(async (event, stream, context) => { ${body} })`,
    })
    await lab.create('streaming', streaming("stream.write('[1,'); stream.write(Buffer.from('2]')); stream.end()"))
    assert.deepEqual((await lab.call('streaming')).payload, [1, 2])
    await lab.create('unended', streaming("stream.write('1')"))
    assert.equal(((await lab.call('unended')).payload as { errorType: string }).errorType, 'Runtime.NodeJsExit')
    await lab.create('broken', streaming("stream.write('1'); throw new RangeError('midway')"))
    assert.equal(((await lab.call('broken')).payload as { errorType: string }).errorType, 'RangeError')
    // The environments go on after that.
    assert.deepEqual((await lab.call('streaming')).payload, [1, 2])
  })
})
