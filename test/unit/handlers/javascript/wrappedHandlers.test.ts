import assert from 'node:assert/strict'
import { described, exportsOf } from './exportsOf.ts'

const powertools = `class Orders implements LambdaInterface {
  @tracer.captureLambdaHandler()
  @logger.injectLambdaContext({ logEvent: true })
  public async handler(event: unknown, _context: Context): Promise<void> {}
}
const orders = new Orders()
export const handler = orders.handler.bind(orders)`
const method = '(event: unknown, _context: Context): Promise<void> {}'

describe('the function that does the work', () => {
  const cases: Readonly<Record<string, readonly (readonly [string, ...string[]])[]>> = {
    'is found through wrappers': [
      [
        'const base = async e => {}\nexport const handler = middy(base)\nhandler.use(a()).use(b())',
        'handler → async e => {}',
      ],
      [
        'const h = middy().use(a({ log: () => 1 })).handler(async e => {})\nexport { h as handler }',
        'handler → async e => {}',
      ],
      [
        'export const handler = middy<Event, Result>(main as never).use(a()); async function main() {}',
        'handler → async function main() {}',
      ],
      ['module.exports.handler = (0, middy_1.default)(main); const main = () => {}', 'handler → () => {}'],
      [
        'exports.handler = Sentry.AWSLambda.wrapHandler(async () => {}, { timeoutWarningLimit: 50 })',
        'handler → async () => {}',
      ],
      [
        'async function main(e, stream) {}\nexports.handler = awslambda.streamifyResponse(main)',
        'handler → async function main(e, stream) {}',
      ],
      ['export const handler = makeIdempotent(async () => {}, { persistenceStore })', 'handler → async () => {}'],
      [
        'export const handler = withDurableExecution(async (event, context) => {})',
        'handler → async (event, context) => {}',
      ],
      ['export const handler = createHandler({ async handler(e) {}, name: 1 })', 'handler → (e) {}'],
      [
        'exports.handler = async () => {}\nexports.handler = middy(exports.handler).use(a())',
        'handler → async () => {}',
      ],
      [
        'module.exports.handler = () => {}; module.exports.handler = wrap(1, module.exports.handler)',
        'handler → () => {}',
      ],
    ],
    'is found in classes and objects': [
      [powertools, `handler → ${method}`],
      ['class A { run() {} }\nclass B extends A {}\nexport const handler = new B().run', 'handler → () {}'],
      ['class A { static run() {} }\nclass B extends A {}\nexport const handler = B.run', 'handler → () {}'],
      ['const o = { handler: middy(async () => {}) }; export const { handler } = o', 'handler → async () => {}'],
      ['const o = {}; o.get = async () => {}; module.exports = o', 'get → async () => {}'],
      ['const o = { get: () => {} }; module.exports = o', 'get → () => {}'],
      ['const o = { get: () => {} }; module.exports = { ...o, put() {} }', 'get → () => {}', 'put → () {}'],
      ['const o = { get: () => {} }; Object.assign(exports, o, { put() {} })', 'get → () => {}', 'put → () {}'],
      ['exports.api = { get: async () => {} }', 'api ✗ it is not a function', 'api.get → async () => {}'],
      [
        'export class Api { static get() {} put() {} }',
        'Api ✗ it is a class',
        'Api.get → () {}',
        'Api.prototype.put → () {}',
      ],
      [
        'class A { run() {} static b() {} }\nexport const a = new A()',
        'a.run → () {}',
        'a ✗ it is an object made at run time',
      ],
      ['const f = () => {}; f.help = () => 1; module.exports = f', 'help → () => 1', 'default → () => {}'],
    ],
    'is found in factories that this file calls': [
      ['const create = db => async e => {}; export const handler = create(new Db())', 'handler → async e => {}'],
      [
        'exports.handler = create(); function create() { const a = 1; return function (e) {} }',
        'handler → function (e) {}',
      ],
      ['exports.handler = (() => { const a = 1; return async () => {} })()', 'handler → async () => {}'],
      ['const wrap = f => async e => f(e); const main = () => {}; exports.handler = wrap(main)', 'handler → () => {}'],
    ],
    'is found where the name is set later': [
      ['let handler; handler = async () => {}; export { handler }', 'handler → async () => {}'],
      ['export let handler; handler = async () => {}', 'handler → async () => {}'],
      ['export let handler'],
      ['let handler = () => {}; handler = wrap(handler); module.exports = { handler }', 'handler → () => {}'],
    ],
    'is found in what compilers make': [
      [
        'module.exports = __toCommonJS(a);\nvar handler = () => {};\n0 && (module.exports = { handler });',
        'default ✗ it is made by a call of “__toCommonJS” at run time',
        'handler → () => {}',
      ],
      [
        'var a_1 = require("./a"); Object.defineProperty(exports, "handler", { enumerable: true, get: function () { return a_1.handler; } });',
        'handler ⇒ ./a#handler',
      ],
      ['tslib_1.__exportStar(require("./a"), exports);', '* ⇒ ./a#*'],
      ['__exportStar(require("./a"), other);'],
      ['exports[`handler`] = () => {}', 'handler → () => {}'],
    ],
    'may stand in another file': [
      ['import { main } from "./main"; export const handler = middy(main).use(a())', 'handler ⇒ ./main#main'],
      ['import main from "../main"; export const handler = a(b(main))', 'handler ⇒ ../main#default'],
      [
        'import { Api } from "./api"; const api = new Api(); export const handler = api.get.bind(api)',
        'handler ⇒ ./api#Api.prototype.get',
      ],
      ['import api from "./api"; export const handler = api.get', 'handler ⇒ ./api#default.get'],
      ['export * as orders from "./orders"', 'orders ⇒ ./orders#*'],
      ['const a = require("./a"); module.exports = { ...a }', '* ⇒ ./a#*'],
      ['Object.assign(module.exports, require("./a"), { put() {} })', '* ⇒ ./a#*', 'put → () {}'],
      ['import { c } from "./c"; const main = () => {}; export const handler = wrap(c, main)', 'handler → () => {}'],
    ],
    'is given up with a reason': [
      [
        'import { a } from "./a"; import { b } from "./b"; export const handler = wrap(a, b)',
        'handler ✗ the function it wraps is imported from another file',
      ],
      [
        'import serverless from "serverless-http"; const app = make(() => {}); export const handler = serverless(app)',
        'handler ✗ it is an adapter (“serverless-http”) that calls a web application',
      ],
      [
        'const express = require("@vendia/serverless-express"); const { app } = require("./app"); exports.handler = express({ app })',
        'handler ✗ it is an adapter (“@vendia/serverless-express”) that calls a web application',
      ],
      [
        'import { handle } from "hono/aws-lambda"; export const handler = handle(app)',
        'handler ✗ it is an adapter (“hono/aws-lambda”) that calls a web application',
      ],
      [
        'exports.handler = Alexa.SkillBuilders.custom().addRequestHandlers(A, B).lambda()',
        'handler ✗ it is made by a call at run time',
      ],
      ['export const handler = handlers[0]', 'handler ✗ its name is computed at run time'],
      [
        'import { app } from "lib"; export const handler = app.handler',
        'handler ✗ it is a member of something imported from “lib”',
      ],
      ['const a = { b: a.b }; export const handler = a.b', 'handler ✗ the method “b” is not in this file'],
      ['class A extends A {}\nexport const handler = new A().run', 'handler ✗ the method “run” is not in this file'],
      ['const o = { ...o }; module.exports = o', 'default ✗ it is not a function'],
    ],
  }
  for (const [title, table] of Object.entries(cases)) {
    describe(title, () => {
      for (const [text, ...expected] of table) it(text, () => assert.deepEqual(described(text), expected))
    })
  }

  const likely: readonly (readonly [boolean, string])[] = [
    [true, powertools],
    [true, 'export function handler(this: void, event: APIGatewayProxyEvent) {}'],
    [true, 'import { main } from "./main"; export const handler = middy(main)'],
    [true, 'const create = db => async event => {}; export const handler = create(db)'],
    [false, 'export const api = { handler: async event => {} }'],
    [false, 'export class Api { static handler(event, context) {} }'],
    [false, 'import { Api } from "./api"; export const handler = new Api().handler'],
  ]
  for (const [isLikely, text] of likely) {
    it(`is ${isLikely ? '' : 'not '}likely called by Lambda: ${text}`, () =>
      assert.equal(
        exportsOf(text).some(exported => exported.likely),
        isLikely,
      ))
  }
})
