import type { RefusalCase } from '../ruleCases.ts'

export const refusals: readonly RefusalCase[] = [
  {
    name: 'a branch without braces',
    code: `import sharp from 'sharp'
export const handler = async event => (event.image ? sharp(event.image) : null)
`,
    why: /no braces/,
  },
  {
    name: 'a condition without braces',
    code: `import sharp from 'sharp'
export const handler = async event => {
  if (event.image) return sharp(event.image)
  return null
}
`,
    why: /no braces/,
  },
  {
    name: 'a function that cannot wait',
    code: `import sharp from 'sharp'
export const handler = (event, context, callback) => {
  if (event.image) {
    sharp(event.image).toBuffer(callback)
  }
}
`,
    why: /not async/,
  },
  {
    name: 'a function that cannot wait, called in a branch',
    code: `import sharp from 'sharp'
function shrink(image) {
  return sharp(image)
}
export const handler = async event => {
  if (event.image) return shrink(event.image)
}
`,
    why: /not async/,
  },
  {
    name: 'a comment beside the import',
    code: `// For previews.
import sharp from 'sharp'
export const handler = async event => {
  if (event.image) {
    return sharp(event.image)
  }
}
`,
    why: /Comments stand beside/,
  },
  {
    name: 'what it weighs, and when it pays: measured time',
    settings: {
      handlers: [{ exportName: 'handler', definitions: [{ memoryMb: 512 }, { memoryMb: 1024 }] }],
      modules: { sharp: { initMs: 61, bytes: 100 } },
    },
    code: `import sharp from 'sharp'
export const handler = async event => (event.image ? sharp(event.image) : null)
`,
    why: /\(61 ms of each start\).*less than 29 % \(512 MB\) of the environments/,
  },
  {
    name: 'what it weighs, and when it pays: counted bytes, a full CPU',
    settings: {
      handlers: [{ exportName: 'handler', definitions: [{ memoryMb: 3008 }] }],
      modules: { sharp: { bytes: 1_400_000 } },
    },
    code: `import sharp from 'sharp'
export const handler = async event => (event.image ? sharp(event.image) : null)
`,
    why: /\(1.4 MB of code\).*less than 100 % \(3008 MB\) of the environments/,
  },
]
