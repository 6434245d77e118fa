/** One window of a real VS Code that runs one bundled suite and ends. */
export interface EditorHost {
  readonly name: string
  /** Resolves when the suite has written its result, or the window has ended without one. */
  runSuite(run: SuiteRun): Promise<void>
  close(): Promise<void>
}

export interface SuiteRun {
  readonly name: string
  readonly workspace: string
  readonly suiteFile: string
  readonly resultFile: string
}
