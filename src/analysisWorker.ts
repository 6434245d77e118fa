import { parentPort } from 'node:worker_threads'
import { AnalysedProjects } from '#editor/analysedProjects.ts'
import type { AnalysisQuestion, AnalysisReply } from '#editor/analysis.ts'

const port = parentPort
const projects = new AnalysedProjects()
port?.on('message', (question: AnalysisQuestion) => {
  void reply(question).then(message => port.postMessage(message))
})

async function reply({ id, request }: AnalysisQuestion): Promise<AnalysisReply> {
  try {
    return { id, answer: await projects.answer(request) }
  } catch (error) {
    return { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}
