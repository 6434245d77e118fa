import * as vscode from 'vscode'
import type { BundledPackage } from '#bundle/bundleReport.ts'
import type { BundleWeigher } from '#bundle/bundleWeigher.ts'
import { LensError } from '#common/errors.ts'
import { formatBytes } from '#common/format.ts'
import { handlerTitle } from './commandLinks.ts'
import { requestOf } from './handlerSize.ts'
import type { WeighedHandler } from './keptSizes.ts'
import { chainText } from './chainText.ts'

interface Step {
  readonly from: string
  readonly to: string
}

/** *Why is this in my bundle?*: the chain of imports to a package; picking one opens the file that imports it. */
export async function whyInBundle(weighed: WeighedHandler, bundles: BundleWeigher): Promise<void> {
  const { found, size } = weighed
  const packages = size.report?.packages ?? []
  if (packages.length === 0) {
    throw new LensError(
      'no-packages',
      `${found.handler.file} ships no package, only code of its own.`,
      'Lambda Lens: Show Bundle Report has its size.',
    )
  }
  const pick = await vscode.window.showQuickPick(packages.map(packageItem), {
    title: `Why is this in my bundle? ${handlerTitle(found)}`,
    placeHolder: 'A package, to see what imports it',
    matchOnDescription: true,
    matchOnDetail: true,
  })
  const step = pick && (await pickStep(pick.one))
  if (step) await open(step, weighed, bundles)
}

function packageItem(one: BundledPackage): vscode.QuickPickItem & { readonly one: BundledPackage } {
  const { name, version = '', bytes, why } = one
  return {
    label: `${name} ${version}`.trim(),
    description: formatBytes(bytes),
    detail: why.length > 0 ? chainText(why) : 'in the code folder',
    one,
  }
}

/** The import to look at: the only one, else the user's choice of the chain. */
async function pickStep({ name, why }: BundledPackage): Promise<Step | undefined> {
  const steps = why.slice(1).map((to, index) => ({ from: why[index] ?? '', to }))
  const [only] = steps
  if (!only) {
    throw new LensError('no-import', `${name} is in the code folder, whoever imports it.`, 'Remove it from there.')
  }
  if (steps.length === 1) return only
  const items = steps.map(step => ({ label: step.from, description: `imports ${chainText([step.to])}`, step }))
  const pick = await vscode.window.showQuickPick(items, {
    title: `The way to ${name}`,
    placeHolder: 'The import to open',
  })
  return pick?.step
}

async function open({ from, to }: Step, { found, document }: WeighedHandler, bundles: BundleWeigher): Promise<void> {
  const root = found.root.uri
  const request = requestOf(root.fsPath, found, vscode.workspace.isTrusted, document.getText())
  const place = await bundles.place({ ...request, from, to }, new AbortController().signal)
  const opened = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(root, from))
  const { start = 0, end = start } = place?.span ?? {}
  const selection = new vscode.Range(opened.positionAt(start), opened.positionAt(end))
  await vscode.window.showTextDocument(opened, { selection })
}
