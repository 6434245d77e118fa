import assert from 'node:assert/strict'
import { read, resource } from './terraformFiles.ts'

describe('functions of Terraform resources', () => {
  const archive = (...attributes: readonly string[]) =>
    `data "archive_file" "a" {\n  type = "zip"\n  output_path = "\${path.module}/build/a.zip"\n${attributes.join('\n')}\n}\n`
  const byReference = 'filename = data.archive_file.a.output_path'
  const places: readonly (readonly [string, string, string | undefined, RegExp | undefined])[] = [
    [byReference, archive('source_dir = "${path.module}/src/"'), 'app/src', undefined],
    [byReference, archive('source_dir = "src"'), 'app/src', undefined],
    [byReference, archive('source_dir = path.module'), 'app', undefined],
    [byReference, archive('source_dir = "${path.root}/../lib"'), 'lib', undefined],
    [byReference, archive('source_file = "${path.module}/src/app.py"'), 'app/src', undefined],
    [byReference, archive('source_file = "app.py"'), 'app', undefined],
    [byReference, archive('source {\n content = file("${path.module}/x/app.py")\n}'), 'app/x', undefined],
    [byReference, archive('source {\n content = <<EOT\nEOT\n}'), undefined, /template itself/],
    [byReference, archive('source_dir = var.unknown'), undefined, /deployed/],
    [byReference, archive('source_dir = "/opt/x"'), undefined, /outside/],
    [byReference, archive('source_dir = "../../x"'), undefined, /outside/],
    [byReference, '', undefined, /deployed/],
    ['filename = "./build/a.zip"', archive('source_dir = "src"'), 'app/src', undefined],
    ['filename = "other.zip"', archive('source_dir = "src"'), undefined, /built archive other\.zip/],
    [
      'filename = local.zip',
      `locals {\n zip = data.archive_file.a.output_path\n}\n${archive('source_dir = "src"')}`,
      'app/src',
      undefined,
    ],
    [
      'filename = archive_file.a.output_path',
      archive('source_dir = "src"').replace('data', 'resource'),
      'app/src',
      undefined,
    ],
    ['filename = data.archive_file.a[0].output_path', archive('source_dir = "src"'), 'app/src', undefined],
    [
      's3_key = aws_s3_object.o.key',
      `resource "aws_s3_object" "o" {\n  source = data.archive_file.a.output_path\n}\n${archive('source_dir = "src"')}`,
      'app/src',
      undefined,
    ],
    [
      's3_key = "k"\n  source_code_hash = filebase64sha256(data.archive_file.a.output_path)',
      archive('source_dir = "src"'),
      'app/src',
      undefined,
    ],
    ['s3_bucket = "b"\n  s3_key = "k"', '', undefined, /S3/],
    ['s3_key = var.key\n  filename = var.key == "" ? var.file : null', '', undefined, /deployed/],
    ['role = "x"', '', undefined, /names no code/],
  ]
  for (const [attribute, rest, folder, reason] of places) {
    it(`have their code by “${attribute}” and ${rest.split('\n').slice(3).join(' ')}`, () => {
      const definition = read({ 'app/main.tf': rest + resource(attribute) })
      assert.equal(definition.codeFolder, folder)
      if (reason) assert.match(definition.reason ?? '', reason)
      else assert.equal(definition.reason, undefined)
    })
  }

  it('have the code of an archive that nobody makes where alone it can be', () => {
    const texts = {
      'app/main.tf': resource('filename = "x.zip"', 'handler = "index.handler"', 'runtime = "nodejs22.x"'),
    }
    const folderAmong = (...names: string[]) => read(texts, names).codeFolder
    assert.equal(folderAmong('app/src/index.ts', 'app/src/index.js', 'other/index.js'), 'app/src')
    assert.equal(folderAmong('app/index.mjs', 'app/index.py'), 'app')
    assert.equal(folderAmong('app/a/index.js', 'app/b/index.js'), undefined)
    assert.equal(folderAmong('app/reindex.js', 'app/index/handler.js'), undefined)
  })

  const built: readonly (readonly [runtime: string, archive: string, folder: string | undefined])[] = [
    ['java21', 'target/orders-1.0.jar', 'app'],
    ['java21', '${path.module}/../lib/build/libs/orders.jar', 'lib'],
    ['dotnet8', 'src/Orders/bin/Release/orders.zip', 'app/src/Orders'],
    ['provided.al2023', 'bin/bootstrap.zip', 'app'],
    ['python3.13', 'build/orders.zip', undefined],
  ]
  for (const [runtime, path, folder] of built) {
    it(`are where their build tool ran: ${path} for ${runtime}`, () => {
      const text = resource(`filename = "${path}"`, 'handler = "a.B::run"', `runtime = "${runtime}"`)
      const { codeFolder, reason } = read({ 'app/main.tf': text })
      assert.deepEqual([codeFolder, reason === undefined], [folder, folder !== undefined])
    })
  }

  it('stand for several where Terraform repeats them', () => {
    const text = resource(
      'for_each = toset(["a", "b"])',
      'memory_size = 512',
      'handler = each.value',
      'filename = "x.zip"',
    )
    const { memoryMb, reason } = read({ 'main.tf': text })
    assert.equal(memoryMb, 512)
    assert.match(reason ?? '', /several functions \(for_each\)/)
  })
})
