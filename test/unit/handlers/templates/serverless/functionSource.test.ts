import assert from 'node:assert/strict'
import { resolveSource } from '#handlers/resolveSource.ts'
import { memorySources } from '../../memorySources.ts'
import { readOnly, service } from './serviceProject.ts'

describe('the source of a function of a service', () => {
  const sources: readonly (readonly [string, readonly string[], readonly string[], string, string])[] = [
    ['JavaScript', ['handler: src/a.main'], [], 'src/a.js', 'main'],
    [
      'TypeScript by a plugin',
      ['handler: src/a.main'],
      ['plugins: [serverless-plugin-typescript]'],
      'src/a.ts',
      'main',
    ],
    ['TypeScript by esbuild', ['handler: ./src/a.main'], ['build: { esbuild: true }'], 'src/a.ts', 'main'],
    ['built output', ['handler: dist/a.main'], [], 'src/a.ts', 'main'],
    ['Python', ['handler: src/a.main', 'runtime: python3.13'], [], 'src/a.py', 'main'],
    ['Python by dots', ['handler: src.a.main', 'runtime: python3.13'], [], 'src/a.py', 'main'],
    ['a Python module', ['handler: a.main', 'module: src', 'runtime: python3.13'], [], 'src/a.py', 'main'],
    [
      'a Python module named twice',
      ['handler: src/a.main', 'module: src', 'runtime: python3.13'],
      [],
      'src/a.py',
      'main',
    ],
  ]
  for (const [title, settings, lines, file, exportName] of sources) {
    it(`is found: ${title}`, async () => {
      const definition = await readOnly(service(settings, ...lines))
      assert.equal(definition.reason, undefined)
      assert.deepEqual(await resolveSource(definition, memorySources([file])), { file, exportName })
    })
  }

  const builds: readonly (readonly [string, string | undefined])[] = [
    ['plugins: [serverless-esbuild]', 'esbuild'],
    ['plugins: { modules: [serverless-esbuild] }', 'esbuild'],
    ['custom: { esbuild: { bundle: true } }', 'esbuild'],
    ['build: esbuild', 'esbuild'],
    ['build: { esbuild: { minify: true } }', 'esbuild'],
    ["frameworkVersion: '4'", 'esbuild'],
    ['frameworkVersion: ^4.1.0', 'esbuild'],
    ["frameworkVersion: '4'\nbuild: { esbuild: false }", undefined],
    ["frameworkVersion: '4'\nplugins: [serverless-webpack]", 'webpack'],
    ["frameworkVersion: '3'", undefined],
    ["frameworkVersion: '>=1.4.0 <2.0.0'", undefined],
    ['plugins: [serverless-offline]', undefined],
    ['plugins: serverless-esbuild', undefined],
  ]
  for (const [lines, buildMethod] of builds) {
    it(`is built by ${buildMethod ?? 'nobody'}: ${JSON.stringify(lines)}`, async () => {
      const definition = await readOnly(service(['handler: src/a.main'], lines))
      assert.equal(definition.buildMethod, buildMethod)
      assert.deepEqual(definition.entryPoints, buildMethod === 'esbuild' ? ['src/a'] : undefined)
    })
  }

  it('is not bundled in Python', async () => {
    const definition = await readOnly(service(['handler: a.b', 'runtime: python3.13'], "frameworkVersion: '4'"))
    assert.deepEqual([definition.buildMethod, definition.entryPoints], [undefined, undefined])
  })

  const reasons: readonly (readonly [readonly string[], readonly string[], RegExp | undefined])[] = [
    [['handler: a.b', 'package: { artifact: build/a.zip }'], [], /built archive build\/a\.zip/],
    [['handler: a.b'], ['package: { artifact: all.zip }'], /built archive all\.zip/],
    [['handler: a.b'], ['package: { artifact: "${env:ZIP}" }'], /archive that is built before/],
    [['handler: a.b'], ['package: { individually: true, patterns: ["!src/**"] }'], undefined],
    [['handler: x.Y', 'runtime: java21'], ['package: { artifact: target/x.jar }'], undefined],
    [['handler: "${env:HANDLER}"'], [], /handler is not known: \$\{env:HANDLER\} is known only when it is deployed/],
    [
      ['handler: wsgi_handler.handler', 'runtime: python3.13'],
      ['plugins: [serverless-wsgi]'],
      /plugin serverless-wsgi/,
    ],
    [['handler: wsgi_handler.handler', 'runtime: python3.13'], [], undefined],
  ]
  for (const [settings, lines, reason] of reasons) {
    it(`has ${reason ? 'a' : 'no'} reason not to be looked for: ${[...settings, ...lines].join(', ')}`, async () => {
      const definition = await readOnly(service(settings, ...lines))
      if (reason) assert.match(definition.reason ?? '', reason)
      else assert.equal(definition.reason, undefined)
    })
  }

  const images: readonly (readonly [string, string])[] = [
    ['image: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:1', '123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:1'],
    [
      'image: { uri: "1.dkr.ecr.eu-west-1.amazonaws.com/app@sha256:1", command: [src/a.main] }',
      '1.dkr.ecr.eu-west-1.amazonaws.com/app@sha256:1',
    ],
    ['image: app', ''],
    ['image: { name: other, command: [src/a.main] }', 'x/other'],
    ['image: "${env:IMAGE}"', ''],
  ]
  for (const [setting, uri] of images) {
    it(`is an image: ${setting}`, async () => {
      const provider = 'provider: { name: aws, ecr: { images: { app: { path: . }, other: { uri: x/other } } } }'
      const { imageUri, image } = await readOnly(service([setting], provider))
      assert.deepEqual([imageUri, image?.command], [uri, setting.includes('command') ? ['src/a.main'] : undefined])
    })
  }
})
