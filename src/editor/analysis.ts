import type { Deployment } from '#handlers/deployed/deployment.ts'
import type { MemoryEdit } from '#handlers/editMemory.ts'
import type { ExcludeSetting } from '#handlers/excludedFiles.ts'
import type { DefinitionKey, FunctionDefinition, Handler } from '#handlers/handler.ts'
import type { ProjectProblem } from '#handlers/projectIndex.ts'
import type { LensSettings } from '#rules/facts.ts'
import type { Severity } from '#rules/finding.ts'
import type { RuleFinding } from '#rules/runRules.ts'
import type { TextEdit } from '#syntax/textEdit.ts'

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
  | { readonly kind: 'deployment'; readonly project: AnalysedProject; readonly definition: FunctionDefinition }
  /** Files that tell of deployments are read anew with the next question, as if each had changed. */
  | { readonly kind: 'forgetDeployments'; readonly project: AnalysedProject }
  | {
      readonly kind: 'memoryEdit'
      readonly project: AnalysedProject
      readonly definition: DefinitionKey
      readonly memoryMb: number
    }
  /** Each function that the project deploys, as far as its source is known; without templates, what looks like one. */
  | { readonly kind: 'functions'; readonly project: AnalysedProject }
  | {
      readonly kind: 'findings'
      readonly project: AnalysedProject
      readonly file: string
      readonly text: string
      readonly severities: RuleSeverities
      /** What was measured of the modules that the file imports. */
      readonly modules?: LensSettings['modules']
    }

/** By rule; a rule that is not named has its own severity. */
export type RuleSeverities = Readonly<Record<string, Severity | 'off'>>

export interface AnalysedProject {
  readonly root: string
  readonly exclude: ExcludeSetting
}

/** Small answers: an index of hundreds of templates stays in the worker. */
export interface AnalysisAnswers {
  readonly update: readonly ProjectProblem[]
  readonly handlers: readonly DescribedHandler[]
  readonly definitions: readonly FunctionDefinition[]
  readonly deployment: Deployment
  readonly forgetDeployments: null
  readonly memoryEdit: MemoryEdit | Refusal
  readonly functions: readonly DescribedHandler[]
  readonly findings: FileFindings
}

/** A `LensError`, which as such would not come through. */
export interface Refusal {
  readonly refused: { readonly code: string; readonly message: string; readonly remedy: string }
}

export interface FileFinding extends RuleFinding {
  /** What the rule asks for, in a line: the title of its fix. */
  readonly title: string
}

export interface FileFindings {
  readonly findings: readonly FileFinding[]
  /** False when the text has syntax errors: what was found before them still counts. */
  readonly complete: boolean
  /** Of all fixes together; none where there is nothing to fix. */
  readonly fixAll: readonly TextEdit[]
  /** Rules that threw. */
  readonly failures: readonly string[]
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
