import assert from 'node:assert/strict'
import { EditedProject } from './editedProject.ts'
import { template } from './memoryProject.ts'
import { spanned } from './spanned.ts'

describe('templates in stacks of others', () => {
  const stack = (id: string, parameters = '', location = './orders/template.yaml') =>
    `  ${id}: { Type: AWS::Serverless::Application, Properties: { Location: ${location}, Parameters: { ${parameters} } } }\n`
  const orders = template({ Orders: 'a.handler' })
    .replace('Runtime:', 'MemorySize: !Ref Size, Runtime:')
    .replace('Resources:', 'Parameters: { Size: { Type: Number, Default: 128 } }\nResources:')
  const indexed = async (parent: string, more: Readonly<Record<string, string>> = {}) => {
    const project = new EditedProject({
      'template.yaml': `Resources:\n${parent}`,
      'orders/template.yaml': orders,
      ...more,
    })
    return { project, ...(await project.change({})) }
  }

  it('know them, and the parameters that those give', async () => {
    const { index } = await indexed(stack('Shop', 'Size: 512'))
    assert.deepEqual(
      index.definitions.map(({ memoryMb, nestedIn }) => ({ memoryMb, nestedIn })),
      [{ memoryMb: 512, nestedIn: [{ template: 'template.yaml', logicalId: 'Shop' }] }],
    )
  })

  const open: readonly (readonly [string, string, number | undefined])[] = [
    ['no parameters', stack('Shop'), 128],
    ['a value known at deployment', stack('Shop', 'Size: !ImportValue x'), undefined],
    ['two stacks that agree', stack('A', 'Size: 512') + stack('B', 'Size: 512'), 512],
    ['two stacks that differ', stack('A', 'Size: 512') + stack('B', 'Size: 1024'), undefined],
    ['two stacks of which one gives it', stack('A') + stack('B', 'Size: 1024'), undefined],
  ]
  for (const [title, parent, memoryMb] of open) {
    it(`have values by ${title}`, async () => {
      const { index } = await indexed(parent)
      assert.deepEqual(
        index.definitions.map(definition => definition.memoryMb),
        [memoryMb],
      )
    })
  }

  it('know where a parent gives the value', async () => {
    const place = async (parent: string) => {
      const { index } = await indexed(parent)
      const texts = { 'template.yaml': `Resources:\n${parent}` }
      return spanned(orders, index.definitions[0]?.sharedSpans ?? {}, texts)['memory']
    }
    assert.equal(await place(stack('Shop', 'Size: 512')), 'template.yaml: 512')
    assert.equal(await place(stack('Shop', 'Size: !Sub "51${AWS::NoValue}"')), undefined)
    assert.equal(await place(stack('Shop')), '128')
    // An edit of one would not be one of the other.
    assert.equal(await place(stack('A', 'Size: 512') + stack('B', 'Size: 512')), undefined)
  })

  it('know the stacks around those, and the parameters that pass through', async () => {
    const middle = `Parameters: { Size: { Type: Number, Default: 256 } }\nResources:\n${stack('Middle', 'Size: !Ref Size', '../orders/template.yaml')}`
    const { index } = await indexed(stack('Shop', 'Size: 512', './middle/template.yaml'), {
      'middle/template.yaml': middle,
    })
    const [definition] = index.definitions
    assert.equal(definition?.memoryMb, 512)
    assert.deepEqual(definition?.nestedIn, [
      {
        template: 'middle/template.yaml',
        logicalId: 'Middle',
        nestedIn: [{ template: 'template.yaml', logicalId: 'Shop' }],
      },
    ])
  })

  it('follow an edit of the stack around', async () => {
    const { project } = await indexed(stack('Shop', 'Size: 512'))
    const { index, read } = await project.change({ 'template.yaml': `Resources:\n${stack('Shop', 'Size: 256')}` })
    assert.equal(index.definitions[0]?.memoryMb, 256)
    assert.deepEqual(read, ['orders/template.yaml', 'template.yaml'])
  })

  it('may be missing', async () => {
    const { index } = await indexed(stack('Shop', '', './gone.yaml'))
    assert.match(index.problems[0]?.reason ?? '', /^Line 2 names the template gone\.yaml, which does not exist/)
  })

  it('may be nested in each other without an end', async () => {
    const loop = (other: string, size: string) => `${orders}${stack('Loop', `Size: ${size}`, other)}`
    const { index } = await indexed('', {
      'a.yaml': loop('./b.yaml', '!Sub "${Size}1"'),
      'b.yaml': loop('./a.yaml', '!Sub "${Size}2"'),
    })
    assert.equal(index.definitions.length, 3)
  })
})
