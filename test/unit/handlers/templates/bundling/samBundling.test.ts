import assert from 'node:assert/strict'
import type { FunctionDefinition } from '#handlers/handler.ts'
import { functionDefinitions } from '#handlers/templates/sam/functionDefinitions.ts'

function bundling(lines: readonly string[], method = 'esbuild', properties: readonly string[] = []) {
  const text = [
    'Parameters: { Level: { Type: String, Default: es2022 }, Secret: { Type: String } }',
    'Resources:',
    '  Fn:',
    '    Type: AWS::Serverless::Function',
    '    Metadata:',
    `      BuildMethod: ${method}`,
    '      BuildProperties:',
    '        EntryPoints: [app.ts]',
    ...lines.map(line => `        ${line}`),
    '    Properties:',
    '      Handler: app.handler',
    ...properties.map(line => `      ${line}`),
    '',
  ].join('\n')
  const [definition] = functionDefinitions(text, 'template.yaml').definitions
  return definition?.bundling
}

const defaults = { target: ['es2020'], format: 'cjs', minify: true }

describe('what SAM says to esbuild', () => {
  it('is minified CommonJS for es2020 where the template says nothing', () => {
    assert.deepEqual(bundling([]), { from: 'sam', options: defaults })
  })

  const rows: readonly (readonly [string, object, (readonly string[])?])[] = [
    ['Minify: false', { minify: false }],
    ['Minify: "true"', { minify: true }],
    ['Target: es2022,node22', { target: ['es2022', 'node22'] }],
    ['Target: !Ref Level', { target: ['es2022'] }],
    ['Target: !Ref Secret', {}, ['Target']],
    ['Format: esm', { format: 'esm' }],
    ['MainFields: module,main', { mainFields: ['module', 'main'] }],
    ['External: ["@aws-sdk/*", sharp]', { external: ['@aws-sdk/*', 'sharp'] }],
    ['Loader: [.html=text, ".x=y=z"]', { loader: { '.html': 'text', '.x': 'y=z' } }],
    ['OutExtension: [.js=.mjs]', { outExtension: { '.js': '.mjs' } }],
    ['Banner: ["js=import a from \'a\'; const b = c"]', { banner: { js: "import a from 'a'; const b = c" } }],
    ['Sourcemap: true', { sourcemap: true }],
    ['SourcesContent: false', { sourcesContent: false }],
    ['KeepNames: true', {}, ['KeepNames']],
    ['constructor: true', {}, ['constructor']],
  ]
  for (const [line, options, unread] of rows) {
    it(`is read from “${line}”`, () => {
      const expected = { from: 'sam', options: { ...defaults, ...options }, ...(unread && { unread }) }
      assert.deepEqual(bundling([line]), expected)
    })
  }

  it('has maps where Node.js is told to read them, unless the build is told not to make them', () => {
    const environment = ['Environment: { Variables: { NODE_OPTIONS: --enable-source-maps } }']
    assert.equal(bundling([], 'esbuild', environment)?.options['sourcemap'], true)
    assert.equal(bundling(['Sourcemap: false'], 'esbuild', environment)?.options['sourcemap'], false)
  })

  it('is nothing where SAM does not bundle', () => {
    assert.equal(bundling(['Minify: true'], 'makefile') satisfies FunctionDefinition['bundling'], undefined)
  })
})
