import assert from 'node:assert/strict'
import * as vscode from 'vscode'
import { removeLink, setLink } from '#editor/linkSetting.ts'
import { type AwsHome, makeAwsHome } from '../support/awsHome.ts'
import { answerCloudFormation } from '../support/cloudFormation.ts'
import { openAt } from '../support/editor/definitionJourney.ts'
import { until } from '../support/editor/workspace.ts'
import { type ProtocolServer, serveProtocol } from '../support/protocolServer.ts'

const key = 'src/orders.js#handler'
const arnOf = (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`
const names = ['shop-refunds', 'shop-OrdersFunction-1A2B3C4D5E6F', 'audit']
const stacks = {
  shop: [
    { logicalId: 'OrdersFunction', type: 'AWS::Lambda::Function', physicalId: 'shop-OrdersFunction-1A2B3C4D5E6F' },
  ],
}

const configuration = () => vscode.workspace.getConfiguration('lambdaLens', vscode.workspace.workspaceFolders?.[0])
const links = () => configuration().inspect('links')?.workspaceFolderValue

/** Runs a command, and accepts what its quick picks have on top, as a user does by Enter. */
async function accepting(command: string): Promise<void> {
  let ran = false
  const run = vscode.commands.executeCommand(command).then(() => {
    ran = true
  })
  await until(
    async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem')
      return ran
    },
    done => done,
  )
  await run
}

describe('linking to a deployed function', () => {
  let home: AwsHome
  let server: ProtocolServer

  before(async () => {
    home = await makeAwsHome()
    await home.write(
      'config',
      '[profile work]\nregion = eu-west-1\naws_access_key_id = AKWORK\naws_secret_access_key = SK\n',
    )
    home.set({ AWS_PROFILE: 'work' })
    server = await serveProtocol(request =>
      request.method === 'POST'
        ? answerCloudFormation(request, stacks)
        : {
            body: {
              Functions: names.map(name => ({ FunctionName: name, FunctionArn: arnOf(name), Runtime: 'nodejs24.x' })),
            },
          },
    )
    await configuration().update('aws.endpoint', server.endpoint, vscode.ConfigurationTarget.Global)
    await openAt('src/orders.js', 5)
  })

  after(async () => {
    await configuration().update('aws.endpoint', undefined, vscode.ConfigurationTarget.Global)
    await server?.close()
    await home?.close()
  })

  const sent = (what: RegExp) => server.requests.filter(({ url, body }) => what.test(`${url} ${body}`))

  it('asks with the profile and region that were chosen on this machine', async () => {
    await accepting('lambdaLens.chooseAws')
    await accepting('lambdaLens.link')
    const [listing] = sent(/\/functions/)
    assert.match(listing?.headers.authorization ?? '', /Credential=AKWORK\/\d+\/eu-west-1\/lambda/)
  })

  it('asks for the stack that samconfig.toml names, in its region', async () => {
    const [asked] = await until(
      async () => sent(/Action=ListStackResources/),
      requests => requests.length > 0,
    )
    assert.equal(new URLSearchParams(asked?.body).get('StackName'), 'shop')
    assert.match(asked?.headers.authorization ?? '', /\/eu-west-1\/cloudformation/)
  })

  it('remembers the function that was on top, in the settings of the folder', () =>
    assert.deepEqual(links(), { [key]: arnOf('shop-OrdersFunction-1A2B3C4D5E6F') }))

  it('keeps the profile out of the settings', async () => {
    const file = vscode.Uri.joinPath(
      vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail(),
      '.vscode/settings.json',
    )
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file))
    assert.doesNotMatch(text, /work|AK/)
  })

  it('can be taken back', async () => {
    await vscode.commands.executeCommand('lambdaLens.unlink')
    assert.equal(links(), undefined)
  })

  it('can be undone, with what was there before', async () => {
    const root = vscode.workspace.workspaceFolders?.[0] ?? assert.fail()
    await setLink(root, 'other.py#handler', 'other')
    const undoFirst = await setLink(root, key, 'first')
    const undoSecond = await setLink(root, key, { function: 'second', region: 'eu-west-1' })
    await undoSecond()
    assert.deepEqual(links(), { 'other.py#handler': 'other', [key]: 'first' })
    const undoRemoval = await removeLink(root, [key])
    assert.deepEqual(links(), { 'other.py#handler': 'other' })
    assert.equal(await removeLink(root, [key]), undefined)
    await undoRemoval?.()
    assert.deepEqual(links(), { 'other.py#handler': 'other', [key]: 'first' })
    await undoFirst()
    assert.deepEqual(links(), { 'other.py#handler': 'other' })
  })
})
