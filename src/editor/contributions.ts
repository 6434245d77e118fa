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

/** What the setting of the window takes, in hours. */
export const statisticsWindows = {
  '1h': 1,
  '3h': 3,
  '6h': 6,
  '12h': 12,
  '24h': 24,
  '3d': 72,
  '7d': 168,
  '14d': 336,
  '30d': 720,
} as const

export function isWindow(value: unknown): value is keyof typeof statisticsWindows {
  return typeof value === 'string' && Object.hasOwn(statisticsWindows, value)
}

export const panels = { tune: 'lambdaLens.tune' } as const

export const views = { functions: 'lambdaLens.functions' } as const

/** The languages that rules know. */
export const scriptLanguages = ['javascript', 'javascriptreact', 'typescript', 'typescriptreact'] as const

/** The languages of handlers; Java and those after it have lenses only. */
export const languages = [...scriptLanguages, 'python', 'java', 'kotlin', 'go', 'csharp', 'ruby', 'rust'] as const
