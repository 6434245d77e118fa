import type { SuggestionCase } from '../ruleCases.ts'

export const suggestions: readonly SuggestionCase[] = [
  {
    name: 'names, in several branches, in TypeScript, with types',
    file: 'handler.ts',
    code: `import { PDFDocument, rgb as colour, type PDFPage } from 'pdf-lib';
import type { Order } from './order';

export async function handler(event: { detail: string; path: string; order: Order }): Promise<unknown> {
  let page: PDFPage | undefined;
  if (event.detail === 'x') {
    const document: PDFDocument = await PDFDocument.create();
    page = document.addPage();
    if (event.order) {
      page.drawText('x', { color: colour(1, 0, 0) });
    }
  } else if (event.path === '/y') {
    return colour(0, 0, 0);
  }
  return page;
}
`,
    title: /Load “pdf-lib” where it is used: the first call that gets there waits for it; a bundle of one ES module/,
    after: `import type { PDFDocument, PDFPage } from 'pdf-lib';
import type { Order } from './order';

export async function handler(event: { detail: string; path: string; order: Order }): Promise<unknown> {
  let page: PDFPage | undefined;
  if (event.detail === 'x') {
    const { PDFDocument, rgb: colour } = await import('pdf-lib');
    const document: PDFDocument = await PDFDocument.create();
    page = document.addPage();
    if (event.order) {
      page.drawText('x', { color: colour(1, 0, 0) });
    }
  } else if (event.path === '/y') {
    const { rgb: colour } = await import('pdf-lib');
    return colour(0, 0, 0);
  }
  return page;
}
`,
  },
  {
    name: 'a namespace, in a catch',
    code: `import * as xlsx from 'xlsx'
import { run } from './run.mjs'
export const handler = async event => {
  try {
    return await run(event)
  } catch (error) {
    return xlsx.write({ error: String(error) })
  }
}
`,
    title: /“xlsx”/,
    after: `import { run } from './run.mjs'
export const handler = async event => {
  try {
    return await run(event)
  } catch (error) {
    const xlsx = await import('xlsx')
    return xlsx.write({ error: String(error) })
  }
}
`,
  },
  {
    name: 'a default and names, in a function that is called in a branch',
    code: `import sharp, { fit } from 'sharp'

const shrink = async image => {
  return sharp(image, { fit: fit.cover })
}

export const handler = async event => {
  return event.key ? await shrink(event.key) : event.id
}
`,
    title: /“sharp”/,
    after: `const shrink = async image => {
  const { default: sharp, fit } = await import('sharp')
  return sharp(image, { fit: fit.cover })
}

export const handler = async event => {
  return event.key ? await shrink(event.key) : event.id
}
`,
  },
  {
    name: 'a callback in a branch',
    code: `import mjml from 'mjml'

export const handler = async event => {
  if (event.Records) {
    return event.Records.map(record => mjml(record.body))
  }
  return []
}
`,
    title: /“mjml”/,
    after: `export const handler = async event => {
  if (event.Records) {
    const { default: mjml } = await import('mjml')
    return event.Records.map(record => mjml(record.body))
  }
  return []
}
`,
  },
  {
    name: 'required, in a callback handler',
    file: 'index.js',
    code: `const { Workbook } = require('exceljs');
const other = require('./other');

exports.handler = (event, context, callback) => {
  switch (event.detail) {
    case 'x': {
      callback(null, new Workbook(other));
      break;
    }
    default:
      callback(null, null);
  }
};
`,
    title: /waits for it$/,
    after: `const other = require('./other');

exports.handler = (event, context, callback) => {
  switch (event.detail) {
    case 'x': {
      const { Workbook } = require('exceljs');
      callback(null, new Workbook(other));
      break;
    }
    default:
      callback(null, null);
  }
};
`,
  },
  {
    name: 'a module that was measured',
    settings: { modules: { '@acme/report/full': { initMs: 38.4 } } },
    code: `import report from '@acme/report/full'
export const handler = async event => {
  if (event.key) {
    return report(event)
  }
  return null
}
`,
    title: /@acme\/report\/full/,
    after: `export const handler = async event => {
  if (event.key) {
    const { default: report } = await import('@acme/report/full')
    return report(event)
  }
  return null
}
`,
  },
]
