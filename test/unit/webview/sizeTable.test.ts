import assert from 'node:assert/strict'
import { sizeTable } from '../../../webview/tune/sizeTable.ts'
import { doneSweep, measured, waiting, withoutRecommendation } from './sweeps.ts'
import { templateText } from './templateText.ts'

describe('table of sizes', () => {
  const markup = templateText(sizeTable(doneSweep, undefined))

  it('has a row for each size, with its raw figures beside the words', () => {
    assert.equal(markup.match(/<th scope="row">/g)?.length, doneSweep.sizes.length)
    assert.match(markup, /data-testid="row-1024"[\s\S]*?data-col="p50Ms" data-value="352">352 ms</)
  })

  it('marks roles in words and failed sizes with their reason', () => {
    assert.match(markup, /1,536 MB <span class="role">recommended</)
    assert.match(markup, /512 MB <span class="role">now</)
    assert.match(markup, /Failed: out of memory \(Runtime\.OutOfMemory\)/)
  })

  it('tells the change against the current size, for all others', () => {
    assert.match(markup, /data-testid="row-1536"[\s\S]*?title="66 % faster, 1 % more expensive">−66 % · \+1 %</)
    assert.match(markup, /data-testid="row-512"[\s\S]*?<td data-col="change"><\/td>/)
  })

  it('shows cold starts and errors only where there were any', () => {
    assert.doesNotMatch(markup, /Cold p50|Errors/)
    const sizes = [measured(512, 724, { coldP50Ms: 900, errors: 2 })]
    assert.match(templateText(sizeTable({ ...doneSweep, sizes }, 512)), /Cold p50[\s\S]*Errors/)
  })

  it('says of a size that a cancelled sweep did not reach that it was not measured', () => {
    const sweep = { ...withoutRecommendation(doneSweep, [waiting(512)]), phase: 'cancelled' } as const
    assert.match(templateText(sizeTable(sweep, undefined)), /Not measured/)
  })
})
