import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { commands, languages, settings } from '#editor/contributions.ts'

const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8'))
const { contributes, activationEvents } = manifest

describe('the manifest and its typed ids', () => {
  it('name the same commands, each in the category of the product', () => {
    const declared: { command: string; category: string; title: string }[] = contributes.commands
    assert.deepEqual(declared.map(({ command }) => command).sort(), Object.values(commands).sort())
    for (const { command, category, title } of declared) assert.ok(category === 'Lambda Lens' && title, command)
  })

  it('name the same settings, each with a description and a scope', () => {
    const { section, ...names } = settings
    const properties: Record<string, { markdownDescription?: string; scope?: string; default?: unknown }> =
      contributes.configuration.properties
    assert.deepEqual(
      Object.keys(properties).sort(),
      Object.values(names)
        .map(name => `${section}.${name}`)
        .sort(),
    )
    for (const [name, property] of Object.entries(properties)) {
      assert.ok(property.markdownDescription && property.scope && property.default !== undefined, name)
    }
  })

  it('take nothing from an untrusted workspace that decides who is asked or what runs', () => {
    const restricted: string[] = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations
    const deciding = [settings.labStart, settings.links, settings.awsEndpoint].map(
      name => `${settings.section}.${name}`,
    )
    assert.deepEqual(
      deciding.filter(name => !restricted.includes(name)),
      [],
    )
    assert.equal(contributes.configuration.properties[`${settings.section}.${settings.awsEndpoint}`].scope, 'machine')
  })

  it('start the extension with the same languages', () => {
    const events: string[] = activationEvents
    assert.deepEqual(
      events.filter(event => event.startsWith('onLanguage:')),
      languages.map(language => `onLanguage:${language}`),
    )
  })

  it('show no command that is not declared', () => {
    const menus: Record<string, { command: string }[]> = contributes.menus
    const known = new Set<string>(Object.values(commands))
    for (const item of Object.values(menus).flat()) assert.ok(known.has(item.command), item.command)
  })
})
