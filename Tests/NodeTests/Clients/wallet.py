#!/usr/bin/env python3
"""Speaks to a node as wallets and dapps do, with the libraries they use.

usage: wallet.py URL

The node runs a chain of one validator, made of Genesis/devnet.json. Needs web3 and eth-account, see
requirements.txt; `Tools/dependencies` installs them.
"""
import json
import pathlib
import sys
import unittest

from eth_account import Account
from web3 import Web3
from web3.exceptions import ContractLogicError, TransactionNotFound, Web3RPCError

REPOSITORY = pathlib.Path(__file__).resolve().parents[3]
STAKING = "0x0000000000000000000000000000000000001001"
EXCHANGE = "0x0000000000000000000000000000000000001006"
TOKENS = "0x0000000000000000000000000000000000001007"
# The keys that every development chain gives money to; the mnemonic is `test test … junk`.
RICH = Account.from_key("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80")
OTHER = Account.from_key("0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d")
FRESH = Account.from_key("0x" + "5a" * 32)
GWEI = 10**9
STOS = 10**18
FOREVER = 2**40

w3 = Web3(Web3.HTTPProvider(sys.argv.pop(), request_kwargs={"timeout": 30}))

# What a dapp that knows nothing of this chain brings along: parts of Uniswap v2's published
# router, as its JSON has them.
ROUTER = [
    {"name": "getAmountsOut", "type": "function", "stateMutability": "view",
     "inputs": [{"name": "amountIn", "type": "uint256"}, {"name": "path", "type": "address[]"}],
     "outputs": [{"name": "amounts", "type": "uint256[]"}]},
    {"name": "WETH", "type": "function", "stateMutability": "pure", "inputs": [],
     "outputs": [{"name": "", "type": "address"}]},
    {"name": "factory", "type": "function", "stateMutability": "pure", "inputs": [],
     "outputs": [{"name": "", "type": "address"}]},
    {"name": "swapExactETHForTokens", "type": "function", "stateMutability": "payable",
     "inputs": [{"name": "amountOutMin", "type": "uint256"}, {"name": "path", "type": "address[]"},
                {"name": "to", "type": "address"}, {"name": "deadline", "type": "uint256"}],
     "outputs": [{"name": "amounts", "type": "uint256[]"}]},
    {"name": "swapExactTokensForETH", "type": "function", "stateMutability": "nonpayable",
     "inputs": [{"name": "amountIn", "type": "uint256"},
                {"name": "amountOutMin", "type": "uint256"}, {"name": "path", "type": "address[]"},
                {"name": "to", "type": "address"}, {"name": "deadline", "type": "uint256"}],
     "outputs": [{"name": "amounts", "type": "uint256[]"}]},
]


def interface(name):
    return json.loads((REPOSITORY / "Tools/abi" / f"{name}.json").read_text())


def contract(address, name):
    return w3.eth.contract(address=address, abi=interface(name))


def devnet_dollar():
    """The token that the chain begins with."""
    addresses, _ = contract(TOKENS, "Tokens").functions.tokens(0, 10).call()
    return next(
        token for token in (contract(address, "ERC20") for address in addresses)
        if token.functions.symbol().call() == "DUSD")


def send(account, call, value=0):
    """Calls a contract by a transaction, as `call.transact` does with a wallet behind it."""
    transaction = call.build_transaction({
        "from": account.address, "value": value,
        "nonce": w3.eth.get_transaction_count(account.address, "pending")})
    signed = account.sign_transaction(transaction)
    receipt = w3.eth.wait_for_transaction_receipt(
        w3.eth.send_raw_transaction(signed.raw_transaction), timeout=30, poll_latency=0.01)
    assert receipt.status == 1, receipt
    # What was estimated is what it takes.
    assert receipt.gasUsed == transaction["gas"], (receipt.gasUsed, transaction["gas"])
    return receipt


