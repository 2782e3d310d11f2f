"""What trader and engine share: the wire format with its registry, and a safe write."""

import io
import json
import struct
import urllib.request
from decimal import Decimal

import avro.schema
from avro.io import BinaryDecoder, BinaryEncoder, DatumReader, DatumWriter
from confluent_kafka import Producer

PLACES = Decimal("1E-8")


def decimal(value):
    """Eight decimal places, exactly: Python's avro writes the digits as they stand, without a look
    at the scale, so Decimal("10") would become 0.00000010."""
    exact = Decimal(value).quantize(PLACES)
    if exact != Decimal(value):
        raise ValueError(f"{value} has more than eight decimal places")
    return exact


class Wire:
    """Records to bytes and back: a zero byte, the schema's id, Avro."""

    def __init__(self, registry):
        self.registry = registry
        self.latest = {}
        self.schemas = {}

    def encode(self, topic, record):
        if topic not in self.latest:
            found = self._get(f"/subjects/{topic}-value/versions/latest")
            self.latest[topic] = found["id"], avro.schema.parse(found["schema"])
        number, schema = self.latest[topic]
        out = io.BytesIO()
        out.write(struct.pack(">bI", 0, number))
        DatumWriter(schema).write(record, BinaryEncoder(out))
        return out.getvalue()

    def decode(self, value):
        magic, number = struct.unpack(">bI", value[:5])
        if magic != 0:
            raise ValueError("not in the registry's wire format")
        if number not in self.schemas:
            found = self._get(f"/schemas/ids/{number}")
            self.schemas[number] = avro.schema.parse(found["schema"])
        return DatumReader(self.schemas[number]).read(BinaryDecoder(io.BytesIO(value[5:])))

    def _get(self, path):
        with urllib.request.urlopen(self.registry + path, timeout=10) as answer:
            return json.load(answer)


class Sender:
    """Writes records to the partition that the stages look for them in."""

    def __init__(self, broker, wire):
        self.wire = wire
        # Without the partitioner, librdkafka takes another one than Java's clients, and nearly
        # every record goes to the wrong partition.
        self.producer = Producer(
            {
                "bootstrap.servers": broker,
                "partitioner": "murmur2_random",
                "enable.idempotence": True,
            }
        )

    def send(self, topic, key, record):
        """Writes one record and waits until it is written."""
        failures = []
        value = self.wire.encode(topic, record)
        self.producer.produce(topic, value, key, on_delivery=lambda e, _: failures.append(e))
        self.producer.flush()
        if failures != [None]:
            raise RuntimeError(f"not written to {topic}: {failures}")
