import assert from 'node:assert/strict'
import type { FunctionDefinition } from '#handlers/handler.ts'
import { spanned } from '../../spanned.ts'
import { functionOf, functionsOf, pythonApp } from './cdkProject.ts'

describe('functions that a Python CDK app constructs', () => {
  it('are read with the place of every value', async () => {
    const { texts, stack } = pythonApp(
      'size = 1024',
      'self.fn = _lambda.Function(',
      '    self, "Orders",  # 😀',
      '    runtime=_lambda.Runtime.PYTHON_3_13,',
      '    handler="orders.handler",',
      '    code=_lambda.Code.from_asset(os.path.join(os.path.dirname(__file__), "..", "src")),',
      '    memory_size=size,',
      '    timeout=Duration.seconds(20),',
      '    architecture=_lambda.Architecture.ARM_64,',
      "    function_name='shop-orders',",
      '    environment={"LEVEL": "info", "TABLE": table.name},',
      ')',
    )
    const { spans, sharedSpans, ...rest } = await functionOf(texts)
    assert.deepEqual(rest, {
      template: 'shop/shop_stack.py',
      logicalId: 'Orders',
      kind: 'cdk',
      functionKind: 'event',
      line: 16,
      handler: 'orders.handler',
      codeFolder: 'src',
      runtime: 'python3.13',
      memoryMb: 1024,
      timeoutSeconds: 20,
      functionName: 'shop-orders',
      architecture: 'arm64',
      environment: { LEVEL: 'info' },
      eventSources: [],
      unresolved: [],
      source: null,
    })
    assert.deepEqual(spanned(stack, spans), {
      handler: '"orders.handler"',
      timeout: '20',
      functionName: "'shop-orders'",
    })
    assert.deepEqual(spanned(stack, sharedSpans), { memory: '1024' })
  })

  describe('share what stands in another file', () => {
    const cases: readonly (readonly [statement: string, memory: string, place?: string])[] = [
      ['from shop.sizes import MEMORY', 'MEMORY', 'shop/sizes.py: 512'],
      ['from .sizes import MEMORY as SIZE', 'SIZE', 'shop/sizes.py: 512'],
      ['from . import sizes', 'sizes.MEMORY', 'shop/sizes.py: 512'],
      ['import shop.sizes as sizes', 'sizes.MEMORY', 'shop/sizes.py: 512'],
      ['from .sizes import LARGE', 'LARGE', 'shop/base.py: 2048'],
      ['from .sizes import TWICE', 'TWICE'],
      ['from .sizes import GONE', 'GONE'],
      ['from .gone import MEMORY', 'MEMORY'],
      ['from sizes_library import MEMORY', 'MEMORY'],
    ]
    for (const [statement, memory, place] of cases) {
      it(`${statement}: ${memory}`, async () => {
        const { texts, stack } = pythonApp(
          `_lambda.Function(self, "A", handler="a.b", code=Code.from_asset("src"), memory_size=${memory})`,
        )
        const files = {
          ...texts,
          'shop/shop_stack.py': `${statement}\n${stack}`,
          'shop/sizes.py': 'from .base import BASE as LARGE\nMEMORY = 512\nTWICE = MEMORY\nTWICE = 1\n',
          'shop/base.py': 'BASE = 2048\n',
        }
        const { sharedSpans, unresolved } = await functionOf(files)
        assert.deepEqual(spanned('', sharedSpans, files), place === undefined ? {} : { memory: place })
        assert.deepEqual(unresolved, place === undefined ? ['memory'] : [])
      })
    }
  })

  const values: readonly (readonly [string, Partial<FunctionDefinition>])[] = [
    ['memory_size=512', { memoryMb: 512 }],
    ['memory_size=2 * 512', { memoryMb: 1024 }],
    ['memory_size=1_024', { memoryMb: 1024 }],
    ['memory_size=memory', { unresolved: ['memory'] }],
    ['memory_size=1024 if prod else 128', { unresolved: ['memory'] }],
    ['timeout=cdk.Duration.minutes(5)', { timeoutSeconds: 300 }],
    ['runtime=cdk.aws_lambda.Runtime.NODEJS_22_X', { runtime: 'nodejs22.x' }],
    ['**kwargs', { unresolved: ['architecture', 'runtime', 'memory', 'timeout', 'functionName'] }],
  ]
  for (const [argument, expected] of values) {
    it(`say “${argument}”`, async () => {
      const { texts } = pythonApp(`Function(self, "Fn", handler="a.b", code=Code.from_asset("src"), ${argument})`)
      const { memoryMb, timeoutSeconds, runtime, unresolved } = await functionOf(texts)
      const plain = { memoryMb: undefined, timeoutSeconds: undefined, runtime: undefined, unresolved: [] }
      assert.deepEqual({ memoryMb, timeoutSeconds, runtime, unresolved }, { ...plain, ...expected })
    })
  }

  it('can be what a condition chooses', async () => {
    const { texts, stack } = pythonApp(
      'Function(self, "Fn", code=x, memory_size=1024 if prod else 128, timeout=t if prod else 3)',
    )
    const { unresolved, alternatives } = await functionOf(texts)
    assert.deepEqual(unresolved, ['memory', 'timeout'])
    assert.deepEqual(Object.keys(alternatives ?? {}), ['memory'])
    assert.deepEqual(
      alternatives?.['memory']?.map(({ value, span }) => [value, stack.slice(span.start, span.end)]),
      [
        [1024, '1024'],
        [128, '128'],
      ],
    )
  })

  it('share what stands in a dictionary, or is kept by the class', async () => {
    const { texts, stack } = pythonApp(
      'common = {"memory_size": 512, "handler": "a.b", "timeout": Duration.seconds(9)}',
      'self.folder = "src"',
      'Function(self, "Fn", code=Code.from_asset(self.folder), function_name="fn", **common)',
    )
    const { memoryMb, timeoutSeconds, handler, codeFolder, unresolved, spans, sharedSpans } = await functionOf(texts)
    assert.deepEqual([memoryMb, timeoutSeconds, handler, codeFolder, unresolved], [512, 9, 'a.b', 'src', []])
    assert.deepEqual(spanned(stack, spans), { functionName: '"fn"' })
    assert.deepEqual(spanned(stack, sharedSpans), { handler: '"a.b"', memory: '512', timeout: '9' })
  })

  const places: readonly (readonly [string, string | undefined, RegExp | undefined])[] = [
    ['code=Code.from_asset("src/")', 'src', undefined],
    ['code=Code.from_asset(path="./src")', 'src', undefined],
    ['code=Code.from_asset(path.join(path.abspath(path.dirname(__file__)), "src"))', 'shop/src', undefined],
    ['code=Code.from_asset(os.path.join(os.getcwd(), "src"))', 'src', undefined],
    ['code=_lambda.AssetCode("src")', 'src', undefined],
    ['code=Code.from_asset(f"src/{memory}")', undefined, /app runs/],
    ['code=Code.from_asset("src/a.zip")', undefined, /built archive/],
    ['code=Code.from_asset("../src")', undefined, /outside/],
    ['code=_lambda.InlineCode("x")', undefined, /source of the stack/],
    ['code=Code.from_bucket(bucket, "key")', undefined, /S3/],
    ['code=code', undefined, /app runs/],
  ]
  for (const [argument, folder, reason] of places) {
    it(`have their code by ${argument}`, async () => {
      const { codeFolder, reason: found } = await functionOf(
        pythonApp(`Function(self, "Fn", handler="a.b", ${argument})`).texts,
      )
      assert.equal(codeFolder, folder)
      if (reason) assert.match(found ?? '', reason)
      else assert.equal(found, undefined)
    })
  }

  it('may be packed by the library', async () => {
    const { texts } = pythonApp('PythonFunction(self, "Fn", entry="src", index="api/app.py", handler="run")')
    const { handler, codeFolder } = await functionOf(texts)
    assert.deepEqual([handler, codeFolder], ['api.app.run', 'src'])
  })

  it('are found through imports of every form', async () => {
    const own = 'from aws_cdk import aws_lambda\naws_lambda.Function(self, "Fn", handler="a.b", code=x)\n'
    for (const [statement, file] of [
      ['from .parts import Part', 'shop/parts.py'],
      ['from ..parts import Part', 'parts.py'],
      ['from . import parts', 'shop/parts.py'],
      ['from shop.parts.one import Part', 'shop/parts/one.py'],
      ['import shop.parts', 'shop/parts/__init__.py'],
    ] as const) {
      const { texts } = pythonApp(statement)
      const found = await functionsOf({ ...texts, [file]: own, 'other/parts.py': own })
      assert.deepEqual(
        found.map(({ template }) => template),
        [file],
        statement,
      )
    }
  })

  for (const statement of [
    'cloudfront.Function(self, "Fn", code=x)',
    '_lambda.Function.from_function_arn(self, "Fn", "arn")',
    '_lambda.LayerVersion(self, "Layer", code=Code.from_asset("src"))',
    'other.Function(self, "Fn", handler="a.b", code=Code.from_asset("src"))',
    '# Function(self, "Fn", handler="a.b")',
    '"""Function(self, "Fn", handler="a.b")"""',
  ]) {
    it(`are not ${statement}`, async () => assert.deepEqual(await functionsOf(pythonApp(statement).texts), []))
  }

  it('half-written never throw', async () => {
    const { texts, stack } = pythonApp('Function(self, f"{x}-fn", code=Code.from_asset(path=f"{a}"), **k, timeout=')
    for (let length = 0; length <= stack.length; length += 5) {
      await functionsOf({ ...texts, 'shop/shop_stack.py': stack.slice(0, length) })
    }
  })
})
