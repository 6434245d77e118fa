import type { ExcludeSetting } from '#handlers/excludedFiles.ts'
import type { FunctionDefinition, Handler } from '#handlers/handler.ts'
import type { ProjectProblem } from '#handlers/projectIndex.ts'

/** What the analysis worker is asked; parsing is too heavy for the extension host's own thread. */
export type AnalysisRequest =
  | {
      readonly kind: 'update'
      readonly project: AnalysedProject
      /** Files and folders that came, went or have another content since the last update. */
      readonly changed: readonly string[]
    }
  | { readonly kind: 'handlers'; readonly project: AnalysedProject; readonly file: string; readonly text: string }
  | { readonly kind: 'definitions'; readonly project: AnalysedProject }

export interface AnalysedProject {
  readonly root: string
  readonly exclude: ExcludeSetting
}

/** Small answers: an index of hundreds of templates stays in the worker. */
export interface AnalysisAnswers {
  readonly update: readonly ProjectProblem[]
  readonly handlers: readonly DescribedHandler[]
  readonly definitions: readonly FunctionDefinition[]
}

export interface DescribedHandler {
  readonly handler: Handler
  readonly definition?: FunctionDefinition
}

export interface AnalysisQuestion {
  readonly id: number
  readonly request: AnalysisRequest
}

export type AnalysisReply =
  | { readonly id: number; readonly answer: AnalysisAnswers[keyof AnalysisAnswers] }
  | { readonly id: number; readonly error: string }
