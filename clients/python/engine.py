"""An execution engine for one portfolio, with a stand-in for the venue: half of an order fills at
once, then the rest of a market order; a limit order rests until somebody cancels it.

    apt-get install python3-confluent-kafka python3-avro
    /usr/bin/python3 engine.py BROKER REGISTRY PORTFOLIO
"""

import sys
from datetime import datetime, timezone
from decimal import ROUND_DOWN, Decimal

from confluent_kafka import Consumer, KafkaException

from wire import PLACES, Sender, Wire

NONE = Decimal(0).quantize(PLACES)


class Engine:
    def __init__(self, sender):
        self.sender = sender
        # In memory, for brevity: a real engine keeps both where they outlive it.
        self.resting = {}
        self.cancelled = set()

    def trade(self, decision):
        if decision["repeat"]:
            return  # The answer to a resent order; the order itself has come already.
        order = decision["intent"]
        if order["orderId"] in self.cancelled:
            self.report(order, "CANCELLED", NONE, NONE, NONE)  # Its cancel was read first.
            return
        quantity = decision["approvedQuantity"]  # Perhaps less than was asked for.
        limit = order["type"] == "LIMIT"
        price = order["limitPrice"] if limit else decision["inputs"]["mark"]
        half = (quantity / 2).quantize(PLACES, ROUND_DOWN)
        self.report(order, "PARTIALLY_FILLED", half, half, price)
        if limit:
            self.resting[order["orderId"]] = order, half
        else:
            self.report(order, "FILLED", quantity - half, quantity, price)

    def cancel(self, request):
        self.cancelled.add(request["orderId"])
        if request["orderId"] in self.resting:
            order, filled = self.resting.pop(request["orderId"])
            self.report(order, "CANCELLED", NONE, filled, NONE)

    def report(self, order, status, last, cumulative, price):
        """Writes a report and waits until it is written."""
        same = {n: order[n] for n in ("portfolioId", "orderId", "strategyId", "symbol", "side")}
        report = {
            **same,
            "status": status,
            "lastQuantity": last,
            "cumulativeQuantity": cumulative,
            "price": price,
            "fee": NONE,
            # The same for the same fill however often it is reported: it is booked once.
            "execId": f"{order['orderId']}-{status}",
            "eventTime": datetime.now(timezone.utc),
        }
        self.sender.send("execution-report", order["portfolioId"], report)


def main(broker, registry, portfolio):
    wire = Wire(registry)
    engine = Engine(Sender(broker, wire))
    consumer = Consumer(
        {
            "bootstrap.servers": broker,
            "group.id": f"engine-{portfolio}",
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
            "isolation.level": "read_committed",  # What was not committed was never approved.
        }
    )
    consumer.subscribe(["approved-order", "cancel-request"])
    while True:
        message = consumer.poll(1)
        if message is None:
            continue
        if message.error():
            raise KafkaException(message.error())
        if message.key().decode() == portfolio:
            record = wire.decode(message.value())
            if message.topic() == "cancel-request":
                engine.cancel(record)
            else:
                engine.trade(record)
        # After the reports, so that none is lost; a repeated one is no harm.
        consumer.commit(message, asynchronous=False)


main(*sys.argv[1:])
