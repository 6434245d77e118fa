import * as vscode from 'vscode'
import { esbuildBundler } from '#bundle/esbuildBundler.ts'
import { AnalysisClient } from '#editor/analysisClient.ts'
import { AwsAccount } from '#editor/awsAccount.ts'
import { BundleFeature } from '#editor/bundle/bundleFeature.ts'
import { commands } from '#editor/contributions.ts'
import { DefinitionFeature } from '#editor/definitionFeature.ts'
import { DeployedTargets } from '#editor/deployedTargets.ts'
import { LabFunctions } from '#editor/labFunctions.ts'
import { LinkFeature } from '#editor/linkFeature.ts'
import { MeasuredModules } from '#editor/measuredModules.ts'
import { Notify } from '#editor/notify.ts'
import { keptOnDemand, onDemand } from '#editor/onDemand.ts'
import { RuleFindings } from '#editor/ruleFindings.ts'
import { RuleFixes } from '#editor/ruleFixes.ts'
import { RunningFeature } from '#editor/runningFeature.ts'
import { labStart } from '#editor/settings.ts'
import { TemplateProblems } from '#editor/templateProblems.ts'
import { WorkspaceIndex } from '#editor/workspaceIndex.ts'
import { connectLab, keptByLabs } from '#windowLab.ts'

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
    () => running.refresh(),
    onDemand(() => keptByLabs(context)),
  )
  lab = functions
  const prices = onDemand(async () =>
    (await import('#editor/refreshedPrices.ts')).RefreshedPrices.open(context.globalStorageUri.fsPath),
  )
  const aws = new AwsAccount(context, async options =>
    (await import('#awsServices.ts')).awsServices({ ...options, prices: (await prices()).table }),
  )
  const deployed = new DeployedTargets(index, aws, functions)
  const running = new RunningFeature(index, log, async surface => {
    const { RunningContent } = await import('#editor/runningContent.ts')
    const parts = { lab: functions, deployed, aws, index, notify, log, memory: context.workspaceState }
    return new RunningContent({ ...parts, prices: await prices() }, surface)
  })
  const onCalled = () => running.refresh()
  const sweeping = new Set<string>()
  const lazy = keptOnDemand(context.subscriptions)
  const tune = lazy(async () => {
    const { TuneFeature } = await import('#editor/tuneFeature.ts')
    const extension = context.extensionUri
    return new TuneFeature({ extension, index, lab: functions, notify, onCalled, showLog, sweeping })
  })
  const run = lazy(async () => {
    const { RunInLab } = await import('#editor/runInLab.ts')
    return new RunInLab(index, functions, sweeping, onCalled, context.workspaceState)
  })
  const links = new LinkFeature({ index, aws, deployed, notify })
  const places = new DefinitionFeature(index)
  const measured = new MeasuredModules()
  const findings = new RuleFindings(index, context.extensionUri, notify, measured)
  const bundle = new BundleFeature(async onChange => {
    const { connectBundles } = await import('#windowBundles.ts')
    const { BundleContent } = await import('#editor/bundle/bundleContent.ts')
    return new BundleContent({ index, measured, notify, ...connectBundles(context) }, onChange)
  }, notify)
  const command = (id: string, action: (given?: unknown) => void | Promise<void>) =>
    vscode.commands.registerCommand(id, notify.guard(action))

  context.subscriptions.push(
    log,
    analysis,
    index,
    new TemplateProblems(index, notify),
    running,
    aws,
    deployed,
    places,
    measured,
    findings,
    bundle,
    RuleFixes.register(findings),
    command(commands.tune, async given => (await tune()).tune(given)),
    command(commands.runInLab, async given => (await run()).run(given)),
    command(commands.refreshStatistics, async () => (await running.content()).refresh()),
    command(commands.refreshPrices, async () => (await running.content()).refreshPrices()),
    command(commands.showReport, async given => (await running.content()).showReport(given)),
    command(commands.sortFunctions, async () => (await running.content()).functions.sort()),
    command(commands.copyFunctions, async () => (await running.content()).functions.copy()),
    command(commands.openHandler, async given => (await running.content()).openHandler(given)),
    command(commands.signIn, async given => (await running.content()).signIn(given)),
    command(commands.link, given => links.link(given)),
    command(commands.unlink, given => links.unlink(given)),
    command(commands.chooseAws, async () => (await running.content()).chooseAws()),
    command(commands.goToDefinition, given => places.goToDefinition(given)),
    command(commands.goToHandler, () => places.goToHandler()),
    command(commands.fixAll, () => RuleFixes.fixAll()),
    command(commands.measureFix, async given =>
      (await import('#editor/measureFix.ts')).measureFix(given, index, functions),
    ),
    command(commands.showBundle, async given => (await bundle.content()).showReport(given)),
    command(commands.whyInBundle, async given => (await bundle.content()).why(given)),
    command(commands.profileInit, async given => (await bundle.content()).profile(given)),
    command(commands.openSampleProject, async () =>
      (await import('#editor/sampleProject.ts')).openSampleProject(context.extensionUri),
    ),
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
