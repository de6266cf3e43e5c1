import Chain
import Codec
import Cryptography

extension Tokens {
  /// Where the token answers that an account creates with the transaction of this number.
  static func address(issuer: Address, nonce: UInt64) -> Address {
    var writer = ByteWriter()
    writer.write(Array("tradewind/token/1".utf8).span)
    writer.write(issuer)
    writer.write(nonce)
    return Address(endOf: Keccak256.hash(writer.bytes.span))
  }
}

extension Address {
  /// The last 20 bytes of a hash.
  init(endOf digest: Digest) {
    self.init(FixedBytes(copying: digest.bytes.storage.span.extracting(12..<32)))
  }
}

extension Books {
  /// Adds a token of which there are no units yet.
  mutating func addToken(_ token: Token, at address: Address) throws(Refusal) {
    try found(.token, at: address)
    self[Tables.tokens[address]] = token
    _ = append(address, to: Tables.tokensInOrder, counted: Tables.tokenCount)
    emit(
      Tokens.TokenCreated(
        token: address, issuer: token.issuer, name: token.name, symbol: token.symbol,
        decimals: token.decimals, cap: UInt256(token.cap.units)),
      by: Tokens.address)
  }
}

extension Tokens.CreateToken {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> Address {
    try check("name", tokenName, sizeBytesMax: ProtocolLimits.tokenNameSizeBytesMax)
    try check("symbol", symbol, sizeBytesMax: ProtocolLimits.tokenSymbolSizeBytesMax)
    let decimalsMax = ProtocolLimits.tokenDecimalsMax
    guard decimals <= decimalsMax else {
      throw Refusal("a token has at most \(decimalsMax) decimals, and not \(decimals)")
    }
    guard let supply = supply.amount, let cap = cap.amount, supply <= cap else {
      throw Refusal("the supply is at most the cap, and the cap at most 2^128 - 1 units")
    }
    let address = Tokens.address(issuer: call.sender, nonce: call.nonce)
    let token = Token(
      name: tokenName, symbol: symbol, decimals: decimals, issuer: call.sender, cap: cap)
    try books.addToken(token, at: address)
    try books.mint(supply, of: address, to: call.sender)
    return address
  }

  private func check(_ field: String, _ text: String, sizeBytesMax: Int) throws(Refusal) {
    guard (1...sizeBytesMax).contains(text.utf8.count), text.isPrintable else {
      throw Refusal(
        "the \(field) of a token has 1 to \(sizeBytesMax) bytes, none of them control characters")
    }
  }
}

extension Tokens.Mint {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> NoResult {
    guard let record = books[Tables.tokens[token]], record.issuer == call.sender else {
      throw Refusal("\(call.sender) is not the issuer of a token at \(token)")
    }
    try books.checkHolder(to)
    guard let amount = amount.amount else {
      throw Refusal("the amount takes the supply of \(token) beyond its cap of \(record.cap)")
    }
    try books.mint(amount, of: token, to: to)
    return NoResult()
  }
}

extension Tokens.TokenOf {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> Tokens.TokenRecord {
    guard let record = books[Tables.tokens[token]] else {
      throw Refusal("there is no token at \(token)")
    }
    return Tokens.TokenRecord(
      name: record.name, symbol: record.symbol, decimals: record.decimals,
      supply: UInt256(record.supply.units), cap: UInt256(record.cap.units), issuer: record.issuer)
  }
}

extension Tokens.ListTokens {
  func answer(_ call: Call, from books: Books) -> AddressPage {
    books.page(
      of: Tables.tokensInOrder, counted: Tables.tokenCount, from: cursor, limit: limit)
  }
}
