import type { FunctionDefinition, Handler } from '#handlers/handler.ts'
import type { ProjectIndex } from '#handlers/projectIndex.ts'

/** What the analysis worker is asked; parsing is too heavy for the extension host's own thread. */
export type AnalysisRequest =
  | { readonly kind: 'index'; readonly root: string }
  | {
      readonly kind: 'handlers'
      readonly file: string
      readonly text: string
      readonly definitions: readonly FunctionDefinition[]
    }

export interface AnalysisAnswers {
  readonly index: ProjectIndex
  readonly handlers: readonly Handler[]
}

export interface AnalysisQuestion {
  readonly id: number
  readonly request: AnalysisRequest
}

export type AnalysisReply =
  | { readonly id: number; readonly answer: AnalysisAnswers[keyof AnalysisAnswers] }
  | { readonly id: number; readonly error: string }
