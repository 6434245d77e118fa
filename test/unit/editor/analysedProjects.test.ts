import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AnalysedProjects } from '#editor/analysedProjects.ts'
import type { AnalysedProject, AnalysisRequest, DescribedHandler, FileFindings, Refusal } from '#editor/analysis.ts'
import type { MemoryEdit } from '#handlers/editMemory.ts'
import type { Deployment } from '#handlers/deployed/deployment.ts'
import type { FunctionDefinition } from '#handlers/handler.ts'

const template = (handler: string) => `
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: ., Handler: ${handler}, Runtime: nodejs22.x }
`
const text = 'export const handler = async event => event\nexport const other = async event => event\n'

describe('the projects of the analysis worker', () => {
  let project: AnalysedProject
  let projects: AnalysedProjects

  beforeEach(async () => {
    project = { root: await mkdtemp(join(tmpdir(), 'lambda-lens-analysed-')), exclude: {} }
    projects = new AnalysedProjects()
    await write('app.mjs', text)
    await write('template.yaml', template('app.handler'))
  })

  afterEach(() => rm(project.root, { recursive: true, force: true }))

  const write = (file: string, content: string) => writeFile(join(project.root, file), content)
  const handlers = async (asked = project) =>
    (await projects.answer({ kind: 'handlers', project: asked, file: 'app.mjs', text })) as readonly DescribedHandler[]
  const names = async (asked = project) => (await handlers(asked)).map(({ handler }) => handler.exportName)

  it('read a folder with the first question about it, whatever it asks', async () => {
    const [first] = await handlers()
    assert.equal(first?.handler.exportName, 'handler')
    assert.equal(first?.definition?.logicalId, 'Orders')
    assert.deepEqual(
      ((await projects.answer({ kind: 'definitions', project })) as readonly { logicalId: string }[]).map(
        ({ logicalId }) => logicalId,
      ),
      ['Orders'],
    )
  })

  it('follow a change once they are told of it', async () => {
    assert.deepEqual(await names(), ['handler'])
    await write('template.yaml', template('app.other'))
    assert.deepEqual(await names(), ['handler'])
    const update = projects.answer({ kind: 'update', project, changed: ['template.yaml'] })
    // Asked while the update is under way: the answer waits for it.
    assert.deepEqual(await names(), ['other'])
    assert.deepEqual(await update, [])
  })

  const stack = async () => {
    const definitions = await projects.answer({ kind: 'definitions', project })
    const [definition] = definitions as readonly FunctionDefinition[]
    assert.ok(definition)
    const deployment = await projects.answer({ kind: 'deployment', project, definition })
    return (deployment as Deployment).stack?.stack
  }

  it('tell how a definition is deployed, and follow the files that say so', async () => {
    const config = (name: string) => write('samconfig.toml', `[default.deploy.parameters]\nstack_name = "${name}"\n`)
    await config('shop')
    assert.equal(await stack(), 'shop')
    await config('shop-two')
    assert.equal(await stack(), 'shop')
    await projects.answer({ kind: 'update', project, changed: ['samconfig.toml'] })
    assert.equal(await stack(), 'shop-two')
    await config('shop-three')
    await projects.answer({ kind: 'forgetDeployments', project })
    assert.equal(await stack(), 'shop-three')
  })

  it('read a state of Terraform again only when it is told of', async () => {
    const address = { type: 'aws_lambda_function', name: 'orders', mode: 'managed' }
    const state = (name: string) =>
      write(
        'terraform.tfstate',
        JSON.stringify({
          version: 4,
          resources: [{ ...address, instances: [{ attributes: { function_name: name } }] }],
        }),
      )
    await rm(join(project.root, 'template.yaml'))
    await write('main.tf', 'resource "aws_lambda_function" "orders" {\n  handler = "app.handler"\n}\n')
    await state('orders-1')
    const name = async () => {
      const [definition] = (await projects.answer({ kind: 'definitions', project })) as readonly FunctionDefinition[]
      assert.ok(definition)
      const deployment = await projects.answer({ kind: 'deployment', project, definition })
      return (deployment as Deployment).function?.name
    }
    assert.equal(await name(), 'orders-1')
    await state('orders-2')
    await projects.answer({ kind: 'update', project, changed: ['app.mjs'] })
    assert.equal(await name(), 'orders-1')
    await projects.answer({ kind: 'update', project, changed: ['terraform.tfstate'] })
    assert.equal(await name(), 'orders-2')
  })

  it('make the edit of a memory size, or say why there is none', async () => {
    await write('template.yaml', template('app.handler').replace('CodeUri', 'MemorySize: 256, CodeUri'))
    const edit = async (logicalId: string) =>
      await projects.answer({
        kind: 'memoryEdit',
        project,
        definition: { template: 'template.yaml', logicalId },
        memoryMb: 512,
      })
    const made = (await edit('Orders')) as MemoryEdit
    assert.deepEqual(
      [made.file, made.fromMb, made.edits.map(({ newText }) => newText)],
      ['template.yaml', 256, ['512']],
    )
    assert.equal(((await edit('Gone')) as Refusal).refused.code, 'no-definition')
  })

  it('give the rules what was measured of modules', async () => {
    const text = "import { a } from 'a'\nexport const handler = async event => { if (event) return a() }\n"
    const messages = async (modules?: object) => {
      const request = { kind: 'findings', project, file: 'app.mjs', text, severities: {}, ...(modules && { modules }) }
      const { findings } = (await projects.answer(request as AnalysisRequest)) as FileFindings
      return findings.map(({ message }) => /\((\d+ ms of each start|\d+ kB of code)\)/.exec(message)?.[1])
    }
    assert.deepEqual(await messages(), [])
    assert.deepEqual(await messages({ a: { bytes: 310_000 } }), ['310 kB of code'])
    assert.deepEqual(await messages({ a: { bytes: 310_000, initMs: 42 } }), ['42 ms of each start'])
    assert.deepEqual(await messages({ a: { bytes: 310_000, initMs: 2 } }), [])
  })

  it('tell what cannot be read', async () => {
    await write('template.yaml', `${template('app.handler')}  Broken: [`)
    const problems = (await projects.answer({ kind: 'update', project, changed: [] })) as readonly { file: string }[]
    assert.deepEqual(
      problems.map(({ file }) => file),
      ['template.yaml'],
    )
  })

  it('read a folder again when other files are hidden', async () => {
    assert.deepEqual(await names(), ['handler'])
    // Without the template, what looks like a handler is likely one.
    const [likely] = await handlers({ ...project, exclude: { '*.yaml': true } })
    assert.equal(likely?.handler.certainty, 'likely')
    assert.equal(likely.definition, undefined)
  })
})
