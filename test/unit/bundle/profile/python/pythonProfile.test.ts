import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { ChildProfiler } from '#bundle/profile/childProfiler.ts'
import type { InitProfile } from '#bundle/profile/initProfile.ts'
import { importedNames } from '#bundle/profile/python/importedNames.ts'
import { importTimes } from '#bundle/profile/python/importTimes.ts'
import { BundleProject, signal } from '../../bundleProject.ts'

const work = 'total = 0\nfor i in range(1_000_000):\n    total = (total * 31 + i) % 1000003\n'

describe('the profile of an init in Python', function () {
  this.timeout(60_000)
  let project: BundleProject
  const [path = '', version = ''] = execFileSync(
    'python3',
    ['-c', 'import sys, platform; print(sys.executable, platform.python_version())'],
    { encoding: 'utf8' },
  )
    .trim()
    .split(' ')

  beforeEach(async () => {
    project = await BundleProject.open({
      'src/app/__init__.py': '',
      'src/app/main.py':
        'import heavy\nfrom light import light\nfrom . import util\n\ndef handler(event, context): return 1\n',
      'src/app/util.py': 'import os\nassert os.environ["TABLE"] == "orders" and "HOST" not in os.environ\n',
      'src/heavy/__init__.py': `import base\n${work}`,
      'src/heavy-1.0.dist-info/RECORD': 'heavy/__init__.py,,\nheavy-1.0.dist-info/RECORD,,\n',
      'src/light.py': 'import base\nlight = 1\n',
      'src/base.py': work,
    })
  })
  afterEach(async () => await project.close())

  async function profile(entry = 'src/app/main.py'): Promise<InitProfile> {
    return await new ChildProfiler(() => import('esbuild')).profile(
      {
        ...project.request(entry, { language: 'python', runtime: 'python3.13', codeFolder: 'src' }),
        exportName: 'handler',
        interpreter: { path, version },
        environment: { TABLE: 'orders' },
        memoryMb: 256,
        runs: 3,
      },
      signal,
    )
  }

  it('tells what each module and import takes', async () => {
    const found = await profile()
    assert.deepEqual(found.failures, [])
    const modules = new Map(found.modules.map(one => [one.name, one]))
    const [heavy, base, light] = ['heavy', 'base.py', 'light.py'].map(name => modules.get(name) ?? assert.fail(name))
    assert.ok(heavy && base && light)
    assert.deepEqual([heavy.version, heavy.isDirect], ['1.0', true])
    assert.ok(heavy.savedMs > 10 * light.savedMs && base.savedMs > 10 * light.savedMs)
    assert.ok(light.aloneMs > 10 * light.savedMs)
    assert.deepEqual(
      found.imports.map(({ specifier, line }) => [specifier, line]),
      [
        ['heavy', 1],
        ['light', 2],
        ['app', 3],
      ],
    )
  })

  it('tries shipped compiled modules', async () => {
    const { variants, deployed } = await profile()
    assert.deepEqual([variants.map(({ name }) => name), deployed], [['shipped-pyc'], 'source'])
    assert.ok((variants[0]?.bytes ?? 0) > 1000)
  })

  it('says so where it throws', async () => {
    await project.write({ 'src/app/util.py': 'raise ValueError("too far")' })
    await assert.rejects(profile(), { code: 'init-failed', message: /ValueError: too far \(.*util\.py:1\)/ })
  })
})

describe('-X importtime', () => {
  it('is read by module, in ms', () => {
    const text = [
      'import time: self [us] | cumulative | imported package',
      'import time:       151 |        151 |   _io',
      'noise',
      'import time:      2500 |       2651 | app.main',
      'import time:        49 |         49 |   _io',
    ].join('\n')
    assert.deepEqual(importTimes(text), [
      ['_io', 0.2],
      ['app.main', 2.5],
    ])
  })
})

describe('the imports of a Python file', () => {
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['import a', ['a']],
    ['import a.b as c, d  # why', ['a.b', 'd']],
    ['from a.b import c', ['a.b']],
    ['from . import c', ['app.api']],
    ['from ..shared import c', ['app.shared']],
    ['    import late', ['late']],
    ['important = 1', []],
    ['x = "import a"', []],
  ]
  for (const [line, modules] of rows) {
    it(`are found: ${line}`, () => {
      assert.deepEqual(
        importedNames(`\n${line}\n`, 'app.api.main'),
        modules.map(module => ({ module, line: 2 })),
      )
    })
  }
})
