import * as vscode from 'vscode'
import type { InitProfiler, ProfiledInterpreter } from '#bundle/profile/initProfiler.ts'
import { LensError } from '#common/errors.ts'
import { runSettings } from '#handlers/runSettings.ts'
import { findAgain } from '../handlerTarget.ts'
import { refuseUntrusted } from '../trust.ts'
import type { FoundHandler, WorkspaceIndex } from '../workspaceIndex.ts'
import { requestOf, specifiersOf } from './handlerSize.ts'
import type { HandlerSizes } from './handlerSizes.ts'
import type { InitProfiles } from './initProfiles.ts'

export interface ProfilingParts {
  readonly index: WorkspaceIndex
  readonly sizes: HandlerSizes
  readonly profiles: InitProfiles
  readonly profiler: InitProfiler
  /** The nearest that this machine has; undefined where it has none of the language. */
  readonly interpreter: (runtime: string) => Promise<ProfiledInterpreter | undefined>
}

/** *Profile Init*: runs the handler's module in processes of their own; undefined when the user has cancelled it. */
export async function profileInit(target: FoundHandler, parts: ProfilingParts): Promise<void> {
  refuseUntrusted()
  const { index, sizes, profiles, profiler } = parts
  await vscode.workspace.saveAll(false)
  const found = await findAgain(target, index)
  const { handler, definition, root } = found
  const { runtime, environment, memoryMb } = runSettings(handler, definition)
  const interpreter = await parts.interpreter(runtime)
  if (!interpreter) {
    throw new LensError('no-interpreter', `Nothing on this machine runs ${runtime}.`, 'Install it, in PATH.')
  }
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(root.uri, handler.file))
  const text = document.getText()
  const request = requestOf(root.uri.fsPath, found, vscode.workspace.isTrusted)
  const title = definition?.logicalId ?? handler.exportName
  const profile = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Profiling the init of ${title}`, cancellable: true },
    async (progress, token) => {
      const controller = new AbortController()
      token.onCancellationRequested(() => controller.abort())
      const asked = { ...request, exportName: handler.exportName, interpreter, environment, memoryMb }
      return await profiler.profile(asked, controller.signal, message => progress.report({ message }))
    },
  )
  // What is told at the import lines is of these imports.
  await sizes.ensure(found, document)
  const lines = text.split(/\r?\n/)
  await profiles.keep(found, {
    profile,
    specifiers: specifiersOf(sizes.of(found)?.size.report),
    lines: profile.imports.map(({ line }) => (line === undefined ? '' : (lines[line - 1] ?? ''))),
    at: Date.now(),
  })
}
