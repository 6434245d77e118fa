import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs'
import { Lambda } from '@aws-sdk/client-lambda'

interface Policy {
  readonly Version: string
  readonly Statement: readonly { readonly Effect: string; readonly Action: readonly string[] }[]
}

const repository = join(import.meta.dirname, '../../..')
const folder = join(repository, 'src/aws')
/** It deploys into the lab, and never to AWS. */
const ofLab = 'deployer.ts'
const reading = ['functionDirectory.ts', 'functionList.ts', 'logReader.ts', 'metricReader.ts', 'stackResources.ts']

/** The policies of README.md: the first one reads, the second one tunes. */
const policies = [
  ...readFileSync(join(repository, 'README.md'), 'utf8').matchAll(/```json\n(\{\n {2}"Version".*?)```/gs),
].map(([, text = '']): Policy => JSON.parse(text))
const actionsOf = (policy: Policy | undefined) => new Set(policy?.Statement.flatMap(({ Action }) => Action))

/** Methods of the SDK's clients, and what IAM calls them. */
const methods = new Map([...methodsOf(Lambda.prototype, 'lambda'), ...methodsOf(CloudWatchLogs.prototype, 'logs')])
const commands: readonly (readonly [string, string])[] = [
  ['cloudFormation.ts', 'cloudformation'],
  ['cloudWatch.ts', 'cloudwatch'],
  ['stepFunctions.ts', 'states'],
]

function methodsOf(prototype: object, service: string): [string, string][] {
  const names = Object.getOwnPropertyNames(prototype).filter(name => /^[a-z]/.test(name) && name !== 'constructor')
  return names.map(name => [name, `${service}:${name === 'invoke' ? 'InvokeFunction' : capital(name)}`])
}

function capital(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`
}

/** Every action that a file of src/aws asks the SDK for. */
function actionsIn(file: string): string[] {
  const text = readFileSync(join(folder, file), 'utf8')
  const calls = [...text.matchAll(/\.(\w+)\(/g)].flatMap(([, name = '']) => methods.get(name) ?? [])
  const sent = [...text.matchAll(/new (\w+)Command\(/g)].flatMap(([, name = '']) =>
    commands
      .filter(([module]) => readFileSync(join(folder, module), 'utf8').includes(`${name}Command`))
      .map(([, service]) => `${service}:${name}`),
  )
  return [...calls, ...sent]
}

describe('the IAM policies of README.md', () => {
  const files = readdirSync(folder).filter(file => file !== ofLab)

  it('are two, of statements that allow', () => {
    assert.equal(policies.length, 2)
    for (const { Effect } of policies.flatMap(({ Statement }) => Statement)) assert.equal(Effect, 'Allow')
  })

  it('name every action that src/aws calls', () => {
    const called = new Set(files.flatMap(actionsIn))
    assert.ok(called.size > 15, `only ${[...called].join(', ')} were found`)
    const named = new Set(policies.flatMap(policy => [...actionsOf(policy)]))
    assert.deepEqual(
      [...called].filter(action => !named.has(action)),
      [],
    )
  })

  it('name for reading what reading calls, and no more', () => {
    assert.deepEqual([...actionsOf(policies[0])].toSorted(), [...new Set(reading.flatMap(actionsIn))].toSorted())
  })

  it('name nothing that nobody calls', () => {
    const called = new Set([...files.flatMap(actionsIn), 'iam:PassRole'])
    assert.deepEqual(
      [...(actionsOf(policies[1]) ?? [])].filter(action => !called.has(action)),
      [],
    )
  })
})
