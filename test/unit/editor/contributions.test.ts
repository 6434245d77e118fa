import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { commands, isWindow, languages, settings, statisticsWindows, views } from '#editor/contributions.ts'
import { defaultFigures, figures } from '#editor/figures.ts'

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

  it('offer the figures and windows that there are', () => {
    const { properties } = contributes.configuration
    const offered = properties[`${settings.section}.${settings.codeLensFigures}`]
    assert.deepEqual(offered.items.enum, Object.keys(figures))
    assert.equal(offered.items.enumDescriptions.length, offered.items.enum.length)
    assert.deepEqual(offered.default, defaultFigures)
    const window = properties[`${settings.section}.${settings.statisticsWindow}`]
    assert.deepEqual(window.enum, Object.keys(statisticsWindows))
    assert.ok(isWindow(window.default))
  })

  it('name the same views', () => {
    const declared: { id: string }[] = contributes.views.explorer
    assert.deepEqual(
      declared.map(({ id }) => id),
      Object.values(views),
    )
    for (const { view } of contributes.viewsWelcome) assert.ok(Object.values(views).includes(view))
  })

  it('have menus of the view for what it shows', () => {
    for (const { command, when } of [...contributes.menus['view/title'], ...contributes.menus['view/item/context']]) {
      assert.ok(when.startsWith(`view == ${views.functions}`), command)
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
