import { parseArgs } from 'node:util'
import { LensError } from '#common/errors.ts'
import { defaultObjective, parseObjective } from '#tuning/objective.ts'
import type { PlanRequest } from '#tuning/plan.ts'
import { parseSizes } from '#tuning/sizes.ts'
import type { ApplyTarget } from './applyCommand.ts'
import { callingOf } from './tuneCalling.ts'
import { wayOf } from './tuneWay.ts'

export interface TuneOptions {
  readonly target: string
  readonly lab: boolean
  /** Predicts the sizes in the lab instead of measuring them. */
  readonly predict: boolean
  /** By a deployed state machine of AWS Lambda Power Tuning. */
  readonly stateMachine: boolean
  /** A file or link with such a machine's result: nothing is called. */
  readonly import?: string
  readonly json: boolean
  readonly request: Omit<PlanRequest, 'region'>
  /** The name of a function that may be in use, as confirmation. */
  readonly yes?: string
  /** What is run around each call: `function:NAME`, or a program. */
  readonly hooks: { readonly before?: string; readonly after?: string }
  /** Compares with the last sweep of the function. */
  readonly compare: boolean
  readonly apply?: ApplyTarget
  /** Takes back what was last applied to the live function, instead of tuning it. */
  readonly undo: boolean
  /** Fail when the recommendation saves more than this share, 0 … 1, of the cost. */
  readonly failIfSavingOver?: number
}

/** Reads the arguments of `lambda-lens tune`. Throws a `LensError` that names the option and what it takes. */
export async function tuneOptions(args: readonly string[]): Promise<TuneOptions> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      lab: { type: 'boolean', default: false },
      predict: { type: 'boolean', default: false },
      versions: { type: 'boolean', default: false },
      clone: { type: 'boolean', default: false },
      architecture: { type: 'string' },
      'state-machine': { type: 'boolean', default: false },
      import: { type: 'string' },
      sizes: { type: 'string' },
      objective: { type: 'string' },
      payload: { type: 'string', multiple: true },
      starts: { type: 'string' },
      concurrency: { type: 'string' },
      pause: { type: 'string' },
      before: { type: 'string' },
      after: { type: 'string' },
      'max-retries': { type: 'string' },
      yes: { type: 'string' },
      compare: { type: 'boolean', default: false },
      apply: { type: 'string' },
      undo: { type: 'boolean', default: false },
      'max-calls': { type: 'string' },
      'max-usd': { type: 'string' },
      'fail-if-saving-over': { type: 'string' },
    },
  })
  const [target, ...others] = positionals
  if (target === undefined || others.length > 0) {
    throw new LensError('bad-arguments', 'Name one function to tune.', 'Give FILE#EXPORT, a function name or an ARN.')
  }
  const way = wayOf(target, values)
  if (values.predict && !values.lab) {
    throw new LensError('bad-arguments', '--predict is a calculation of the lab.', 'Add --lab.')
  }
  if (!values.lab && target.includes('#')) {
    throw new LensError(
      'not-linked',
      `${target} is a handler in source, and which deployed function it is, is not known.`,
      'Add --lab to tune it on this machine, or give the name of the deployed function.',
    )
  }
  const { yes, before, after, compare } = values
  const apply = applyOf(values.apply)
  const calling = await callingOf(values)
  const saving = positive('--fail-if-saving-over', values['fail-if-saving-over'])
  const maxCalls = positive('--max-calls', values['max-calls'])
  const maxUsd = positive('--max-usd', values['max-usd'])
  return {
    target,
    lab: values.lab,
    predict: values.predict,
    stateMachine: values['state-machine'],
    ...(values.import === undefined ? {} : { import: values.import }),
    json: values.json,
    request: {
      payload: calling.payloads?.[0]?.text ?? '{}',
      calling,
      objective: values.objective === undefined ? defaultObjective : parseObjective(values.objective),
      ...(way === undefined ? {} : { way }),
      ...(values.sizes === undefined ? {} : { sizes: parseSizes(values.sizes) }),
      ...(maxCalls === undefined ? {} : { maxCalls }),
      ...(maxUsd === undefined ? {} : { maxUsd }),
    },
    ...(yes === undefined ? {} : { yes }),
    hooks: { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) },
    compare,
    undo: values.undo,
    ...(apply === undefined ? {} : { apply }),
    ...(saving === undefined ? {} : { failIfSavingOver: saving / 100 }),
  }
}

function applyOf(text: string | undefined): ApplyTarget | undefined {
  if (text === undefined || text === 'function' || text === 'template') return text
  throw new LensError('bad-arguments', `--apply takes function or template, not "${text}".`, 'Correct it.')
}

function positive(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (text.trim() !== '' && value > 0 && Number.isFinite(value)) return value
  throw new LensError('bad-arguments', `${option} takes a number above 0, not "${text}".`, 'Correct it.')
}
