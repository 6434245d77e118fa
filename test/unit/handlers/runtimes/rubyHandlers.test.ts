import { findsHandlers } from './findsHandlers.ts'

const ruby = { runtime: 'ruby3.4' }

describe('handlers in Ruby', () => {
  const text = `require 'json'
# def lambda_handler
def lambda_handler(event:, context:)
  name = "def decoy"
end

module Shop
  class Orders
    def place(event:, context:); end

    def self.handler(event:, context:)
      puts 'x'
    end

    class << self
      def cancel!(event:, context:)
      end
    end
  end

  def self.ping(event:, context:) = {}
end

private def helper; end
`
  findsHandlers([
    ['a function', { ...ruby, handler: 'app.lambda_handler' }, { 'app.rb': text }, 'app.rb:3 lambda_handler'],
    [
      'a method of a class',
      { ...ruby, handler: 'app.Shop::Orders.handler', codeFolder: 'src' },
      { 'src/app.rb': text },
      'src/app.rb:11 Shop::Orders.handler',
    ],
    [
      'a method of the class itself',
      { ...ruby, handler: 'lib/app.Shop::Orders.cancel!' },
      { 'lib/app.rb': text },
      'lib/app.rb:16 Shop::Orders.cancel!',
    ],
    ['a method of a module', { ...ruby, handler: 'app.Shop.ping' }, { 'app.rb': text }, 'app.rb:21 Shop.ping'],
    [
      'a method of instances, which Lambda cannot call',
      { ...ruby, handler: 'app.Shop::Orders.place' },
      { 'app.rb': text },
      'app.rb:undefined Shop::Orders.place',
    ],
    ['no such file', { ...ruby, handler: 'app.handler' }, { 'app.py': '' }, /app\.rb, which does not exist/],
    ['no method', { ...ruby, handler: 'app' }, { 'app.rb': text }, /not of the form/],
  ])
})
