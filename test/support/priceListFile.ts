/** A region's file of the AWS price list, as far as Lambda's prices are in it; the figures are made up. */
export function priceListFile() {
  return {
    formatVersion: 'v1.0',
    offerCode: 'AWSLambda',
    publicationDate: '2027-01-15T20:00:00Z',
    products: {
      D: product('AWS-Lambda-Duration'),
      A: product('AWS-Lambda-Duration-ARM'),
      R: product('AWS-Lambda-Requests'),
      S: product('AWS-Lambda-Storage-Duration'),
      P: product('AWS-Lambda-Provisioned-Concurrency'),
    },
    terms: {
      OnDemand: {
        D: offers(['6000000000', 'Inf', '0.0000100000'], ['0', '6000000000', '0.0000200000']),
        A: offers(['0', 'Inf', '0.0000150000']),
        R: offers(['0', 'Inf', '0.0000003000']),
        S: offers(['0', '400000', '0.0000000000'], ['400000', 'Inf', '0.0000000400']),
        P: offers(['0', 'Inf', '0.0000041667']),
      },
    },
  }
}

function product(group: string) {
  return { productFamily: 'Serverless', attributes: { group, servicecode: 'AWSLambda', location: 'Moon (North)' } }
}

function offers(...dimensions: readonly (readonly [string, string, string])[]) {
  const priceDimensions = dimensions.map(([beginRange, endRange, USD], index) => {
    return [`rate${index}`, { unit: 'Lambda-GB-Second', beginRange, endRange, pricePerUnit: { USD } }]
  })
  return { offer: { effectiveDate: '2027-01-01T00:00:00Z', priceDimensions: Object.fromEntries(priceDimensions) } }
}
