/** Every id that the manifest declares; a test compares both. */
export const commands = {
  tune: 'lambdaLens.tune',
  runInLab: 'lambdaLens.runInLab',
  refreshStatistics: 'lambdaLens.refreshStatistics',
  refreshPrices: 'lambdaLens.refreshPrices',
  showReport: 'lambdaLens.showReport',
  sortFunctions: 'lambdaLens.sortFunctions',
  copyFunctions: 'lambdaLens.copyFunctions',
  openHandler: 'lambdaLens.openHandler',
  link: 'lambdaLens.link',
  unlink: 'lambdaLens.unlink',
  chooseAws: 'lambdaLens.chooseAws',
  signIn: 'lambdaLens.signIn',
  goToDefinition: 'lambdaLens.goToDefinition',
  goToHandler: 'lambdaLens.goToHandler',
  fixAll: 'lambdaLens.fixAll',
  measureFix: 'lambdaLens.measureFix',
  showBundle: 'lambdaLens.showBundle',
  whyInBundle: 'lambdaLens.whyInBundle',
  profileInit: 'lambdaLens.profileInit',
  openSampleProject: 'lambdaLens.openSampleProject',
  showLog: 'lambdaLens.showLog',
} as const

export const settings = {
  section: 'lambdaLens',
  codeLensEnabled: 'codeLens.enabled',
  codeLensFigures: 'codeLens.figures',
  labStart: 'lab.start',
  rulesEnabled: 'rules.enabled',
  rulesSeverity: 'rules.severity',
  bundleEnabled: 'bundle.enabled',
  bundleBudget: 'bundle.budget',
  importHints: 'bundle.importHints',
  links: 'links',
  statisticsWindow: 'statistics.window',
  statisticsBudget: 'statistics.dailyBudget',
  awsEndpoint: 'aws.endpoint',
} as const

export const panels = { tune: 'lambdaLens.tune' } as const

export const views = { functions: 'lambdaLens.functions' } as const

/** The languages that rules know. */
export const scriptLanguages = ['javascript', 'javascriptreact', 'typescript', 'typescriptreact'] as const

/** The languages of handlers; Java and those after it have lenses only. */
export const languages = [...scriptLanguages, 'python', 'java', 'kotlin', 'go', 'csharp', 'ruby', 'rust'] as const
