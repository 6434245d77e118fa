import assert from 'node:assert/strict'
import type { ExportedFunction } from '#handlers/exportedFunction.ts'
import { exportedFunctions } from '#handlers/python/exportedFunctions.ts'
import { parse } from '#syntax/python/parse.ts'

function exportsOf(text: string, file = 'src/app.py'): readonly ExportedFunction[] {
  return exportedFunctions(parse(text, { file }))
}

/** As in the test for JavaScript; of the working function its first line. */
function described(text: string): string[] {
  return exportsOf(text).map(({ exportName, functionSpan, from, reason }) => {
    if (functionSpan) return `${exportName} → ${text.slice(functionSpan.start, functionSpan.end).split('\n')[0]}`
    return from ? `${exportName} ⇒ ${from.specifier}#${from.exportName}` : `${exportName} ✗ ${reason}`
  })
}

describe('functions of a Python module', () => {
  const cases: readonly (readonly [string, ...string[]])[] = [
    ['def handler(event, context):\n    pass\n', 'handler → def handler(event, context):'],
    ['async def handler(event, context):\n    pass\n', 'handler → async def handler(event, context):'],
    [
      '@logger.inject_lambda_context(log_event=True)\n@tracer.capture\ndef handler(event, context):\n    pass\n',
      'handler → def handler(event, context):',
    ],
    [
      'def main(event, context):\n    pass\nhandler = main\n',
      'main → def main(event, context):',
      'handler → def main(event, context):',
    ],
    [
      'def main(e, c): pass\nhandler: Handler = wrap(main)\n',
      'main → def main(e, c): pass',
      'handler → def main(e, c): pass',
    ],
    ['handler = lambda event, context: 1\n', 'handler → lambda event, context: 1'],
    ['lambda_handler = Mangum(app, lifespan="off")\n', 'lambda_handler ✗ it is an object made at run time'],
    [
      'class Api:\n    def get(self, event, context):\n        pass\nhandler = Api().get\n',
      'Api.get → def get(self, event, context):',
      'handler → def get(self, event, context):',
    ],
    [
      'class Api:\n    @log\n    def get(self, event, context):\n        pass\napi = Api()\nhandler = api.get\n',
      'Api.get → def get(self, event, context):',
      'api ✗ it is an object made at run time',
      'handler → def get(self, event, context):',
    ],
    [
      'try:\n    handler = Mangum(app)\nexcept ImportError:\n    handler = None\n',
      'handler ✗ it is an object made at run time',
    ],
    [
      'if LOCAL:\n    def handler(e, c): pass\nelse:\n    def other(e, c): pass\n',
      'handler → def handler(e, c): pass',
      'other → def other(e, c): pass',
    ],
    [
      'class Base:\n    def handle(self, event, context): pass\nclass Api(Base):\n    pass\nhandler = Api().handle\n',
      'Base.handle → def handle(self, event, context): pass',
      'handler → def handle(self, event, context): pass',
    ],
    [
      'class Api:\n    def __call__(self, event, context): pass\nhandler = Api()\n',
      'Api.__call__ → def __call__(self, event, context): pass',
      'handler → def __call__(self, event, context): pass',
    ],
    [
      'class Api:\n    @staticmethod\n    def run(event, context): pass\nhandler = Api.run\n',
      'Api.run → def run(event, context): pass',
      'handler → def run(event, context): pass',
    ],
    [
      'def handler(event, context): pass\nhandler = metrics.log(handler)\nhandler = trace(handler)\n',
      'handler → def handler(event, context): pass',
    ],
    [
      'def main(e, c): pass\nhandler = outer(level=1)(inner(main))\n',
      'main → def main(e, c): pass',
      'handler → def main(e, c): pass',
    ],
    [
      'def make(db):\n    def inner(event, context):\n        pass\n    return inner\nhandler = make(1)\n',
      'make → def make(db):',
      'handler → def inner(event, context):',
    ],
    ['make = lambda: 1\nhandler = make()\n', 'make → lambda: 1', 'handler ✗ it is an object made at run time'],
    [
      'async def lifespan(app): pass\napp = FastAPI(lifespan=lifespan)\nhandler = Mangum(app, lifespan="off")\n',
      'lifespan → async def lifespan(app): pass',
      'app ✗ it is an object made at run time',
      'handler ✗ it is an object made at run time',
    ],
    [
      'def start(): pass\nhandler = SlackRequestHandler(start)\n',
      'start → def start(): pass',
      'handler ✗ it is an object made at run time',
    ],
    ['handlers = [a, b]\nhandler = handlers[0]\n', 'handler ✗ it is an object made at run time'],
    ['import service\nhandler = service.run\n', 'handler ⇒ service#run'],
    ['import a.service as s, os\nhandler = s.run\n', 'handler ⇒ a.service#run'],
    ['import a.service\nhandler = a.service.run\n', 'handler ⇒ a#service.run'],
    ['from . import service\nhandler = service.run\n', 'service ⇒ .#service', 'handler ⇒ .#service.run'],
    ['from .api import Api\nhandler = Api().get\n', 'Api ⇒ .api#Api', 'handler ⇒ .api#Api.get'],
    ['from .api import main\nhandler = wrap(main)\n', 'main ⇒ .api#main', 'handler ⇒ .api#main'],
    ['from .service import *\nfrom os import *\n', '* ⇒ .service#*', '* ⇒ os#*'],
    ['from .service import handler\n', 'handler ⇒ .service#handler'],
    ['from a.b import run as handler, other\n', 'handler ⇒ a.b#run', 'other ⇒ a.b#other'],
    ['a = b\nb = a\n', 'a ✗ it is an object made at run time', 'b ✗ it is an object made at run time'],
    ['def handler(event, context):\n    return (\n', 'handler → def handler(event, context):'],
    ['TABLE = "x"\nLIMIT = 3\nconfig = {}\nclass Handler:\n    pass\nimport os\n'],
    ['def outer():\n    def handler(event, context): pass\n', 'outer → def outer():'],
    ['if __name__ == "__main__":\n    main()\n'],
  ]
  for (const [text, ...expected] of cases) it(JSON.stringify(text), () => assert.deepEqual(described(text), expected))

  it('places each at its name, with a byte order mark, CRLF and characters of two units before it', () => {
    const text = '\uFEFF# 😀\r\n@wrap\r\ndef handler(event, context):\r\n    pass\r\n'
    const [handler] = exportsOf(text)
    assert.equal(text.slice(handler?.span.start, handler?.span.end), 'handler')
    assert.equal(handler?.line, 3)
  })
})

describe('likely handlers of a Python module', () => {
  const likely = [
    'def lambda_handler(event, context): pass',
    'def handler(event, _): pass',
    'def handler(_event, _context): pass',
    'def create_order_handler(event: dict, context: LambdaContext) -> dict: pass',
    'def handler(event, context, retries=3, *args, **kwargs): pass',
    'def handler(event, context: C = None): pass',
    'handler = Mangum(app)',
  ]
  for (const text of likely) it(`shows ${text}`, () => assert.equal(exportsOf(text)[0]?.likely, true))

  const none: readonly (readonly [text: string, file?: string])[] = [
    ['def handler(request): pass'],
    ['def handler(event, context, connection): pass'],
    ['def error_handler(error, context): pass'],
    ['def signal_handler(signum, frame): pass'],
    ['def process(event, context): pass'],
    ['def handler_utils(event, context): pass'],
    ['event_handler = make()'],
    ['from app import handler'],
    ['class handler: pass'],
    ['def handler(event, context): pass', 'tests/app.py'],
    ['def handler(event, context): pass', 'src/test_app.py'],
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
