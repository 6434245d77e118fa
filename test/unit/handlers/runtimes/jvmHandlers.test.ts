import { findsHandlers } from './findsHandlers.ts'

const java = { runtime: 'java21', codeFolder: 'orders' }
const javaClass = `package com.example;

// class Decoy { void handleRequest() {} }
public class Orders implements RequestHandler<Map<String, String>, String> {
  static class Step {
    void handleRequest(int a) { }
  }

  @Override
  public String handleRequest(final Map<String, String> event, Context context) throws IOException, X {
    if (event.isEmpty()) { return "class {"; }
    return new Other() { public String run() { return ""; } }.run();
  }

  public APIGatewayProxyResponseEvent place(
      APIGatewayProxyRequestEvent event,
      Context context) {
    return null;
  }
}
`

describe('handlers in Java', () => {
  const file = 'orders/src/main/java/com/example/Orders.java'
  findsHandlers([
    ['a method', { ...java, handler: 'com.example.Orders::place' }, { [file]: javaClass }, `${file}:15 place`],
    [
      'the method of the interface',
      { ...java, handler: 'com.example.Orders' },
      { [file]: javaClass },
      `${file}:10 handleRequest`,
    ],
    [
      'a nested class',
      { ...java, handler: 'com.example.Orders$Step::handleRequest' },
      { [file]: javaClass },
      `${file}:6 Step::handleRequest`,
    ],
    [
      'an inherited method',
      { ...java, handler: 'com.example.Thin::handleRequest' },
      { 'orders/src/main/java/com/example/Thin.java': 'package com.example;\n\nclass Thin extends Orders {}' },
      'orders/src/main/java/com/example/Thin.java:3 Thin',
    ],
    [
      'one of two classes of the same name',
      { ...java, handler: 'com.shop.Orders::place' },
      { [file]: javaClass, 'orders/src/main/java/com/shop/Orders.java': javaClass.replace('com.example', 'com.shop') },
      'orders/src/main/java/com/shop/Orders.java:15 place',
    ],
    [
      'a class in another module of the build',
      { ...java, handler: 'com.example.Orders::place', codeFolder: 'deploy' },
      { [file]: javaClass },
      `${file}:15 place`,
    ],
    [
      'a class of a package within',
      { ...java, handler: 'example.Orders::place' },
      { [file]: javaClass },
      /example\/Orders\.java/,
    ],
    [
      'no such class',
      { ...java, handler: 'com.example.Nothing::place' },
      { [file]: javaClass },
      /com\/example\/Nothing\.java/,
    ],
    [
      'a class of a library',
      { ...java, handler: 'org.lib.Orders::place' },
      { [file]: javaClass },
      /org\/lib\/Orders\.java/,
    ],
    ['a strange string', { ...java, handler: 'com/example/Orders' }, { [file]: javaClass }, /not of the form/],
  ])
})

describe('handlers in Kotlin', () => {
  const file = 'orders/src/main/kotlin/Handlers.kt'
  const text = `package com.example

data class Order(val id: String)

class Orders(private val table: String) : RequestHandler<Order, String> {
    override fun handleRequest(input: Order, context: Context): String {
        return input.id
    }
}

suspend fun <T> place(event: T, context: Context) = "x"
`
  findsHandlers([
    [
      'a class in a file of another name',
      { ...java, handler: 'com.example.Orders::handleRequest' },
      { [file]: text },
      `${file}:6 Orders::handleRequest`,
    ],
    [
      'a function outside of a class',
      { ...java, handler: 'com.example.HandlersKt::place' },
      { [file]: text },
      `${file}:11 place`,
    ],
    [
      'a class of another package',
      { ...java, handler: 'com.shop.Orders::handleRequest' },
      { [file]: text },
      /not in this folder/,
    ],
    [
      'a class without the method',
      { ...java, handler: 'com.example.Order::handleRequest' },
      { [file]: text },
      `${file}:3 Order`,
    ],
    [
      'no such class',
      { ...java, handler: 'com.example.Missing::handleRequest' },
      { [file]: text },
      /not in this folder/,
    ],
  ])
})
