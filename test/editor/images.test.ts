import * as vscode from 'vscode'
import { lensTitles } from '../support/editor/lensTitles.ts'
import { until, workspaceFile } from '../support/editor/workspace.ts'

describe('a function in a container image', function () {
  this.timeout(60_000)

  const lensLines = async () => {
    const uri = workspaceFile('src/orders.js')
    await lensTitles('src/orders.js')
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri)
    return [...new Set(lenses.map(({ range }) => range.start.line + 1))]
  }

  async function startWith(command: string): Promise<void> {
    const text = `FROM public.ecr.aws/lambda/nodejs:24\nCOPY orders.js ./\nCMD ["${command}"]\n`
    await vscode.workspace.fs.writeFile(workspaceFile('src/Dockerfile.orders'), new TextEncoder().encode(text))
  }

  it('has its lens where the Dockerfile says, also after an edit of that', async () => {
    await until(lensLines, ([line, ...others]) => line === 3 && others.length === 0)
    await startWith('orders.cancel')
    await until(lensLines, ([line, ...others]) => line === 8 && others.length === 0)
    await startWith('orders.gone')
    await until(lensLines, lines => lines.length === 0)
  })
})
