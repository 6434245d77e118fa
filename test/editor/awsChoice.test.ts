import assert from 'node:assert/strict'
import * as vscode from 'vscode'
import { AwsChoice } from '#editor/awsChoice.ts'

function memento(): vscode.Memento & { setKeysForSync(): void } {
  const values = new Map<string, unknown>()
  return {
    keys: () => [...values.keys()],
    get: <T>(key: string, otherwise?: T) => (values.has(key) ? (values.get(key) as T) : otherwise),
    update: async (key: string, value: unknown) => void values.set(key, value),
    setKeysForSync: () => {},
  }
}

describe('the choice of profile and region', () => {
  const folder = (name: string, index: number) => ({ uri: vscode.Uri.file(`/work/${name}`), name, index })
  const shop = folder('shop', 0)
  const bank = folder('bank', 1)

  it('is each workspace folder’s own, and that of the workspace where a folder has none', async () => {
    const choice = new AwsChoice({ workspaceState: memento(), globalState: memento() })
    let changes = 0
    choice.onDidChange(() => void (changes += 1))
    await choice.choose({ profile: 'work', region: 'eu-west-1' }, shop)
    assert.deepEqual([choice.placeIn(shop), choice.placeIn(bank)], [{ profile: 'work', region: 'eu-west-1' }, {}])
    await choice.choose({ region: 'us-east-1' }, undefined)
    await choice.choose({ profile: 'bank' }, bank)
    assert.deepEqual(
      [shop, bank, undefined].map(one => choice.placeIn(one)),
      [{ profile: 'work', region: 'eu-west-1' }, { profile: 'bank' }, { region: 'us-east-1' }],
    )
    assert.equal(changes, 3)
    choice.dispose()
  })

  it('gives way to the profile by which an account was seen', async () => {
    const choice = new AwsChoice({ workspaceState: memento(), globalState: memento() })
    await choice.choose({ profile: 'work', region: 'eu-west-1' }, shop)
    await choice.remember('111111111111', 'prod')
    assert.deepEqual(choice.placeFor('111111111111', shop), { profile: 'prod', region: 'eu-west-1' })
    assert.deepEqual(choice.placeFor('222222222222', shop), { profile: 'work', region: 'eu-west-1' })
    choice.dispose()
  })
})
