import assert from 'node:assert/strict'
import type { FunctionDefinition } from '#handlers/handler.ts'
import { cdkReader } from '#handlers/templates/cdk/cdkReader.ts'
import type { ReadTemplates } from '#handlers/templates/templateReader.ts'

export type Texts = Readonly<Record<string, string>>

/** Reads the app of these files; those in `cdk.out` are there without being listed, as in a real project. */
export async function readApp(texts: Texts, app = 'cdk.json'): Promise<ReadTemplates> {
  const names = new Set(Object.keys(texts).filter(name => !name.includes('cdk.out/')))
  const read = new Map(Object.entries(texts))
  const text = (file: string) => Promise.resolve(read.get(file))
  return await cdkReader.read([app], { names, parametersOf: () => ({}), text })
}

/** The functions of an app with nothing unreadable. */
export async function functionsOf(texts: Texts, app?: string): Promise<readonly FunctionDefinition[]> {
  const { definitions, problems } = await readApp(texts, app)
  assert.deepEqual(problems, [])
  return definitions
}

export async function functionOf(texts: Texts, app?: string): Promise<FunctionDefinition> {
  const definitions = await functionsOf(texts, app)
  assert.equal(definitions.length, 1)
  const [definition] = definitions
  assert.ok(definition)
  return definition
}

export const cdkJson = '{ "app": "npx ts-node --prefer-ts-exts bin/shop.ts" }'

/** An app with one stack in which these statements stand. */
export function stackApp(...statements: readonly string[]): { readonly texts: Texts; readonly stack: string } {
  const stack = `import * as path from 'node:path'
import { join } from 'path'
import * as cdk from 'aws-cdk-lib'
import { Duration, Stack, aws_lambda } from 'aws-cdk-lib'
import * as lambda from 'aws-cdk-lib/aws-lambda'
import { Architecture, Code, Runtime } from 'aws-cdk-lib/aws-lambda'
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs'
import { PythonFunction } from '@aws-cdk/aws-lambda-python-alpha'
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront'
import { table } from './table'

export class ShopStack extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props)
${statements.map(line => `    ${line}\n`).join('')}  }
}
`
  const bin = `import { ShopStack } from '../lib/shop-stack'\nnew ShopStack(new App(), 'Shop')\n`
  return { texts: { 'cdk.json': cdkJson, 'bin/shop.ts': bin, 'lib/shop-stack.ts': stack }, stack }
}

/** The same in Python. */
export function pythonApp(...statements: readonly string[]): { readonly texts: Texts; readonly stack: string } {
  const stack = `import os
from os import path
import aws_cdk as cdk
from aws_cdk import (
    Duration, Stack,  # what a stack needs
    aws_lambda as _lambda,
    aws_cloudfront as cloudfront,
)
from aws_cdk.aws_lambda import Code, Function
from aws_cdk.aws_lambda_python_alpha import PythonFunction

class ShopStack(Stack):
    def __init__(self, scope, construct_id, memory, **kwargs):
        super().__init__(scope, construct_id, **kwargs)
${statements.map(line => `        ${line}\n`).join('')}`
  const app = 'import aws_cdk\nfrom shop.shop_stack import (\n  ShopStack,\n)\nShopStack(aws_cdk.App(), "Shop")\n'
  return { texts: { 'cdk.json': '{ "app": "python3 app.py" }', 'app.py': app, 'shop/shop_stack.py': stack }, stack }
}
