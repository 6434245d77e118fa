import { findsHandlers } from './findsHandlers.ts'

const rust = { runtime: 'provided.al2023', handler: 'bootstrap', buildMethod: 'rust-cargolambda' }
const cargo = '[package]\nname = "orders"\nversion = "0.1.0"\n\n[dependencies]\nlambda_runtime = "0.13"\n'
const rustProgram = `use lambda_runtime::{run, service_fn, Error, LambdaEvent};

async fn function_handler<'a>(event: LambdaEvent<Value>) -> Result<Value, Error> {
    Ok(event.payload) // service_fn(decoy)
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    run(service_fn(function_handler)).await
}
`

describe('handlers in Rust', () => {
  const elsewhere = rustProgram.replace(
    /async fn function_handler[\s\S]*?\n}\n/,
    'mod http_handler;\nuse http_handler::function_handler;\n',
  )
  findsHandlers([
    ['the program of a crate', rust, { 'Cargo.toml': cargo, 'src/main.rs': rustProgram }, 'src/main.rs:3 main'],
    [
      'the program of a crate that a plugin builds',
      { runtime: 'rust', handler: 'orders' },
      {
        'orders/Cargo.toml': cargo,
        'orders/src/main.rs': rustProgram,
        'other/Cargo.toml': cargo.replace('orders', 'other'),
        'other/src/main.rs': rustProgram,
      },
      'orders/src/main.rs:3 main',
    ],
    [
      'the program without a named build',
      { runtime: 'provided.al2023', handler: 'bootstrap' },
      { 'Cargo.toml': cargo, 'src/main.rs': rustProgram },
      'src/main.rs:3 main',
    ],
    [
      'a handler in another module',
      rust,
      {
        'Cargo.toml': cargo,
        'src/main.rs': elsewhere,
        'src/http_handler.rs': '\npub(crate) async fn function_handler() {}',
      },
      'src/main.rs:8 main → src/http_handler.rs:2',
    ],
    [
      'a handler behind a closure',
      rust,
      {
        'Cargo.toml': cargo,
        'src/main.rs': rustProgram.replace(
          '(function_handler)',
          '(|event| async { function_handler(&client, event).await })',
        ),
      },
      'src/main.rs:3 main',
    ],
    [
      'one of several programs',
      { ...rust, buildTarget: 'place' },
      { 'Cargo.toml': cargo, 'src/bin/place.rs': rustProgram, 'src/bin/cancel.rs': rustProgram },
      'src/bin/place.rs:3 main',
    ],
    [
      'a program by its path in Cargo.toml',
      { ...rust, buildTarget: 'place' },
      {
        'Cargo.toml': `${cargo}[[bin]]\nname = "place"\npath = "lambdas/place.rs"\n`,
        'lambdas/place.rs': rustProgram,
        'src/main.rs': rustProgram,
      },
      'lambdas/place.rs:3 main',
    ],
    [
      'a crate of a workspace',
      { ...rust, buildTarget: 'orders' },
      {
        'Cargo.toml': '[workspace]\nmembers = ["a", "b"]\n',
        'a/Cargo.toml': cargo,
        'a/src/main.rs': rustProgram,
        'b/Cargo.toml': cargo.replace('orders', 'b'),
        'b/src/main.rs': rustProgram,
      },
      'a/src/main.rs:3 main',
    ],
    [
      'the program behind the output of Cargo Lambda',
      { runtime: 'provided.al2023', handler: 'bootstrap', codeFolder: 'target/lambda/orders' },
      { 'Cargo.toml': cargo, 'src/main.rs': rustProgram },
      'src/main.rs:3 main',
    ],
    [
      'no such program',
      { ...rust, buildTarget: 'other' },
      { 'Cargo.toml': cargo, 'src/main.rs': rustProgram },
      /called other/,
    ],
    [
      'several programs',
      rust,
      { 'Cargo.toml': cargo, 'src/bin/a.rs': rustProgram, 'src/bin/b.rs': rustProgram },
      /Several Rust programs/,
    ],
    [
      'a program of another kind',
      rust,
      { 'Cargo.toml': cargo, 'src/main.rs': 'fn main() { run(service_fn(x)) }' },
      /No Rust program/,
    ],
    ['a library', rust, { 'Cargo.toml': cargo, 'src/lib.rs': rustProgram }, /No Rust program/],
  ])
})