class Chain(unittest.TestCase):
    def test_connects(self):
        self.assertTrue(w3.is_connected())
        self.assertTrue(w3.client_version.startswith("tradewind/"))
        self.assertEqual(w3.eth.chain_id, 20480)
        self.assertEqual(w3.net.version, "20480")
        self.assertIs(w3.eth.syncing, False)

    def test_blocks_hang_together(self):
        head = w3.eth.get_block("latest")
        block = head
        for _ in range(min(5, head.number)):
            parent = w3.eth.get_block(block.parentHash)
            self.assertEqual(parent.number, block.number - 1)
            self.assertLessEqual(parent.timestamp, block.timestamp)
            self.assertEqual(parent.hash, w3.eth.get_block(parent.number).hash)
            block = parent
        self.assertEqual(w3.eth.get_block("earliest").number, 0)
        self.assertGreaterEqual(w3.eth.get_block("finalized").number, head.number)

    def test_history_of_fees(self):
        history = w3.eth.fee_history(4, "latest", [10, 90])
        self.assertEqual(len(history.baseFeePerGas), len(history.gasUsedRatio) + 1)
        self.assertEqual(len(history.reward), len(history.gasUsedRatio))
        self.assertGreater(w3.eth.gas_price, 0)
        self.assertGreaterEqual(w3.eth.max_priority_fee, 0)

    def test_unknown_things(self):
        with self.assertRaises(TransactionNotFound):
            w3.eth.get_transaction("0x" + "11" * 32)
        with self.assertRaises(Web3RPCError) as caught:
            w3.manager.request_blocking("eth_fillTransaction", [{}])
        self.assertEqual(caught.exception.rpc_response["error"]["code"], -32601)


class Payments(unittest.TestCase):
    def pay(self, fields):
        nonce = w3.eth.get_transaction_count(RICH.address, "pending")
        before = {a: w3.eth.get_balance(a) for a in (RICH.address, FRESH.address)}
        transaction = {
            "chainId": 20480, "nonce": nonce, "to": FRESH.address, "value": STOS, "gas": 21_000,
            **fields}
        signed = RICH.sign_transaction(transaction)
        sent = w3.eth.send_raw_transaction(signed.raw_transaction)
        self.assertEqual(sent, signed.hash)
        receipt = w3.eth.wait_for_transaction_receipt(sent, timeout=30, poll_latency=0.01)
        self.assertEqual((receipt.status, receipt.gasUsed, receipt.logs), (1, 21_000, []))
        fee = receipt.gasUsed * receipt.effectiveGasPrice
        self.assertEqual(w3.eth.get_balance(RICH.address), before[RICH.address] - STOS - fee)
        self.assertEqual(w3.eth.get_balance(FRESH.address), before[FRESH.address] + STOS)
        self.assertEqual(w3.eth.get_transaction_count(RICH.address), nonce + 1)
        found = w3.eth.get_transaction(sent)
        self.assertEqual(found.blockHash, receipt.blockHash)
        self.assertEqual(found["from"], RICH.address)
        block = w3.eth.get_block(receipt.blockNumber, full_transactions=True)
        self.assertEqual(block.transactions[receipt.transactionIndex], found)
        self.assertEqual(block.baseFeePerGas * 21_000 <= fee, True)
        return found, receipt, block

    def test_dynamic_fee(self):
        found, receipt, block = self.pay(
            {"type": 2, "maxFeePerGas": 10 * GWEI, "maxPriorityFeePerGas": GWEI})
        self.assertEqual((found.type, receipt.type), (2, 2))
        self.assertEqual(receipt.effectiveGasPrice, block.baseFeePerGas + GWEI)

    def test_legacy(self):
        found, receipt, _ = self.pay({"gasPrice": 5 * GWEI})
        self.assertEqual((found.type, receipt.effectiveGasPrice), (0, 5 * GWEI))
        self.assertIn(found.v, (2 * 20480 + 35, 2 * 20480 + 36))

    def test_access_list(self):
        entries = [{"address": STAKING, "storageKeys": ["0x" + "07" * 32]}]
        nonce = w3.eth.get_transaction_count(RICH.address, "pending")
        transaction = {
            "chainId": 20480, "nonce": nonce, "to": FRESH.address, "value": 1, "type": 1,
            "gas": 100_000, "gasPrice": 5 * GWEI, "accessList": entries}
        sent = w3.eth.send_raw_transaction(RICH.sign_transaction(transaction).raw_transaction)
        receipt = w3.eth.wait_for_transaction_receipt(sent, timeout=30, poll_latency=0.01)
        found = w3.eth.get_transaction(sent)
        self.assertEqual((receipt.status, found.type), (1, 1))
        self.assertEqual(found.accessList[0].address, STAKING)

    def refusal(self, fields):
        transaction = {
            "chainId": 20480, "nonce": w3.eth.get_transaction_count(RICH.address), "value": 1,
            "to": FRESH.address, "gas": 21_000, "gasPrice": 5 * GWEI, **fields}
        with self.assertRaises(Web3RPCError) as caught:
            w3.eth.send_raw_transaction(RICH.sign_transaction(transaction).raw_transaction)
        return caught.exception.rpc_response["error"]["message"]

    def test_refusals_in_known_words(self):
        self.assertIn("nonce too low", self.refusal({"nonce": 0}))
        self.assertIn("insufficient funds", self.refusal({"value": 2**100}))
        self.assertIn("intrinsic gas too low", self.refusal({"gas": 20_999}))
        self.assertIn("chain", self.refusal({"chainId": 1}))


