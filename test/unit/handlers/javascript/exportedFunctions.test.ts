import assert from 'node:assert/strict'
import { described, exportsOf } from './exportsOf.ts'

describe('exported functions of JavaScript and TypeScript', () => {
  const cases: Record<string, readonly (readonly [string, ...string[]])[]> = {
    CommonJS: [
      ['exports.handler = async () => {}', 'handler → async () => {}'],
      ['exports["handler"] = () => {}', 'handler → () => {}'],
      ['module.exports.handler = function () {}', 'handler → function () {}'],
      ['module.exports = { handler }; function handler() {}', 'handler → function handler() {}'],
      ['module.exports = { handler() {} }', 'handler → () {}'],
      ["module.exports = { 'get-user': () => {} }", 'get-user → () => {}'],
      ['module.exports = () => {}', 'default → () => {}'],
      ['exports = module.exports = () => {}', 'default → () => {}'],
      ['exports.a = exports.b = () => {}', 'a → () => {}', 'b → () => {}'],
      ['const handler = exports.handler = () => {}', 'handler → () => {}'],
      ['Object.assign(exports, { handler: () => {} })', 'handler → () => {}'],
      ['Object.assign(module.exports, { handler: () => {} })', 'handler → () => {}'],
      ['Object.defineProperty(exports, "handler", { value: () => {} })', 'handler → () => {}'],
      ['exports.handler = void 0; const handler = () => {}; exports.handler = handler', 'handler → () => {}'],
      ['exports.handler = () => 1; exports.handler = () => 2', 'handler → () => 2'],
      ['if (x) { exports.handler = () => {} }', 'handler → () => {}'],
      ['const a = () => {}, b = a; exports.handler = b', 'handler → () => {}'],
    ],
    'ES modules and TypeScript': [
      ['export const handler = async () => {}', 'handler → async () => {}'],
      ['export let handler = function () {}', 'handler → function () {}'],
      ['export async function handler() {}', 'handler → async function handler() {}'],
      ['const main = () => {}; export { main as handler }', 'handler → () => {}'],
      ['const main = () => {}; export { main as "get-user" }', 'get-user → () => {}'],
      ['export default async () => {}', 'default → async () => {}'],
      ['export default function handler() {}', 'default → function handler() {}'],
      ['const main = () => {}; export default main', 'default → () => {}'],
      ['const main = () => {}; export = main', 'default → () => {}'],
      ['const main = () => {}; export = { handler: main }', 'handler → () => {}'],
      ['export const handler: Handler = (() => {}) as Handler', 'handler → () => {}'],
      ['export const handler = (() => {}) satisfies Handler', 'handler → () => {}'],
      [
        'export function handler(a: string): void\nexport function handler(a: unknown) {}',
        'handler → function handler(a: unknown) {}',
      ],
    ],
    'wrapped handlers': [
      ['const h = () => {}; export const handler = middy(h).use(a()).use(b())', 'handler → () => {}'],
      ['export const handler = middy().use(a(() => 1)).handler(async () => {})', 'handler → async () => {}'],
      ['const h = () => {}; exports.handler = middy(h).use([a(), b()]).onError(() => 1)', 'handler → () => {}'],
      ['exports.handler = Sentry.wrapHandler(async () => {})', 'handler → async () => {}'],
      [
        'exports.handler = awslambda.streamifyResponse(async (event, stream) => {})',
        'handler → async (event, stream) => {}',
      ],
      ['const h = () => {}; export const handler = withLog(withTrace({ name: 1 }, h))', 'handler → () => {}'],
      ['exports.handler = withMetrics(metrics => async event => {})', 'handler → async event => {}'],
      ['export const handler = compose(a, b)(() => {})', 'handler → () => {}'],
      ['const h = () => {}; export const handler = OFFLINE ? h : wrap(h)', 'handler → () => {}'],
      ['const h = () => {}; export const handler = await wrap(h)', 'handler → () => {}'],
    ],
    'methods bound on export': [
      [
        'class A { async handler() {} }\nconst a = new A(); export const handler = a.handler.bind(a)',
        'handler → () {}',
      ],
      ['class A { handler = () => {} }\nexport const handler = new A().handler', 'handler → () => {}'],
      ['class A { static main() {} }\nexport const handler = A.main', 'handler → () {}'],
      ['const api = { get: () => {} }; export const handler = api.get', 'handler → () => {}'],
      [
        'class A { @logger.inject() public async handler(_e: unknown) {} }\nexport const handler = new A().handler',
        'handler → (_e: unknown) {}',
      ],
    ],
    'passed on from other files': [
      ['export { handler } from "./a"', 'handler ⇒ ./a#handler'],
      ['export { main as handler } from "./a"', 'handler ⇒ ./a#main'],
      ['export { default as handler } from "./a"', 'handler ⇒ ./a#default'],
      ['export * from "./a"', '* ⇒ ./a#*'],
      ['import { main } from "./a"; export const handler = main', 'handler ⇒ ./a#main'],
      ['import * as a from "./a"; export const handler = a.main', 'handler ⇒ ./a#main'],
      ['exports.handler = require("./a").main', 'handler ⇒ ./a#main'],
      ['const { main: m } = require("./a"); exports.handler = m', 'handler ⇒ ./a#main'],
      ['module.exports = require("./a")', '* ⇒ ./a#*'],
      ['module.exports = { ...require("./a") }', '* ⇒ ./a#*'],
    ],
    'given up with a reason': [
      ['export const handler = [() => {}]', 'handler ✗ it is an array, not a function'],
      ['export const handler = db => async event => {}', 'handler ✗ it is a factory: it returns a function'],
      ['export function handler(db) { return async () => {} }', 'handler ✗ it is a factory: it returns a function'],
      ['export function* handler() {}', 'handler ✗ it is a generator function'],
      ['export const handler = createHandler(config)', 'handler ✗ it is made by a call of “createHandler” at run time'],
      ['export const handler = new Api()', 'handler ✗ it is an object made at run time'],
      ['const a = b, b = a; export const handler = a', 'handler ✗ it refers to itself'],
      ['export const handler = ok ? () => 1 : () => 2', 'handler ✗ which function it is, is decided at run time'],
      ['export { missing as handler }', 'handler ✗ “missing” is not declared at the top of this file'],
      ['export const handler = ', 'handler ✗ it is not written yet'],
      ['export const handler = 1', 'handler ✗ it is not a function'],
    ],
    'nothing that runs': [
      ['export type Handler = () => void; export interface handler {}'],
      ['import type { H } from "h"; export type { H }; export type * from "h"'],
      ['function handler() { const exports = {}; exports.handler = () => {} }'],
      ['const handler = () => {}; handler.exports = 1'],
      ['class module {} const o = { exports: { handler() {} } }'],
    ],
  }
  for (const [title, table] of Object.entries(cases)) {
    describe(title, () => {
      for (const [text, ...expected] of table) it(text, () => assert.deepEqual(described(text), expected))
    })
  }

  it('places each at its exported name, else at the exported expression', () => {
    const text =
      '\uFEFF// 😀\r\nexports.handler = a;\r\nmodule.exports = { get: a }\r\nconst a = () => {}; export { a as del };\r\nexport const put: H = a'
    const spans = exportsOf(text).map(({ span, line }) => [text.slice(span.start, span.end), line])
    assert.deepEqual(spans, [
      ['handler', 2],
      ['get', 3],
      ['del', 4],
      ['put', 5],
    ])
    const [only] = exportsOf('\nmodule.exports = async () => {}', 'a.js')
    assert.deepEqual(only?.span, { start: 18, end: 32 })
  })
})

