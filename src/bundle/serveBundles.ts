import { LensError } from '#common/errors.ts'
import type {
  BundlePort,
  BundleQuestionMessage,
  BundleReplyMessage,
  BundleService,
  SentError,
} from './bundleService.ts'

/** Answers the questions that come over a port; for the thread in which the work is done. */
export function serveBundles(port: BundlePort, service: BundleService): void {
  const running = new Map<number, AbortController>()
  const send = (message: BundleReplyMessage) => port.postMessage(message)
  port.on('message', message => {
    // The other side is our own.
    const question = message as BundleQuestionMessage
    if (question.method === 'stop') {
      running.get(question.id)?.abort()
      return
    }
    const { id } = question
    const controller = new AbortController()
    running.set(id, controller)
    void answer(service, question, controller.signal, progress => send({ id, progress }))
      .then(
        result => send({ id, answer: result }),
        (error: unknown) => send({ id, error: sent(error) }),
      )
      .finally(() => running.delete(id))
  })
}

async function answer(
  service: BundleService,
  question: Exclude<BundleQuestionMessage, { method: 'stop' }>,
  signal: AbortSignal,
  onProgress: (progress: unknown) => void,
): Promise<unknown> {
  switch (question.method) {
    case 'weigh':
      return await service.weigh(question.request, signal, onProgress)
    case 'shipped':
      return await service.shipped(question.request, signal)
    case 'place':
      return await service.place(question.request, signal)
    case 'sizeAt':
      return await service.sizeAt(question.request, signal)
    case 'profile':
      return await service.profile(question.request, signal, onProgress)
  }
}

function sent(error: unknown): SentError {
  if (error instanceof LensError) return { message: error.message, code: error.code, remedy: error.remedy }
  if (!(error instanceof Error)) return { message: String(error) }
  return { message: error.message, ...(error.stack !== undefined && { stack: error.stack }) }
}
