import Node

@main
enum Tradewind {
  static func main() {
    Program.main(Array(CommandLine.arguments.dropFirst()))
  }
}
