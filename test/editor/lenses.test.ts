import assert from 'node:assert/strict'
import * as vscode from 'vscode'
import { until, workspaceFile } from '../support/editor/workspace.ts'

/** Resolved lenses as `line: title`, lines from 1, once nothing is being read any more. */
async function lensesOf(path: string): Promise<string[]> {
  await vscode.workspace.openTextDocument(workspaceFile(path))
  return await until(
    async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        workspaceFile(path),
        9,
      )
      return lenses.map(({ range, command }) => `${range.start.line + 1}: ${command?.title ?? 'unresolved'}`)
    },
    seen => !seen.some(one => one.includes('Reading logs')),
  )
}

async function replaceText(path: string, change: (text: string) => string): Promise<void> {
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(workspaceFile(path)))
  await vscode.workspace.fs.writeFile(workspaceFile(path), new TextEncoder().encode(change(text)))
}

describe('lenses', function () {
  this.timeout(60_000)

  before(async () => {
    await vscode.extensions.getExtension('lambda-lens.lambda-lens')?.activate()
  })

  it('stand over the handler that the template names, and over nothing else', async () => {
    assert.deepEqual(await lensesOf('src/app.js'), ['3: Run in the lab', '3: Tune this function'])
  })

  it('follow the text as it is typed', async () => {
    const document = await vscode.workspace.openTextDocument(workspaceFile('src/app.js'))
    const editor = await vscode.window.showTextDocument(document)
    await editor.edit(edit => edit.insert(new vscode.Position(0, 0), '// one\n// two\nconst half = (\n'))
    const lenses = await until(
      () => lensesOf('src/app.js'),
      seen => seen.length > 0,
    )
    assert.deepEqual(lenses, ['6: Run in the lab', '6: Tune this function'])
    await editor.edit(edit => edit.delete(new vscode.Range(0, 0, 3, 0)))
    await document.save()
  })

  it('follow the template when it is saved', async () => {
    await replaceText('template.yaml', text => text.replace('app.greet', 'app.helper'))
    await until(
      () => lensesOf('src/app.js'),
      ([first]) => first?.startsWith('1:') === true,
    )
    await replaceText('template.yaml', text => text.replace('app.helper', 'app.greet'))
    await until(
      () => lensesOf('src/app.js'),
      ([first]) => first?.startsWith('3:') === true,
    )
  })

  it('follow files that the editor hides', async () => {
    const files = vscode.workspace.getConfiguration('files')
    await files.update('exclude', { 'template.yaml': true }, vscode.ConfigurationTarget.Workspace)
    // Without a template, every export that looks like a handler is likely one; helper does not.
    await until(
      () => lensesOf('src/app.js'),
      lenses => lenses.length === 0,
    )
    const likely = new TextEncoder().encode('exports.handler = async event => event\n')
    await vscode.workspace.fs.writeFile(workspaceFile('src/likely.js'), likely)
    await until(
      () => lensesOf('src/likely.js'),
      ([first]) => first?.startsWith('1:') === true,
    )
    await files.update('exclude', undefined, vscode.ConfigurationTarget.Workspace)
    await until(
      () => lensesOf('src/app.js'),
      ([first]) => first?.startsWith('3:') === true,
    )
    // What the template names counts now, and nothing else.
    assert.deepEqual(await lensesOf('src/likely.js'), [])
    await vscode.workspace.fs.delete(workspaceFile('src/likely.js'))
  })

  it('follow a folder that comes and goes', async () => {
    const from = workspaceFile('moved')
    await vscode.workspace.fs.createDirectory(from)
    await vscode.workspace.fs.copy(workspaceFile('src/app.js'), workspaceFile('moved/app.js'))
    await replaceText('template.yaml', text => text.replace('src/', 'moved/'))
    await until(
      () => lensesOf('moved/app.js'),
      lenses => lenses.length === 2,
    )
    await vscode.workspace.fs.delete(from, { recursive: true })
    await replaceText('template.yaml', text => text.replace('moved/', 'src/'))
    await until(
      () => lensesOf('src/app.js'),
      lenses => lenses.length === 2,
    )
  })

  it('are switched off by their setting', async () => {
    const settings = vscode.workspace.getConfiguration('lambdaLens')
    await settings.update('codeLens.enabled', false, vscode.ConfigurationTarget.Workspace)
    assert.deepEqual(await lensesOf('src/app.js'), [])
    await settings.update('codeLens.enabled', undefined, vscode.ConfigurationTarget.Workspace)
    assert.equal((await lensesOf('src/app.js')).length, 2)
  })

  it('tell p99 and init after a call in the lab', async () => {
    await vscode.window.showTextDocument(workspaceFile('src/app.js'))
    let ran = false
    const run = vscode.commands.executeCommand('lambdaLens.runInLab').then(() => {
      ran = true
    })
    // The quick pick of payloads opens with greet.json on top; it is accepted as a user would, by Enter.
    await until(
      async () => {
        await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem')
        return ran
      },
      done => done,
    )
    await run
    const [figures] = await until(
      () => lensesOf('src/app.js'),
      ([first]) => first?.includes('p99') === true,
    )
    assert.match(figures ?? '', /^3: p99 [\d.]+ ms · init [\d.]+ ms, 100 % cold · \$[\d.]+ per 1M$/)
  })

  it('show a template that does not parse as a problem, and come back with it mended', async () => {
    const problems = () => Promise.resolve(vscode.languages.getDiagnostics(workspaceFile('template.yaml')))
    await replaceText('template.yaml', text => text.replace('Properties:', 'Properties: ['))
    await lensesOf('src/app.js')
    const [problem] = await until(
      async () => {
        await lensesOf('src/app.js')
        return await problems()
      },
      seen => seen.length > 0,
    )
    assert.equal(problem?.source, 'Lambda Lens')
    await replaceText('template.yaml', text => text.replace('Properties: [', 'Properties:'))
    await until(
      async () => {
        await lensesOf('src/app.js')
        return await problems()
      },
      seen => seen.length === 0,
    )
  })
})
