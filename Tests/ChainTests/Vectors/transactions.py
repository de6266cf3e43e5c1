#!/usr/bin/env python3
"""Writes transactions.json: transactions signed by an independent implementation.

Needs eth-account from PyPI. The seed is fixed, so running it again gives the same file.
"""
import json
import pathlib
import random

from eth_account import Account
from eth_account.typed_transactions import TypedTransaction
from eth_account._utils.legacy_transactions import (
    encode_transaction, serializable_unsigned_transaction_from_dict)

CHAIN = 20480
draw = random.Random(20480)


def bits(most):
    return draw.getrandbits(draw.randint(0, most)) if most else 0


def access_list():
    return [
        {"address": "0x" + draw.randbytes(20).hex(),
         "storageKeys": ["0x" + draw.randbytes(32).hex() for _ in range(draw.randint(0, 3))]}
        for _ in range(draw.randint(0, 3))
    ]


def fields(kind):
    common = {"nonce": bits(63), "gas": bits(40), "value": bits(90), "chainId": CHAIN,
              "to": Account.from_key(draw.randbytes(32)).address,
              "data": "0x" + draw.randbytes(draw.choice([0, 0, 1, 4, 36, 68, 200])).hex()}
    if kind == 2:
        fee = bits(60)
        return common | {"type": 2, "maxFeePerGas": fee, "accessList": access_list(),
                         "maxPriorityFeePerGas": draw.randint(0, fee)}
    if kind == 1:
        return common | {"type": 1, "gasPrice": bits(60), "accessList": access_list()}
    return common | {"gasPrice": bits(60)}


def vector(index):
    kind = index % 3
    account = Account.from_key(draw.randbytes(32))
    transaction = fields(kind)
    signed = account.sign_transaction(transaction)
    if kind == 0:
        unsigned = serializable_unsigned_transaction_from_dict(transaction).hash()
    else:
        unsigned = TypedTransaction.from_dict(transaction).hash()
    return {"type": kind, "raw": signed.raw_transaction.hex(), "hash": signed.hash.hex(),
            "signedDigest": bytes(unsigned).hex(), "sender": account.address,
            "nonce": str(transaction["nonce"]), "gas": str(transaction["gas"]),
            "to": transaction["to"], "value": str(transaction["value"]),
            "data": transaction["data"],
            "maxFee": str(transaction.get("maxFeePerGas", transaction.get("gasPrice"))),
            "tip": str(transaction.get("maxPriorityFeePerGas", transaction.get("gasPrice"))),
            "accessListAddresses": len(transaction.get("accessList", [])),
            "accessListKeys": sum(len(e["storageKeys"]) for e in transaction.get("accessList", []))}


path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps([vector(i) for i in range(60)], indent=1) + "\n")
