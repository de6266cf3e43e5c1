import Chain

/// The contract at `…1005`: buying ozone, and contracts that pay for others' traffic.
enum Prepay {
  static var address: Address { Address(protocol: 0x1005) }

  static let contract = Contract(
    "Prepay", "Buying ozone, which pays for traffic, for oneself or for others.",
    actions: [
      BuyOzone.self, BuyOzoneWithToken.self, OpenContract.self, Admit.self, FundContract.self,
      CloseContract.self,
    ],
    queries: [
      PriceNow.self, QuoteNoz.self, QuotePayment.self, QuoteToken.self, BalanceOf.self,
      ContractOf.self, ListContracts.self, AllowanceOf.self, DrawnBy.self,
    ],
    events: [
      OzoneBought.self, ContractOpened.self, ContractFunded.self, ConsumersAdmitted.self,
      ContractClosing.self, ContractClosed.self,
    ])
}
