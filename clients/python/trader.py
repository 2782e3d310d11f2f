"""A trading service: sends one order to the gate and prints its decision.

    apt-get install python3-confluent-kafka python3-avro
    /usr/bin/python3 trader.py BROKER REGISTRY \
        ORDER_ID PORTFOLIO STRATEGY SYMBOL BUY|SELL QUANTITY [LIMIT_PRICE]

Exits with 0 when the order was answered, 1 when it was not. To ask again, start it with the same
arguments: for an hour, the same order id gets the same decision. A service that asks later than
that keeps submittedAt, too.
"""

import sys
import time
from datetime import datetime, timezone

from confluent_kafka import Consumer, KafkaException, TopicPartition

from wire import Sender, Wire, decimal

ANSWER_SECONDS = 5
SENDS = 6


def from_here(broker, topics):
    """A consumer that reads from where the topics end now, before anything is sent."""
    consumer = Consumer(
        {"bootstrap.servers": broker, "group.id": "trader", "isolation.level": "read_committed"}
    )
    ends = []
    for topic in topics:
        for partition in consumer.list_topics(topic, timeout=10).topics[topic].partitions:
            _, end = consumer.get_watermark_offsets(TopicPartition(topic, partition), timeout=10)
            ends.append(TopicPartition(topic, partition, end))
    consumer.assign(ends)  # No group is joined, and nothing committed.
    return consumer


def answer(consumer, wire, intent):
    """The decision of the intent, or None where it does not come in time."""
    until = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < until:
        message = consumer.poll(0.2)
        if message is None:
            continue
        if message.error():
            raise KafkaException(message.error())
        decision = wire.decode(message.value())
        if all(decision["intent"][name] == intent[name] for name in ("orderId", "portfolioId")):
            return decision
    return None


def main(broker, registry, order, portfolio, strategy, symbol, side, quantity, price=None):
    wire = Wire(registry)
    intent = {  # Python's avro wants every field, those with a default too.
        "orderId": order,  # Made once, and kept: a resent order has the id that it had.
        "portfolioId": portfolio,
        "strategyId": strategy,
        "symbol": symbol,
        "side": side,
        "quantity": decimal(quantity),
        "type": "LIMIT" if price else "MARKET",
        "limitPrice": decimal(price) if price else None,
        "sizing": "EXACT",
        "reduceOnly": False,
        "timeInForce": "DAY",
        "submittedAt": datetime.now(timezone.utc),
    }
    consumer = from_here(broker, ["approved-order", "rejected-order"])
    sender = Sender(broker, wire)
    decision = None
    for _ in range(SENDS):
        sender.send("order-intent", portfolio, intent)  # The key is the portfolio.
        decision = answer(consumer, wire, intent)
        if decision:
            break
    consumer.close()
    if not decision:
        sys.exit("no answer yet: ask again under the same order id, never under a new one")
    first = next(iter(decision["violations"]), None)
    why = f" {first['reason']}: {first['message']}" if first else ""
    print(f"{order} {decision['outcome']} {decision['approvedQuantity']:f}{why}")


main(*sys.argv[1:])
