import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as vscode from 'vscode'
import { until, workspaceFile } from '../support/editor/workspace.ts'

const path = 'src/orders.ts'

/** As large as a package that is worth a word. */
const filler = (name: string) => `'${name.padEnd(320_000, 'x')}'`

function write(file: string, text: string): void {
  const target = join(workspaceFile('').fsPath, file)
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, text)
}

function git(...args: readonly string[]): void {
  const who = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false']
  execFileSync('git', [...who, ...args], { cwd: workspaceFile('').fsPath, stdio: 'ignore' })
}

async function open(file = path): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(workspaceFile(file))
  await vscode.window.showTextDocument(document)
  return document
}

/** `line: text` of the hints at imports, lines from 1. */
async function hints(document: vscode.TextDocument): Promise<string[]> {
  return (await inlayHints(document)).map(({ position, label }) => `${position.line + 1}: ${labelText(label)}`)
}

async function inlayHints(document: vscode.TextDocument): Promise<vscode.InlayHint[]> {
  const all = new vscode.Range(0, 0, document.lineCount, 0)
  return await vscode.commands.executeCommand('vscode.executeInlayHintProvider', document.uri, all)
}

function labelText(label: vscode.InlayHint['label']): string {
  return typeof label === 'string' ? label : label.map(({ value }) => value).join('')
}

const hinted = (document: vscode.TextDocument, isDone: (seen: readonly string[]) => boolean) =>
  until(async () => await hints(document), isDone)

/** Every figure is one that was measured. */
const isMeasured = (seen: readonly string[]) => seen.length === 2 && !seen.some(text => text.includes('~'))

async function replace(document: vscode.TextDocument, from: string, to: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit()
  const start = document.getText().indexOf(from)
  assert.ok(start >= 0, from)
  edit.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(start + from.length)), to)
  await vscode.workspace.applyEdit(edit)
}

function findings(uri: vscode.Uri): string[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter(({ source }) => source === 'Lambda Lens')
    .map(({ range, code }) => `${range.start.line + 1}: ${typeof code === 'object' ? code.value : code}`)
}

const found = (expected: readonly string[]) =>
  until(
    async () => findings(workspaceFile(path)),
    seen => seen.join() === expected.join(),
  )

