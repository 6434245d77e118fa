import { formatBytes, formatMs } from '#common/format.ts'
import type { ModuleFacts } from '../facts.ts'

/** From here on a module is worth a word: a tenth of what an environment takes to start at the least. */
const heavyMs = 20
const heavyBytes = 300_000

/**
 * Packages that are known to be large, and that do nothing to others when they are loaded. Measured where figures are
 * given by the settings, which then decide.
 */
const large =
  /^(@babel\/core|@faker-js\/faker|@google-cloud\/(bigquery|storage|vertexai)|@napi-rs\/canvas|@sparticuz\/chromium|@tensorflow\/tfjs(-node)?|archiver|aws-sdk|canvas|chrome-aws-lambda|docx|exceljs|ffmpeg-static|firebase-admin|googleapis|handlebars|jimp|jsdom|langchain|mathjs|mjml|natural|onnxruntime-node|pdf-lib|pdfkit|pdfmake|playwright(-core)?|prettier|puppeteer(-core)?|sharp|snowflake-sdk|tesseract\.js|three|twilio|typescript|xlsx)$/

/** Packages that change others when they are loaded, or want to be first. */
const active =
  /(^|\/)(aws-xray-sdk|core-js|dd-trace|datadog-lambda-js|dotenv|elastic-apm|instrument|lumigo|module-alias|newrelic|nock|polyfill|reflect-metadata|regenerator-runtime|sentry|source-map-support|thundra|ts-node|tsconfig-paths|zone\.js)|^@opentelemetry\/|^@sentry\/|register$/

/** How heavy a module is, in words; undefined for one that is not, or whose loading may matter to others. */
export function heaviness(module: string, facts: ModuleFacts | undefined): string | undefined {
  if (/^[./#~]/.test(module) || module.startsWith('@/') || active.test(module)) return
  if (facts?.initMs !== undefined)
    return facts.initMs >= heavyMs ? `${formatMs(facts.initMs)} of each start` : undefined
  if (facts?.bytes !== undefined) return facts.bytes >= heavyBytes ? `${formatBytes(facts.bytes)} of code` : undefined
  return large.test(module) ? 'one of the large packages' : undefined
}