class Contracts(unittest.TestCase):
    def test_views(self):
        staking = contract(STAKING, "Staking")
        addresses, _ = staking.functions.validators(0, 10).call()
        self.assertEqual(len(addresses), 1)
        validator = staking.functions.validator(addresses[0]).call()
        self.assertGreaterEqual(validator[4], 10**18)
        epoch = int(w3.manager.request_blocking("pot_status", [])["epoch"], 16)
        members = staking.functions.validatorSet(epoch).call()
        self.assertEqual(members[0][0], addresses[0])

    def test_delegates_and_reads_the_event(self):
        staking = contract(STAKING, "Staking")
        validator = staking.functions.validators(0, 1).call()[0][0]
        receipt = send(RICH, staking.functions.delegate(validator), value=3 * STOS)
        event, = staking.events.Delegated().process_receipt(receipt)
        self.assertEqual(event.args.delegator, RICH.address)
        self.assertEqual(event.args.amount, 3 * STOS)
        self.assertEqual(
            staking.events.Delegated().get_logs(
                from_block=receipt.blockNumber,
                argument_filters={"delegator": RICH.address})[-1].transactionHash,
            receipt.transactionHash)
        self.assertGreaterEqual(
            staking.functions.delegation(validator, RICH.address).call()[1], 3 * STOS)

    def test_reverts_have_reasons(self):
        staking = contract(STAKING, "Staking")
        validator = staking.functions.validators(0, 1).call()[0][0]
        with self.assertRaises(ContractLogicError) as caught:
            staking.functions.undelegate(validator, STOS).call({"from": FRESH.address})
        self.assertTrue(caught.exception.message.startswith("execution reverted: "))
        self.assertTrue(caught.exception.data.startswith("0x08c379a0"))
        # Sent all the same, it fails in its block, and says why when it is asked again there.
        call = staking.functions.undelegate(validator, STOS)
        transaction = call.build_transaction({
            "from": OTHER.address, "gas": 500_000,
            "nonce": w3.eth.get_transaction_count(OTHER.address, "pending")})
        sent = w3.eth.send_raw_transaction(OTHER.sign_transaction(transaction).raw_transaction)
        receipt = w3.eth.wait_for_transaction_receipt(sent, timeout=30, poll_latency=0.01)
        self.assertEqual((receipt.status, receipt.logs), (0, []))
        with self.assertRaises(ContractLogicError):
            call.call({"from": OTHER.address}, block_identifier=receipt.blockNumber)

    def test_contracts_have_code_and_others_have_none(self):
        for address in (STAKING, EXCHANGE, TOKENS, devnet_dollar().address):
            self.assertNotEqual(w3.eth.get_code(address), b"")
        self.assertEqual(w3.eth.get_code(FRESH.address), b"")