describe('what is shipped', function () {
  this.timeout(120_000)
  let document: vscode.TextDocument
  let original = ''

  before(async () => {
    write(
      'node_modules/heavy/index.js',
      `let sum = 0; for (let i = 0; i < 2e7; i++) sum += i; exports.heavy = () => [sum, ${filler('heavy')}]`,
    )
    write('node_modules/heavy/package.json', '{"name":"heavy","version":"3.2.1"}')
    write('node_modules/deep/index.js', `module.exports = ${filler('deep')} + require('deepest')`)
    write('node_modules/deep/package.json', '{"name":"deep","version":"1.0.0"}')
    write('node_modules/deepest/index.js', 'module.exports = 1')
    write('.gitignore', 'node_modules\n')
    git('init', '--quiet')
    git('add', '.')
    git('commit', '--quiet', '-m', 'first')
    await vscode.extensions.getExtension('lambda-lens.lambda-lens')?.activate()
    document = await open()
    original = document.getText()
  })

  afterEach(async () => {
    if (document.getText() === original) return
    await replace(document, document.getText(), original)
    await document.save()
  })

  it('stands at the import lines, but for what is part of Node.js', async () => {
    const seen = await hinted(document, isMeasured)
    assert.deepEqual(
      seen.map(text => text.replace(/\d+/g, 'N')),
      ['N: N kB', 'N: N kB'],
    )
    assert.match(seen[0] ?? '', /^1: 3\d\d kB$/)
    const [hint] = await inlayHints(document)
    const [part] = Array.isArray(hint?.label) ? hint.label : []
    const tooltip = part?.tooltip
    assert.match(
      typeof tooltip === 'object' ? tooltip.value : '',
      /heavy[\s\S]*Saved without it[\s\S]*all that it needs/,
    )
  })

  it('shows nothing that is older than the text, and follows it', async () => {
    await hinted(document, isMeasured)
    await replace(document, "import { rates } from './rates'\n", '')
    await replace(document, ', rates]', ']')
    const first = await hints(document)
    assert.ok(first.length === 0 || first.length === 1, first.join())
    await document.save()
    const seen = await hinted(document, one => one.length === 1 && !one.some(text => text.includes('~')))
    assert.match(seen[0] ?? '', /^1: 3\d\d kB$/)
  })

  it('is told to the rules: a heavy module that one branch needs', async () => {
    await found(['1: lazy-import-heavy-module'])
    const [finding] = vscode.languages.getDiagnostics(workspaceFile(path)).filter(one => one.source === 'Lambda Lens')
    assert.match(finding?.message ?? '', /“heavy” \(3\d\d kB of code\)/)
  })

  it('has its first error at its place while the build is broken', async () => {
    await hinted(document, isMeasured)
    await replace(document, "'heavy'", "'not-installed'")
    await document.save()
    await until(
      async () => findings(workspaceFile(path)),
      seen => seen.includes('1: bundle-failed'),
    )
    assert.deepEqual(await hints(document), [])
    const broken = vscode.languages.getDiagnostics(workspaceFile(path)).find(({ code }) => code === 'bundle-failed')
    assert.equal(document.getText(broken?.range), "'not-installed'")
    await replace(document, "'not-installed'", "'heavy'")
    await document.save()
    await found(['1: lazy-import-heavy-module'])
    await hinted(document, isMeasured)
  })

  it('has its first error in another file, until that is mended there', async () => {
    await hinted(document, isMeasured)
    const other = await open('src/rates.ts')
    const before = other.getText()
    await replace(other, 'export const rates = deep', 'export const rates = (')
    await other.save()
    document = await open()
    await until(
      async () => findings(other.uri),
      seen => seen.includes('4: bundle-failed'),
    )
    await open('src/rates.ts')
    await replace(other, other.getText(), before)
    await other.save()
    await until(
      async () => findings(other.uri),
      seen => seen.length === 0,
    )
    document = await open()
  })

  it('is hidden at the imports by a setting', async () => {
    await hinted(document, isMeasured)
    const settings = vscode.workspace.getConfiguration('lambdaLens')
    await settings.update('bundle.importHints', false, vscode.ConfigurationTarget.Workspace)
    await hinted(document, seen => seen.length === 0)
    await settings.update('bundle.importHints', undefined, vscode.ConfigurationTarget.Workspace)
    await hinted(document, isMeasured)
  })

  it('leads from a package to the import that brings it', async () => {
    await hinted(document, isMeasured)
    // `heavy`, the largest, is imported by the handler itself.
    const asking = vscode.commands.executeCommand('lambdaLens.whyInBundle')
    await until(
      async () => {
        await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem')
        return vscode.window.activeTextEditor?.document.getText(vscode.window.activeTextEditor.selection) ?? ''
      },
      seen => seen === "import { heavy } from 'heavy'",
    )
    await asking
  })

  it('is a page of its own, with the change since the last commit', async () => {
    await hinted(document, isMeasured)
    const page = await until(
      async () => {
        await open()
        await vscode.commands.executeCommand('lambdaLens.showBundle')
        const shown = vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === 'lambda-lens-bundle')
        return shown.map(one => one.getText()).join()
      },
      seen => seen.includes('Since the last commit'),
    )
    assert.match(page, /# Orders · src\/orders\.ts\\#handler/)
    assert.match(page, /Minified bundle \| 64\d kB/)
    assert.match(page, /Since the last commit \| none \| none/)
    assert.match(page, /deep 1\.0\.0 \| 3\d\d kB \| src\/orders\.ts › src\/rates\.ts › deep\/index\.js/)
    assert.match(page, /esbuild \.\/src\/orders\.ts --bundle/)
  })

  it('says what the init takes, at the imports, over the handler and to the rules', async () => {
    await open()
    await vscode.commands.executeCommand('lambdaLens.profileInit')
    const seen = await hinted(document, one => one.some(text => text.includes('init')))
    assert.match(seen[0] ?? '', /^1: 3\d\d kB · \d+ ms init$/)
    const at = document.positionAt(document.getText().indexOf('handler'))
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, at)
    const told = hovers.flatMap(({ contents }) => contents).map(one => (typeof one === 'string' ? one : one.value))
    assert.match(told.join('\n'), /Init \d+ ms[\s\S]*heavy 3\.2\.1[\s\S]*Tried on a copy/)
    await until(
      async () =>
        vscode.languages
          .getDiagnostics(document.uri)
          .map(({ message }) => message)
          .join('\n'),
      message => /“heavy” \(\d+ ms of each start\)/.test(message),
    )
  })

  it("says what a Python function's init takes at its imports", async () => {
    const python = await open('src/bills.py')
    await vscode.commands.executeCommand('lambdaLens.profileInit')
    const seen = await hinted(python, one => one.length === 2)
    assert.match(seen.join('\n'), /^1: [\d.]+ ms init\n2: [\d.]+ ms init$/)
    assert.ok(readFileSync(python.uri.fsPath, 'utf8').startsWith('import json'))
  })
})
