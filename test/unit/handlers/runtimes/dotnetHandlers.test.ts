import { findsHandlers } from './findsHandlers.ts'

const dotnet = { runtime: 'dotnet8', codeFolder: 'src/Orders' }
const csharp = `using Amazon.Lambda.Core;

namespace Orders.Api;

public record Order(string Id);

public class Function
{
    public Function() : this("class X {") { }

    /// <summary>class Decoy { void FunctionHandler() }</summary>
    public async Task<string> FunctionHandler(Order order, ILambdaContext context)
    {
        if (order is null) { return ""; }
        return await Work(order);
    }

    [LambdaFunction]
    [HttpApi(LambdaHttpMethod.Get, "/orders/{id}")]
    public string Find(string id, [FromServices] ILog log) => id;
}

public class Second { public void Run(Stream s) { } }
`

describe('handlers in C#', () => {
  const file = 'src/Orders/Function.cs'
  findsHandlers([
    [
      'a method',
      { ...dotnet, handler: 'Orders::Orders.Api.Function::FunctionHandler' },
      { [file]: csharp },
      `${file}:12 FunctionHandler`,
    ],
    [
      'an annotated method',
      { ...dotnet, handler: 'Orders::Orders.Api.Function_Find_Generated::Find' },
      { [file]: csharp },
      `${file}:20 Find`,
    ],
    [
      'a class in a file of another name',
      { ...dotnet, handler: 'Orders::Orders.Api.Second::Run' },
      { [file]: csharp },
      `${file}:23 Second::Run`,
    ],
    [
      'a class outside of the code folder, by its assembly',
      { runtime: 'dotnet8', codeFolder: 'deploy', handler: 'Orders::Orders.Api.Function::Find' },
      { 'a/Billing/Function.cs': csharp, 'b/Orders/Function.cs': csharp },
      'b/Orders/Function.cs:20 Find',
    ],
    [
      'a program',
      { ...dotnet, handler: 'Orders' },
      {
        'src/Orders/Program.cs':
          'using X;\n\nawait LambdaBootstrapBuilder.Create(handler, serializer).Build().RunAsync();\n',
        [file]: csharp,
      },
      'src/Orders/Program.cs:3 main',
    ],
    [
      'a method that is inherited',
      { ...dotnet, handler: 'O::Orders.Api.Function::Base' },
      { [file]: csharp },
      `${file}:7 Function`,
    ],
    ['no such class', { ...dotnet, handler: 'O::Orders.Api.Nothing::Run' }, { [file]: csharp }, /class Nothing/],
    [
      'only built output',
      { ...dotnet, handler: 'O::Orders.Api.Function::Run' },
      { 'src/Orders/obj/Function.cs': csharp },
      /class Function/,
    ],
    [
      'a program that starts nothing',
      { ...dotnet, handler: 'Orders' },
      { [file]: csharp },
      /starts the Lambda runtime/,
    ],
    ['a strange string', { ...dotnet, handler: 'a::b::c::d' }, { [file]: csharp }, /not of the form/],
    ['half a string', { ...dotnet, handler: 'Orders::Orders.Api.Function' }, { [file]: csharp }, /not of the form/],
  ])
})
