// What trader and engine share: Avro's decimals, the registry, and a connection to Kafka.

const { Kafka, Partitioners, logLevel } = require('kafkajs');
const { SchemaRegistry } = require('@kafkajs/confluent-schema-registry');
const avro = require('avsc');

// Avro's decimal is an integer in two's complement and a scale. Here it is a BigInt that counts
// units of 10^-8, the scale of all prices and quantities: a number in JavaScript loses digits.
class Decimal extends avro.types.LogicalType {
  _fromValue(bytes) {
    return BigInt.asIntN(8 * bytes.length, BigInt('0x' + (bytes.toString('hex') || '0')));
  }

  _toValue(units) {
    if (typeof units !== 'bigint') {
      return undefined; // Not a decimal: the record is refused.
    }
    let length = 1;
    while (BigInt.asIntN(8 * length, units) !== units) {
      length++;
    }
    const hex = BigInt.asUintN(8 * length, units).toString(16).padStart(2 * length, '0');
    return Buffer.from(hex, 'hex');
  }
}

/** The units of '10.25'; more than eight decimal places are an error, not rounded away. */
function units(text) {
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,8}))?$/.exec(text);
  return BigInt(sign + whole + fraction.padEnd(8, '0'));
}

/** '10.25000000' for its units. */
function text(units) {
  const digits = (units < 0n ? -units : units).toString().padStart(9, '0');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -8)}.${digits.slice(-8)}`;
}

function connect(clientId, broker, registryUrl) {
  const registry = new SchemaRegistry(
    { host: registryUrl },
    { AVRO: { logicalTypes: { decimal: Decimal } } },
  );
  const kafka = new Kafka({ clientId, brokers: [broker], logLevel: logLevel.ERROR });
  // murmur2 of the key, as the stages compute it: the default of KafkaJS 2.
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  /** Writes one record, of the latest schema of the topic, and waits until it is written. */
  async function send(topic, key, record) {
    const id = await registry.getLatestSchemaId(`${topic}-value`);
    await producer.send({ topic, messages: [{ key, value: await registry.encode(id, record) }] });
  }
  return { kafka, producer, registry, send };
}

module.exports = { connect, units, text };
