/** Every id that the manifest declares; a test compares both. */
export const commands = {
  tune: 'lambdaLens.tune',
  runInLab: 'lambdaLens.runInLab',
  refreshStatistics: 'lambdaLens.refreshStatistics',
  openSampleProject: 'lambdaLens.openSampleProject',
  showLog: 'lambdaLens.showLog',
} as const

export const settings = {
  section: 'lambdaLens',
  codeLensEnabled: 'codeLens.enabled',
  labStart: 'lab.start',
} as const

export const panels = { tune: 'lambdaLens.tune' } as const

/** The languages of handlers; Java and those after it have lenses only. */
export const languages = [
  'javascript',
  'javascriptreact',
  'typescript',
  'typescriptreact',
  'python',
  'java',
  'kotlin',
  'go',
  'csharp',
  'ruby',
  'rust',
] as const
