import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron'
import { cacheRoot } from './cacheFolder.ts'
import type { EditorHost } from './editorHost.ts'

/** VS Code for the desktop, downloaded once. Throws when it cannot be downloaded. */
export async function openDesktopHost(extension: string): Promise<EditorHost> {
  const cachePath = join(cacheRoot(), 'vscode-desktop')
  const vscodeExecutablePath = await downloadAndUnzipVSCode({ version: 'stable', cachePath })
  return {
    name: 'VS Code for the desktop',
    async runSuite({ workspace, suiteFile }) {
      const profile = await mkdtemp(join(tmpdir(), 'lens-'))
      const launchArgs = [workspace, '--disable-workspace-trust', '--skip-welcome', `--user-data-dir=${profile}`]
      try {
        await runTests({
          vscodeExecutablePath,
          extensionDevelopmentPath: extension,
          extensionTestsPath: suiteFile,
          launchArgs: [...launchArgs, `--extensions-dir=${join(profile, 'extensions')}`],
        })
      } catch {
        // A failed suite ends the window with an error; its result file tells more.
      } finally {
        await rm(profile, { recursive: true, force: true, maxRetries: 5 })
      }
    },
    async close() {},
  }
}
