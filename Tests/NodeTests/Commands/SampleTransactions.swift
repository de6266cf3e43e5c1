/// Transactions made with `eth-account`, so that nothing of ours took part in them.
enum SampleTransactions {
  static let dynamicFee =
    "0x02f8b182053907843b9aca008506fc23ac0083015f909409616c3d61b3331fc4109a9e41a8bdb7d9776609880d"
    + "e0b6b3a764000082cafef838f7941111111111111111111111111111111111111111e1a0222222222222222222"
    + "222222222222222222222222222222222222222222222280a0f680387fa582cd8890c362832044354e41837ccd"
    + "214e913fd92b2c79d25a7808a027fa2956154c1aece19ccd4b4dc137c97bd9bf9231a1df1b52d03a4448a246b4"

  static let dynamicFeeJSON = """
    {
      "hash": "0x4d566cbf12838ecb80d257a488c504fb99e4431b3a96900fa69cf77befa797cb",
      "type": "0x2",
      "chainId": "0x539",
      "from": "0x2c7536E3605D9C16a7a3D7b1898e529396a65c23",
      "nonce": "0x7",
      "to": "0x09616C3d61b3331fc4109a9E41a8BDB7d9776609",
      "value": "0xde0b6b3a7640000",
      "gas": "0x15f90",
      "maxFeePerGas": "0x6fc23ac00",
      "maxPriorityFeePerGas": "0x3b9aca00",
      "input": "0xcafe",
      "accessList": [
        {
          "address": "0x1111111111111111111111111111111111111111",
          "storageKeys": [
            "0x2222222222222222222222222222222222222222222222222222222222222222"
          ]
        }
      ],
      "r": "0xf680387fa582cd8890c362832044354e41837ccd214e913fd92b2c79d25a7808",
      "s": "0x27fa2956154c1aece19ccd4b4dc137c97bd9bf9231a1df1b52d03a4448a246b4",
      "yParity": "0x0"
    }

    """

  static let legacy =
    "0xf86180058252089409616c3d61b3331fc4109a9e41a8bdb7d97766090180820a96a02b560d5f2026c8f29ede31"
    + "f7a79cda26c196b7914f0bb71134996b66e06fd1cea004eb39c10278c809cec1cf838a49bf1b4b3c2c26d224e1"
    + "ab0c14556adaeff707"

  static let legacyJSON = """
    {
      "hash": "0xe859dfdf1c07638d3f0ec6fff77ec6de0427a619cd7ad33eaacc52a1633ad215",
      "type": "0x0",
      "chainId": "0x539",
      "from": "0x2c7536E3605D9C16a7a3D7b1898e529396a65c23",
      "nonce": "0x0",
      "to": "0x09616C3d61b3331fc4109a9E41a8BDB7d9776609",
      "value": "0x1",
      "gas": "0x5208",
      "gasPrice": "0x5",
      "input": "0x",
      "r": "0x2b560d5f2026c8f29ede31f7a79cda26c196b7914f0bb71134996b66e06fd1ce",
      "s": "0x04eb39c10278c809cec1cf838a49bf1b4b3c2c26d224e1ab0c14556adaeff707",
      "yParity": "0x1"
    }

    """
}