describe('likely handlers of JavaScript and TypeScript', () => {
  const likely: readonly (readonly [text: string, file?: string])[] = [
    ['exports.handler = async (event) => {}', 'index.js'],
    ['exports.handler = async () => {}', 'index.js'],
    ['exports.handler = async ({ Records }) => {}', 'index.mjs'],
    ['export const lambdaHandler = async (event: any, context) => {}'],
    ['export const handler = middy(base).use(json())'],
    ['exports.handler = serverless(app)'],
    ['export const createUserHandler = async (event) => {}'],
    ['export const streamHandler = (event, context, callback) => {}'],
    ['import { Handler } from "aws-lambda"; export const main: Handler = async () => {}'],
    ['import type { SQSEvent } from "aws-lambda"; export const consumeHandler = (batch: SQSEvent) => {}'],
    [
      'import type { SQSEvent, Context } from "aws-lambda"; export const consume = async (batch: SQSEvent, ctx: Context) => {}',
    ],
    ['export const handler = async (order: Order, context: Context) => {}'],
    ['export const handler = async (input) => {}'],
    ['import * as lambda from "aws-lambda"; export const main: lambda.Handler = async () => {}'],
    ['export const get: APIGatewayProxyHandlerV2 = async () => {}'],
    ['export async function handler(event) {', 'half.ts'],
    ['import { Handler } from "aws-lambda"; const h: Handler = async () => {}; export { h as main }'],
  ]
  for (const [text, file] of likely) {
    it(`shows ${text}`, () => assert.ok(exportsOf(text, file).some(exported => exported.likely)))
  }

  const none: readonly (readonly [text: string, file?: string])[] = [
    ['import type { SQSEvent } from "aws-lambda"; export const toOrders = async (event: SQSEvent) => {}'],
    ['export const handler = (value) => value'],
    ['export const handler = async (job: Job) => {}'],
    ['export const handlerUtils = (event) => {}'],
    ['exports.helper = async (event) => {}', 'index.js'],
    ['export const onClickHandler = async (event) => {}'],
    ['export const submitHandler = async (event) => { event.preventDefault() }'],
    ['export const clickHandler = async (event: MouseEvent) => {}'],
    ['export const clickHandler = (event) => {}', 'Button.jsx'],
    ['export const handler = (props) => <p/>', 'Page.tsx'],
    ['export default function handler(req, res) {}', 'pages/api/user.ts'],
    ['export const handler = (req, res, next) => {}'],
    ['exports.userHandler = async (req, res) => {}', 'routes.js'],
    ['exports.command = "build"; exports.builder = {}; exports.handler = async (event) => {}', 'command.js'],
    ['exports.handler = async (argv) => {}', 'command.js'],
    ['const handler = async (event) => {}; run(handler)'],
    ['function main() { const handler = async (event) => {}; return { handler } }'],
    ['export const handler = async (event) => {}', 'src/app.test.ts'],
    ['export const handler = async (event) => {}', 'test/helpers/app.ts'],
    ['export const handler = async (event) => {}', 'src/__tests__/app.ts'],
    ['import { Handler } from "aws-lambda"; export type H = Handler'],
    ['import { Handler } from "express"; export const main: Handler = async () => {}'],
    ['export class Handler { handle(event) {} }'],
    ['export const handler = { get: async (event) => {} }'],
    ['export const handler = 1'],
    ['export const { GET, POST } = handlers'],
    ['export { handler } from "./app"'],
    ['export const errorHandler = async (error, event) => {}'],
    ['export const createHandler = (event) => async () => {}'],
  ]
  for (const [text, file] of none) {
    it(`leaves out ${text}${file ? ` in ${file}` : ''}`, () => {
      assert.deepEqual(
        exportsOf(text, file).filter(exported => exported.likely),
        [],
      )
    })
  }
})
