import type { LensSettings } from '#rules/facts.ts'
import type { RuleCase } from '../ruleCases.ts'

const inBranch = `  if (event.image) {
    return sharp(event.image)
  }
  return null`

const sharp = (
  name: string,
  body: string,
  more: { readonly above?: string; readonly settings?: LensSettings } = {},
): RuleCase => ({
  name,
  code: `import sharp from 'sharp'
${more.above ?? ''}
export const handler = async event => {
${body}
}
`,
  ...(more.settings && { settings: more.settings }),
})

const deployed = (facts: object): LensSettings => ({ handlers: [{ exportName: 'handler', definitions: [facts] }] })

export const nearMisses: readonly RuleCase[] = [
  sharp('a module that every call needs', '  return sharp(event.image)'),
  sharp(
    'a module that every call needs, and a branch too',
    inBranch.replace('return null', 'return sharp(event.other)'),
  ),
  sharp('a module that is set up at the top', inBranch, { above: 'sharp.cache(false)' }),
  sharp('a module that is handed on at the top', inBranch, { above: 'export const shrink = withImages(sharp)' }),
  sharp('a module that is exported', inBranch, { above: 'export { sharp }' }),
  sharp('a module in a function that is exported', inBranch, {
    above: 'export const shrink = async image => sharp(image)',
  }),
  sharp('a module in a function that is always called', '  return await shrink(event.image)', {
    above: 'async function shrink(image) {\n  return sharp(image)\n}',
  }),
  sharp('a module in a function that is handed on', '  return event.image ? run(shrink) : null', {
    above: 'async function shrink(image) {\n  return sharp(image)\n}',
  }),
  sharp('a module in a function that nobody calls', '  return event', {
    above: 'async function shrink(image) {\n  return sharp(image)\n}',
  }),
  sharp('a module in a class', '  return event.image ? new Shrinker().run(event) : null', {
    above: 'class Shrinker {\n  async run({ image }) {\n    return sharp(image)\n  }\n}',
  }),
  sharp('behind an early return, which is no branch', '  if (!event.image) return null\n  return sharp(event.image)'),
  sharp('in a loop, which is no branch', '  for (const image of event.images) {\n    await sharp(image)\n  }'),
  sharp('provisioned concurrency', inBranch, { settings: deployed({ provisionedConcurrency: 1 }) }),
  sharp('SnapStart', inBranch, { settings: deployed({ snapStart: true }) }),
  sharp('a large package that was measured to be quick', inBranch, { settings: { modules: { sharp: { initMs: 3 } } } }),
  sharp('a large package of which little is left in the bundle', inBranch, {
    settings: { modules: { sharp: { bytes: 9000 } } },
  }),
  {
    name: 'a light package',
    code: `import ms from 'ms'
export const handler = async event => {
  if (event.time) {
    return ms(event.time)
  }
}
`,
  },
  {
    name: 'a file of the project, however heavy',
    settings: { modules: { './report.mjs': { initMs: 90 } } },
    code: `import { report } from './report.mjs'
export const handler = async event => {
  if (event.report) {
    return report(event)
  }
}
`,
  },
  {
    name: 'a package that changes others',
    settings: {
      modules: { 'dd-trace': { initMs: 90 }, '@sentry/node': { initMs: 90 }, 'aws-xray-sdk-core': { initMs: 40 } },
    },
    code: `import tracer from 'dd-trace'
import * as sentry from '@sentry/node'
import xray from 'aws-xray-sdk-core'
export const handler = async event => {
  if (event.traced) {
    sentry.captureMessage(tracer.version + xray.getSegment())
  }
}
`,
  },
  {
    name: 'an import for its effect',
    code: `import 'puppeteer'
export const handler = async event => event
`,
  },
  {
    name: 'types alone',
    file: 'handler.ts',
    code: `import type { Browser } from 'puppeteer'
import { Page } from 'playwright'
export const handler = async (event: { browser?: Browser; page?: Page }) => {
  if (event.browser) {
    return event.page
  }
  return null
}
`,
  },
  {
    name: 'loaded late already',
    code: `export const handler = async event => {
  if (event.image) {
    const { default: sharp } = await import('sharp')
    return sharp(event.image)
  }
}
`,
  },
  {
    name: 'required late already',
    file: 'index.js',
    code: `exports.handler = async event => {
  if (event.image) {
    const sharp = require('sharp')
    return sharp(event.image)
  }
}
`,
  },
  {
    name: 'a file without a handler',
    file: 'shrink.js',
    code: `const sharp = require('sharp')
exports.shrink = async image => {
  if (image) {
    return sharp(image)
  }
}
`,
  },
]
