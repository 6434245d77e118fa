/** Of the SDK's package what is used, so that a bundle has nothing else. Load this file by `import()` only. */
export { fromIni, fromNodeProviderChain } from '@aws-sdk/credential-providers'
