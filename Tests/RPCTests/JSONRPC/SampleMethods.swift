import Foundation
import RPC

/// An interface as small as one can be with every kind of parameter and answer.
enum SampleMethods {
  static let all: [RPCMethod] = [
    RPCMethod(
      "test_echo", summary: "The argument itself", .required("value", .any), answer: .any,
      example: .init(["a"], answer: "a"), effort: .instant
    ) { _, value in .value(value) },

    RPCMethod(
      "test_repeat", summary: "A text several times", .required("value", .text),
      .optional("times", .quantity, standard: 1 as UInt64), answer: .text,
      example: .init(["ab", "0x2"], answer: "abab")
    ) { _, text, times in .text(String(repeating: text, count: Int(clamping: times))) },

    RPCMethod(
      "test_revert", summary: "Always refused", answer: .any, example: .init(answer: nil)
    ) { _ throws(RPCError) in throw .reverted("no", data: "0x08c379a0") },

    RPCMethod(
      "test_slow", summary: "True, after so many milliseconds",
      .optional("milliseconds", .quantity, standard: 0 as UInt64), answer: .boolean,
      example: .init(["0x0"], answer: true)
    ) { _, milliseconds in
      Thread.sleep(forTimeInterval: Double(milliseconds) / 1_000)
      return .value(true)
    },
  ]
}
