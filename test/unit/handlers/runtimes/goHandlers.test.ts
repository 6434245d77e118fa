import { findsHandlers } from './findsHandlers.ts'

const go = { runtime: 'provided.al2023', handler: 'bootstrap' }
const goProgram = (start: string, more = '') => `package main

import (
	"context"
	"github.com/aws/aws-lambda-go/lambda"
)

func handleOrder(ctx context.Context) error { return nil }
${more}
func main() {
	${start}
}
`

describe('handlers in Go', () => {
  const text = goProgram('lambda.Start(handleOrder)')
  const library = 'package orders\n\nimport "github.com/aws/aws-lambda-go/lambda"\n\nfunc X() { lambda.Start(nil) }\n'
  findsHandlers([
    [
      'the program of the code folder',
      { ...go, codeFolder: 'orders' },
      { 'orders/main.go': text },
      'orders/main.go:8 main',
    ],
    [
      'a program not called main.go',
      { ...go, codeFolder: 'orders' },
      { 'orders/app.go': text, 'orders/x.go': 'package main' },
      'orders/app.go:8 main',
    ],
    ['a wrapped handler', go, { 'main.go': goProgram('lambda.Start(otel.Wrap(handleOrder, 1))') }, 'main.go:8 main'],
    [
      'a method',
      go,
      { 'main.go': goProgram('lambda.Start(h.Serve)', 'func (h *H) Serve(ctx context.Context) {}\n') },
      'main.go:9 main',
    ],
    [
      'where a handler from elsewhere is started',
      go,
      { 'main.go': goProgram('lambda.StartWithOptions(orders.Handle)') },
      'main.go:11 main',
    ],
    [
      'another name of the package',
      go,
      { 'main.go': text.replace('"github', 'run "github').replace('lambda.Start', 'run.Start') },
      'main.go:8 main',
    ],
    [
      'the only program below',
      { ...go, codeFolder: '.' },
      { 'cmd/orders/main.go': text, 'lib/x.go': library },
      'cmd/orders/main.go:8 main',
    ],
    [
      'one of several by the function',
      { ...go, logicalId: 'PlaceOrderFunction' },
      { 'cmd/place-order/main.go': text, 'cmd/other/main.go': text },
      'cmd/place-order/main.go:8 main',
    ],
    [
      'one of several by the Makefile',
      { ...go, buildMethod: 'makefile' },
      {
        Makefile:
          'build-Other:\n\tgo build ./cmd/b\nbuild-Fn build-Too: deps\n\tGOOS=linux go build -o $(ARTIFACTS_DIR)/bootstrap \\\n\t\t./cmd/a\n',
        'cmd/a/main.go': text,
        'cmd/b/main.go': text,
      },
      'cmd/a/main.go:8 main',
    ],
    [
      'one by a variable of the Makefile',
      { ...go, buildMethod: 'makefile' },
      {
        Makefile: 'BUILD = go build -o $(ARTIFACTS_DIR)/bootstrap\nbuild-Fn:\n\t$(BUILD) ./cmd/b\n',
        'cmd/a/main.go': text,
        'cmd/b/main.go': text,
      },
      'cmd/b/main.go:8 main',
    ],
    [
      'one by the output that a Makefile names',
      { runtime: 'go1.x', handler: 'bin/getBin' },
      {
        Makefile:
          'build:\n\tcd get && env GOOS=linux go build -ldflags="-s -w" -o ../bin/getBin getExample.go && cd ..\n\tgo build -o bin/postBin ./post\n',
        'get/getExample.go': text,
        'get/getQueryExample.go': text,
        'post/main.go': text,
      },
      'get/getExample.go:8 main',
    ],
    [
      'another by the output that a Makefile names',
      { runtime: 'provided.al2023', handler: './bin/postBin' },
      {
        Makefile: 'build:\n\tgo build -o bin/getBin ./get\n\tgo build -o bin/postBin ./post\n',
        'get/main.go': text,
        'post/main.go': text,
      },
      'post/main.go:8 main',
    ],
    [
      'the program behind a built folder',
      { ...go, codeFolder: 'dist/orders' },
      { 'cmd/orders/main.go': text, 'cmd/b/main.go': text },
      'cmd/orders/main.go:8 main',
    ],
    [
      'an old runtime',
      { runtime: 'go1.x', handler: 'orders' },
      { 'orders/main.go': text, 'b/main.go': text },
      'orders/main.go:8 main',
    ],
    [
      'the program around a built folder',
      { ...go, codeFolder: 'a/bin' },
      { 'a/main.go': text, 'b/main.go': text },
      'a/main.go:8 main',
    ],
    ['several programs', go, { 'cmd/a/main.go': text, 'cmd/b/main.go': text }, /Several Go programs/],
    [
      'a program that starts no handler',
      go,
      { 'main.go': 'package main\n\nfunc main() { lambda.Start(h) }\n' },
      /[Nn]o Go (or Rust )?program/,
    ],
    ['a test', go, { 'main_test.go': text }, /[Nn]o Go (or Rust )?program/],
    ['no file at all', go, {}, /[Nn]o Go (or Rust )?program/],
  ])
})
