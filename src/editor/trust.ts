import * as vscode from 'vscode'
import { LensError } from '#common/errors.ts'

/** Before anything runs code of the workspace. Throws a `LensError` (`untrusted-workspace`). */
export function refuseUntrusted(): void {
  if (vscode.workspace.isTrusted) return
  throw new LensError(
    'untrusted-workspace',
    'This workspace is not trusted, so none of its code is run.',
    'Trust it with the command "Workspaces: Manage Workspace Trust".',
  )
}
