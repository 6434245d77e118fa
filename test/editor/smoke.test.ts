import assert from 'node:assert/strict'
import * as vscode from 'vscode'

const EXTENSION = 'lambda-lens.lambda-lens'

describe('the extension in a real editor', () => {
  it('activates', async () => {
    const extension = vscode.extensions.getExtension(EXTENSION)
    assert.ok(extension, `${EXTENSION} is not installed`)
    await extension.activate()
    assert.equal(extension.isActive, true)
  })

  it('registers every command of its manifest', async () => {
    const extension = vscode.extensions.getExtension(EXTENSION)
    const declared: { command: string }[] = extension?.packageJSON.contributes?.commands ?? []
    const registered = new Set(await vscode.commands.getCommands(true))
    assert.notEqual(declared.length, 0)
    assert.deepEqual(
      declared.map(({ command }) => command).filter(command => !registered.has(command)),
      [],
    )
  })

  it('opens the folder it is given', () => {
    assert.equal(vscode.workspace.workspaceFolders?.length, 1)
  })
})