class Money(unittest.TestCase):
    def test_tokens_as_erc20(self):
        token = devnet_dollar()
        self.assertEqual(token.functions.name().call(), "Devnet Dollar")
        self.assertEqual(token.functions.decimals().call(), 6)
        before = token.functions.balanceOf(OTHER.address).call()
        receipt = send(RICH, token.functions.transfer(OTHER.address, 5_000_000))
        event, = token.events.Transfer().process_receipt(receipt)
        self.assertEqual(dict(event.args), {
            "from": RICH.address, "to": OTHER.address, "value": 5_000_000})
        self.assertEqual(token.functions.balanceOf(OTHER.address).call(), before + 5_000_000)
        send(RICH, token.functions.approve(OTHER.address, 7))
        self.assertEqual(token.functions.allowance(RICH.address, OTHER.address).call(), 7)
        send(OTHER, token.functions.transferFrom(RICH.address, FRESH.address, 7))
        with self.assertRaises(ContractLogicError):
            token.functions.transferFrom(RICH.address, FRESH.address, 1).call(
                {"from": OTHER.address})

    def test_money_of_the_chain_as_erc20(self):
        exchange = contract(EXCHANGE, "Exchange")
        stos = contract(exchange.functions.WETH().call(), "ERC20")
        self.assertEqual(stos.functions.decimals().call(), 18)
        self.assertEqual(
            stos.functions.balanceOf(OTHER.address).call(), w3.eth.get_balance(OTHER.address))

    def test_swaps_as_uniswap(self):
        router = w3.eth.contract(address=EXCHANGE, abi=ROUTER)
        token = devnet_dollar()
        path = [router.functions.WETH().call(), token.address]
        promised = router.functions.getAmountsOut(STOS, path).call()[-1]
        self.assertGreater(promised, 0)
        before = token.functions.balanceOf(RICH.address).call()
        receipt = send(
            RICH,
            router.functions.swapExactETHForTokens(promised, path, RICH.address, FOREVER),
            value=STOS)
        self.assertEqual(token.functions.balanceOf(RICH.address).call(), before + promised)
        exchange = contract(EXCHANGE, "Exchange")
        pair = contract(exchange.functions.getPair(*path).call(), "Pair")
        swap, = [
            event for log in receipt.logs if log.address == pair.address
            for event in [self.swap(pair, log)] if event]
        self.assertEqual(swap.args.to, RICH.address)
        send(RICH, token.functions.approve(EXCHANGE, 2**256 - 1))
        held = w3.eth.get_balance(RICH.address)
        receipt = send(
            RICH,
            router.functions.swapExactTokensForETH(
                promised, 1, path[::-1], RICH.address, FOREVER))
        fee = receipt.gasUsed * receipt.effectiveGasPrice
        gained = w3.eth.get_balance(RICH.address) - held + fee
        # There and back again loses the fee, twice.
        self.assertTrue(STOS * 99 // 100 < gained < STOS, gained)
        with self.assertRaises(ContractLogicError):
            router.functions.swapExactETHForTokens(
                2**200, path, RICH.address, FOREVER).call({"from": RICH.address, "value": STOS})

    @staticmethod
    def swap(pair, log):
        if log.topics[0] != w3.keccak(
                text="Swap(address,uint256,uint256,uint256,uint256,address)"):
            return None
        return pair.events.Swap().process_log(log)


class Logs(unittest.TestCase):
    def test_places_are_dense_and_blooms_are_right(self):
        token = devnet_dollar()
        receipt = send(RICH, token.functions.transfer(FRESH.address, 1))
        block = w3.eth.get_block(receipt.blockNumber)
        logs = w3.eth.get_logs({"blockHash": block.hash})
        self.assertEqual([log.logIndex for log in logs], list(range(len(logs))))
        union = 0
        for place, hash in enumerate(block.transactions):
            each = w3.eth.get_transaction_receipt(hash)
            self.assertEqual(each.transactionIndex, place)
            bloom = 0
            for log in each.logs:
                for item in (bytes.fromhex(log.address[2:]), *log.topics):
                    digest = w3.keccak(bytes(item))
                    for at in (0, 2, 4):
                        bloom |= 1 << (int.from_bytes(digest[at:at + 2], "big") & 2047)
            self.assertEqual(int.from_bytes(each.logsBloom, "big"), bloom)
            union |= bloom
        self.assertEqual(int.from_bytes(block.logsBloom, "big"), union)


if __name__ == "__main__":
    unittest.main()
