import { execFile } from 'node:child_process'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

const MAC_APP = 'Visual Studio Code.app/Contents/Resources/app/bin/code'
const OLDEST = [1, 100]

/** True where a window can be shown. */
export function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'])
}

/** The `code` command of an installed VS Code that is new enough; undefined when there is none. */
export async function findDesktopEditor(): Promise<string | undefined> {
  const folders = process.platform === 'darwin' ? ['/Applications', join(homedir(), 'Applications')] : []
  for (const command of ['code', ...folders.map(folder => join(folder, MAC_APP))]) {
    if (await isNewEnough(command)) return command
  }
  return undefined
}

/** Opens a folder, and files in it, in a window with this extension. Returns when VS Code has taken over. */
export async function openDesktopEditor(command: string, extension: string, paths: string[]): Promise<void> {
  await run(command, ['--new-window', '--disable-workspace-trust', `--extensionDevelopmentPath=${extension}`, ...paths])
}

async function isNewEnough(command: string): Promise<boolean> {
  return run(command, ['--version']).then(
    ({ stdout }) => {
      const [major = 0, minor = 0] = stdout.split('.').map(Number)
      const [oldestMajor = 0, oldestMinor = 0] = OLDEST
      return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)
    },
    () => false,
  )
}
