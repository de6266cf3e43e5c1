import Chain
import Codec
import Cryptography
import TestSupport

/// Somebody who consumes traffic and signs for it off the chain.
struct Consumer {
  private let wallet: Wallet

  init(from random: inout SplitMix64) throws {
    wallet = try Wallet(secret: .arbitrary(from: &random))
  }

  var address: Address { wallet.address }

  /// Signs for all traffic of an epoch so far, as any wallet does.
  func voucher(
    _ noz: UInt128, by node: Address, in epoch: UInt64, payer: Address? = nil,
    file: FixedBytes<32> = .zero, on network: Network = Fleet.network
  ) throws -> SignedVoucher {
    try SignedVoucher(
      by: wallet, of: noz, node: node, file: file, payer: payer, in: Epoch(epoch),
      on: network.domain(of: Fleet.traffic))
  }
}

extension [SignedVoucher] {
  /// What meta nodes of the fleet's network sign about a page of these.
  func pageDigest(of epoch: UInt64, page: UInt32) -> Digest {
    pageDigest(of: Epoch(epoch), page: page, on: Fleet.network.domain(of: Fleet.traffic))
  }
}
