import assert from 'node:assert/strict'
import { readSamConfig, type SamEnvironment } from '#handlers/deployed/samConfig.ts'

function environmentsOf(text: string, file = 'samconfig.toml'): Record<string, SamEnvironment> {
  return Object.fromEntries(readSamConfig(text, file).environments)
}

const deploy = `version = 0.1
[default.deploy.parameters]
stack_name = "shop"
region = "eu-west-1"
profile = "dev"
capabilities = "CAPABILITY_IAM"
parameter_overrides = "Stage=\\"dev\\""
`

const shop = { stackName: 'shop', region: 'eu-west-1', profile: 'dev', templates: [] }

describe('samconfig.toml', () => {
  it('names stack, region and profile', () => assert.deepEqual(environmentsOf(deploy), { default: shop }))

  it('may say them for all commands, and otherwise for one', () => {
    const text = `[default.global.parameters]
stack_name = "shop"
region = "us-east-1"
[default.deploy.parameters]
region = "eu-west-1"
[default.build.parameters]
cached = true
template_file = "infra/app.yaml"`
    const { stackName, region, templates } = environmentsOf(text)['default'] ?? {}
    assert.deepEqual([stackName, region, templates], ['shop', 'eu-west-1', ['infra/app.yaml']])
  })

  it('may be of `sam sync` alone', () =>
    assert.equal(environmentsOf('[dev.sync.parameters]\nstack_name = "shop-dev"')['dev']?.stackName, 'shop-dev'))

  it('has as many environments as it says', () =>
    assert.deepEqual(Object.keys(environmentsOf(`${deploy}[prod.deploy.parameters]\nstack_name = 'shop-prod'`)), [
      'default',
      'prod',
    ]))

  it('may have texts over several lines, which are no keys', () => {
    const text = `[default.deploy.parameters]
parameter_overrides = """
stack_name = "wrong"
"""
stack_name = "right" # of two`
    assert.equal(environmentsOf(text)['default']?.stackName, 'right')
  })

  it('may be YAML', () => {
    const text = 'default:\n  deploy:\n    parameters:\n      stack_name: shop\n      region: eu-west-1\n'
    assert.deepEqual(environmentsOf(text, 'samconfig.yaml'), {
      default: { stackName: 'shop', region: 'eu-west-1', templates: [] },
    })
  })

  it('says what it says while it is being typed', () => {
    const { environments, reason } = readSamConfig(`${deploy}s3_prefix = "sh`, 'samconfig.toml')
    assert.deepEqual(Object.fromEntries(environments), { default: shop })
    assert.match(reason ?? '', /^Line 8 is not valid TOML/)
  })

  it('gives what follows a broken heading to nobody', () => {
    const text = '[default.deploy.parameters]\nregion = "eu-west-1"\n[prod.deploy.param\nstack_name = "shop-prod"'
    assert.deepEqual(environmentsOf(text)['default'], { region: 'eu-west-1', templates: [] })
  })

  const strange: readonly (readonly [string, string])[] = [
    ['nothing', ''],
    ['a byte order mark', `\uFEFF${deploy}`],
    ['lines of Windows', deploy.replaceAll('\n', '\r\n')],
  ]
  for (const [name, text] of strange) {
    it(`may have ${name}`, () => {
      const { environments, reason } = readSamConfig(text, 'samconfig.toml')
      assert.equal(reason, undefined)
      assert.deepEqual(Object.fromEntries(environments), text === '' ? {} : { default: shop })
    })
  }

  const broken: readonly (readonly [string, string, string])[] = [
    ['an article', 'samconfig.toml', 'Dear reader,\n'.repeat(40)],
    ['a value where a table should be', 'samconfig.toml', 'default = 1'],
    ['bytes', 'samconfig.toml', '\u0000\uFFFD\u0001'],
    ['YAML that does not end', 'samconfig.yaml', 'default: {deploy: [\n'],
    ['aliases that unfold', 'samconfig.yaml', bomb()],
  ]
  for (const [name, file, text] of broken) {
    it(`throws nothing for ${name}`, () =>
      assert.deepEqual(environmentsOf(text, file)['default']?.stackName, undefined))
  }
})

function bomb(): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]']
  for (let at = 1; at < 12; at++) lines.push(`a${at}: &a${at} [${`*a${at - 1}, `.repeat(9)}]`)
  return lines.join('\n')
}
