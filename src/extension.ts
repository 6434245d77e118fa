import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as vscode from 'vscode'
import { esbuildBundler } from '#bundle/esbuildBundler.ts'
import { AnalysisClient } from '#editor/analysisClient.ts'
import { commands, languages } from '#editor/contributions.ts'
import { HandlerLenses } from '#editor/handlerLenses.ts'
import type { LabConnection } from '#editor/labConnection.ts'
import { LabFunctions } from '#editor/labFunctions.ts'
import { Notify } from '#editor/notify.ts'
import { RunInLab } from '#editor/runInLab.ts'
import { openSampleProject } from '#editor/sampleProject.ts'
import { labStart } from '#editor/settings.ts'
import { StatisticsCache } from '#editor/statisticsCache.ts'
import { TemplateProblems } from '#editor/templateProblems.ts'
import { TuneFeature } from '#editor/tuneFeature.ts'
import { WorkspaceIndex } from '#editor/workspaceIndex.ts'
import { Journal } from '#tuning/journal.ts'

let lab: LabFunctions | undefined

/** The table of contents: each feature is made and wired here. Nothing heavy runs before it is asked for. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Lambda Lens', { log: true })
  const showLog = () => log.show()
  const notify = new Notify(log, showLog)
  const analysis = new AnalysisClient(new URL('./analysisWorker.js', import.meta.url))
  const index = new WorkspaceIndex(analysis, log)
  const functions = new LabFunctions(
    () => connectLab(context, log),
    esbuildBundler(() => import('esbuild')),
    log,
    () => statistics.refresh(),
  )
  lab = functions
  const statistics = new StatisticsCache(functions, () => lenses.refresh())
  const lenses = new HandlerLenses(index, statistics, log)
  const onCalled = () => statistics.refresh()
  const tune = new TuneFeature({ extension: context.extensionUri, index, lab: functions, notify, onCalled, showLog })
  const run = new RunInLab(index, functions, target => tune.isSweeping(target), onCalled)
  const command = (id: string, action: (given?: unknown) => void | Promise<void>) =>
    vscode.commands.registerCommand(id, notify.guard(action))

  context.subscriptions.push(
    log,
    analysis,
    index,
    new TemplateProblems(index, notify),
    statistics,
    lenses,
    tune,
    run,
    vscode.languages.registerCodeLensProvider(
      languages.map(language => ({ language, scheme: 'file' })),
      lenses,
    ),
    command(commands.tune, given => tune.tune(given)),
    command(commands.runInLab, given => run.run(given)),
    command(commands.refreshStatistics, onCalled),
    command(commands.openSampleProject, () => openSampleProject(context.extensionUri)),
    command(commands.showLog, showLog),
  )
  const startLab = () => {
    if (!vscode.workspace.isTrusted || labStart() !== 'onStartup') return
    functions.connection().then(onCalled, (error: unknown) => notify.error(error))
  }
  context.subscriptions.push(vscode.workspace.onDidGrantWorkspaceTrust(startLab))
  startLab()
}

/** The lab ends with the window. */
export async function deactivate(): Promise<void> {
  await lab?.dispose()
}

async function connectLab(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): Promise<LabConnection> {
  const { startLabServices } = await import('#labServices.ts')
  const storage = context.storageUri?.fsPath ?? (await mkdtemp(join(tmpdir(), 'lambda-lens-')))
  const script = context.asAbsolutePath('dist/lab.js')
  const services = await startLabServices({ script, dataFolder: join(storage, 'lab') }, log)
  // A function of the lab ends with the lab, and so does what must be known to put it back.
  const journalFolder = join(storage, `journal-${services.pid}`)
  void services.exited.then(() => rm(journalFolder, { recursive: true, force: true }))
  return { ...services, journal: new Journal(journalFolder) }
}
