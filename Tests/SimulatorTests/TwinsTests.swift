import Cryptography
import Simulator
import TestSupport
import Testing

@Suite struct TwinsTests {
  @Test(arguments: [2, 3])
  func `Twins agree with everyone and with each other`(views: Int) {
    let campaign = TwinsCampaign(views: views)
    var memory = CheckedClaims(remembering: 10_000)
    for number in campaign.scenarios(Seeds.isSoaking ? 2_000 : 25) {
      let complaints = campaign.run(number, remembering: &memory).complaints
      #expect(complaints == [], "scenario \(number) of \(views) views")
    }
  }

  @Test func `Every scenario is found, once among all that differ by names`() {
    let single = TwinsCampaign(views: 1)
    // Two partitions of five nodes are one when renaming leads from one to the other.
    #expect(single.numberCount == 4 * 52)
    for views in 1...2 {
      let campaign = TwinsCampaign(views: views)
      let numbers = campaign.scenarios(.max)
      #expect(numbers.count == campaign.scenarioCount)
      #expect(Set(numbers).count == numbers.count)
    }
    #expect(TwinsCampaign(views: 2).scenarioCount > single.scenarioCount * single.scenarioCount)
  }

  @Test func `A few scenarios are the first ones of many`() {
    let campaign = TwinsCampaign(views: 3)
    let many = campaign.scenarios(40)
    #expect(many.count == 40)
    #expect(campaign.scenarios(10) == Array(many.prefix(10)))
  }

  @Test func `A scenario has one history, whatever was remembered before`() {
    let campaign = TwinsCampaign(views: 2)
    var memory = CheckedClaims(remembering: 10_000)
    for number in campaign.scenarios(3) {
      var nothing = CheckedClaims(remembering: 10)
      let first = campaign.run(number, remembering: &nothing)
      let again = campaign.run(number, isTraced: true, remembering: &memory)
      #expect(first.trace == again.trace)
      #expect(again.lines.first?.hasPrefix("view 1: ") == true)
    }
  }
}
