import type { FunctionStore } from './functionStore.ts'
import { jsonOf, type LambdaAnswer, type LambdaRequest, parseTarget, unknownOperation } from './lambdaRequest.ts'
import { predictionPath } from './prediction.ts'
import type { Predictor } from './predictor.ts'
import { invalidParameter } from './serviceError.ts'

const [BEFORE = '', AFTER = ''] = predictionPath('NAME').split('NAME')
const MAX_SIZES = 100
const MAX_CALLS = 20

/**
 * The lab's own operation, signed like the others: `{payload: any JSON, sizes: [MB, …], calls: 2}` is answered with a
 * `Prediction`. A call that fails is an answer too.
 */
export class PredictionApi {
  readonly #store: FunctionStore
  readonly #predictor: Predictor

  constructor(store: FunctionStore, predictor: Predictor) {
    this.#store = store
    this.#predictor = predictor
  }

  isFor({ path }: LambdaRequest): boolean {
    return path.startsWith(BEFORE) && path.endsWith(AFTER)
  }

  async handle(request: LambdaRequest): Promise<LambdaAnswer> {
    if (request.method !== 'POST') throw unknownOperation(request)
    const text = decodeURIComponent(request.path.slice(BEFORE.length, -AFTER.length))
    const { name, qualifier } = parseTarget(text, request.query.get('Qualifier') ?? undefined)
    const json = jsonOf(request)
    const sizes = json.numbers('sizes')
    const calls = json.number('calls') ?? 2
    if (sizes.length === 0 || sizes.length > MAX_SIZES || !sizes.every(isSize))
      throw invalidParameter(`sizes is a list of up to ${MAX_SIZES} memory sizes from 128 to 10240.`)
    if (!Number.isInteger(calls) || calls < 1 || calls > MAX_CALLS)
      throw invalidParameter(`calls is a whole number from 1 to ${MAX_CALLS}.`)
    const payload = Buffer.from(JSON.stringify(json.value('payload') ?? {}))
    const version = this.#store.callable(name, qualifier)
    return { status: 200, body: await this.#predictor.predict(version, payload, sizes, calls) }
  }
}

function isSize(memoryMb: number): boolean {
  return Number.isInteger(memoryMb) && memoryMb >= 128 && memoryMb <= 10_240
}
