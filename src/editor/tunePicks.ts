import * as vscode from 'vscode'
import { LensError } from '#common/errors.ts'
import { type Objective, parseObjective } from '#tuning/objective.ts'
import { parseSizes } from '#tuning/sizes.ts'

/** Undefined when the user gives none. */
export async function askSizes(now: readonly number[]): Promise<number[] | undefined> {
  const text = await vscode.window.showInputBox({
    title: 'Lambda Lens: Memory Sizes',
    prompt: 'Memory sizes in MB, with commas between them',
    value: now.join(', '),
    validateInput: value => explainBadInput(() => parseSizes(value)),
  })
  return text === undefined ? undefined : parseSizes(text)
}

const objectives: readonly { readonly label: string; readonly description: string; readonly text?: string }[] = [
  { label: 'Within 5 % of the cheapest', description: 'the fastest of these sizes', text: 'within:5' },
  { label: 'Cheapest', description: 'the least cost a call', text: 'cheapest' },
  { label: 'Fastest', description: 'the shortest duration', text: 'fastest' },
  { label: 'Balanced', description: 'cost and duration weigh the same', text: 'balanced:0.5' },
  { label: 'Other…', description: 'such as within:10, balanced:0.3, under-p95:500 or under-p99:800' },
]

/** Undefined when the user picks none. */
export async function pickObjective(): Promise<Objective | undefined> {
  const pick = await vscode.window.showQuickPick(objectives, { title: 'Lambda Lens: Objective' })
  if (!pick) return undefined
  if (pick.text !== undefined) return parseObjective(pick.text)
  const text = await vscode.window.showInputBox({
    title: 'Lambda Lens: Objective',
    prompt: 'within:PERCENT, balanced:WEIGHT OF COST, under-p95:MILLISECONDS or under-p99:MILLISECONDS',
    value: 'under-p99:800',
    validateInput: value => explainBadInput(() => parseObjective(value)),
  })
  return text === undefined ? undefined : parseObjective(text)
}

function explainBadInput(parse: () => unknown): string | undefined {
  try {
    parse()
    return undefined
  } catch (error) {
    if (error instanceof LensError) return `${error.message} ${error.remedy}`
    throw error
  }
}
