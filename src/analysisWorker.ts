import { parentPort } from 'node:worker_threads'
import type { AnalysisAnswers, AnalysisQuestion, AnalysisReply, AnalysisRequest } from '#editor/analysis.ts'
import { nodeProjectFiles } from '#handlers/nodeProjectFiles.ts'
import { handlersOfFile, indexProject } from '#handlers/projectIndex.ts'

const port = parentPort
port?.on('message', (question: AnalysisQuestion) => {
  void reply(question).then(message => port.postMessage(message))
})

async function reply({ id, request }: AnalysisQuestion): Promise<AnalysisReply> {
  try {
    return { id, answer: await answer(request) }
  } catch (error) {
    return { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

async function answer(request: AnalysisRequest): Promise<AnalysisAnswers[keyof AnalysisAnswers]> {
  switch (request.kind) {
    case 'index':
      return await indexProject(nodeProjectFiles(request.root), new AbortController().signal)
    case 'handlers':
      return await handlersOfFile(request.file, request.text, request.definitions)
  }
}
