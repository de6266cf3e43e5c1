/// Dates as HTTP writes them: `Sun, 06 Nov 1994 08:49:37 GMT`.
enum HTTPDate {
  private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Appends the field; every answer has it, so no text is put together first.
  static func append(unixSeconds: Int, to bytes: inout [UInt8]) {
    let day = unixSeconds / 86_400
    let second = unixSeconds % 86_400
    let (year, month, dayOfMonth) = civil(day)
    bytes.append(contentsOf: "Date: ".utf8)
    bytes.append(contentsOf: days[day % 7].utf8)
    bytes.append(contentsOf: ", ".utf8)
    appendTwoDigits(dayOfMonth, " ", to: &bytes)
    bytes.append(contentsOf: months[month - 1].utf8)
    appendTwoDigits(year / 100, "", after: " ", to: &bytes)
    appendTwoDigits(year % 100, " ", to: &bytes)
    appendTwoDigits(second / 3_600, ":", to: &bytes)
    appendTwoDigits(second / 60 % 60, ":", to: &bytes)
    appendTwoDigits(second % 60, " GMT\r\n", to: &bytes)
  }

  private static func appendTwoDigits(
    _ number: Int, _ end: String, after start: String = "", to bytes: inout [UInt8]
  ) {
    bytes.append(contentsOf: start.utf8)
    bytes.append(0x30 + UInt8(number / 10 % 10))
    bytes.append(0x30 + UInt8(number % 10))
    bytes.append(contentsOf: end.utf8)
  }

  /// The date of a day since 1970, counting years from March so that leap days come last.
  private static func civil(_ day: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = day + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
  }
}
