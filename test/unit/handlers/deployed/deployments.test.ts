import assert from 'node:assert/strict'
import { Deployments } from '#handlers/deployed/deployments.ts'
import { MemoryProject, template } from '../memoryProject.ts'
import { definitionOf } from './deployedProject.ts'

const files = {
  'src/orders.js': 'exports.handler = async () => 1',
  'src/refunds.js': 'exports.handler = async () => 1',
  'template.yaml': template({ Orders: 'orders.handler', Refunds: 'refunds.handler' }),
  'samconfig.toml': '[default.deploy.parameters]\nstack_name = "shop"\n',
}

describe('the deployments of a project', () => {
  async function stackOf(deployments: Deployments, logicalId: string): Promise<string | undefined> {
    return (await deployments.of(await definitionOf(files, logicalId))).stack?.stack
  }

  it('are read once for all functions', async () => {
    const project = new MemoryProject(files)
    const deployments = new Deployments(project)
    for (const logicalId of ['Orders', 'Refunds', 'Orders']) assert.equal(await stackOf(deployments, logicalId), 'shop')
    assert.deepEqual(project.filesRead, ['samconfig.toml'])
  })

  it('are read again once they are forgotten, but for files that somebody else watches', async () => {
    const project = new MemoryProject(files)
    const deployments = new Deployments(project)
    await stackOf(deployments, 'Orders')
    project.files.set('samconfig.toml', files['samconfig.toml'].replace('shop', 'shop-prod'))
    assert.equal(await stackOf(deployments, 'Orders'), 'shop')
    deployments.forget(file => file === 'samconfig.toml')
    assert.equal(await stackOf(deployments, 'Orders'), 'shop')
    deployments.forget()
    assert.equal(await stackOf(deployments, 'Orders'), 'shop-prod')
  })

  it('come with a file that was not there', async () => {
    const { 'samconfig.toml': config, ...others } = files
    const project = new MemoryProject(others)
    const deployments = new Deployments(project)
    assert.equal(await stackOf(deployments, 'Orders'), undefined)
    project.files.set('samconfig.toml', config)
    deployments.forget()
    assert.equal(await stackOf(deployments, 'Orders'), 'shop')
  })
})
