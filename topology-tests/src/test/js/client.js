// Trades through the gate as a service in JavaScript would: with kafkajs, and the schema registry
// for every record. By hand, in this folder:
//
//   npm install
//   ../../../../riskbudget demo --no-feed --broker-port 9092 --port 8080     (another terminal)
//   node client.js 127.0.0.1:9092 http://127.0.0.1:8080
//
// Exits with 0 if one order was approved and one rejected, both as expected; 1 otherwise.

const { Kafka, Partitioners, logLevel } = require('kafkajs');
const { SchemaRegistry } = require('@kafkajs/confluent-schema-registry');
const avro = require('avsc');

const [broker = '127.0.0.1:9092', registryUrl = 'http://127.0.0.1:8080'] = process.argv.slice(2);
const PATIENCE_MILLIS = 60_000;
const DAY_MILLIS = 86_400_000;
const MARKET = 'JS';
const SYMBOLS = ['JS.A', 'JS.B'];
const PORTFOLIO = 'js-portfolio';

// Avro's decimal is an integer in two's complement and a scale; here it is a text, since a number
// in JavaScript would lose digits.
class Decimal extends avro.types.LogicalType {
  constructor(schema, options) {
    super(schema, options);
    this.scale = schema.scale || 0;
  }

  _fromValue(bytes) {
    const unscaled = BigInt.asIntN(8 * bytes.length, BigInt('0x' + (bytes.toString('hex') || '0')));
    const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(this.scale + 1, '0');
    const whole = digits.slice(0, digits.length - this.scale);
    return `${unscaled < 0n ? '-' : ''}${whole}.${digits.slice(digits.length - this.scale)}`;
  }

  _toValue(text) {
    if (typeof text !== 'string' || !/^-?\d+(\.\d+)?$/.test(text)) {
      return undefined;
    }
    const [whole, fraction = ''] = text.split('.');
    if (fraction.length > this.scale) {
      return undefined;
    }
    const unscaled = BigInt(whole + fraction.padEnd(this.scale, '0'));
    let length = 1;
    while (BigInt.asIntN(8 * length, unscaled) !== unscaled) {
      length++;
    }
    const hex = BigInt.asUintN(8 * length, unscaled).toString(16).padStart(2 * length, '0');
    return Buffer.from(hex, 'hex');
  }
}

const kafka = new Kafka({ clientId: 'js-client', brokers: [broker], logLevel: logLevel.ERROR });
const registry = new SchemaRegistry(
  { host: registryUrl },
  { AVRO: { logicalTypes: { decimal: Decimal } } },
);
// The partition of a key must be the one that the product computes: murmur2, kafkajs's default.
const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
const consumer = kafka.consumer({ groupId: `js-client-${process.pid}`, readUncommitted: false });
const received = [];
const waiting = new Set();

async function send(topic, records) {
  const id = await registry.getLatestSchemaId(`${topic}-value`);
  const messages = [];
  for (const { key, time, value } of records) {
    messages.push({ key, timestamp: String(time), value: await registry.encode(id, value) });
  }
  await producer.send({ topic, messages });
}

/** The first record of a topic that fits, received before or later. */
function receive(topic, fits) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`nothing came on ${topic}`)), PATIENCE_MILLIS);
    const look = () => {
      const found = received.find((r) => r.topic === topic && fits(r.value));
      if (found) {
        clearTimeout(timer);
        waiting.delete(look);
        resolve(found.value);
      }
    };
    waiting.add(look);
    look();
  });
}

async function listen(topics) {
  await consumer.connect();
  await consumer.subscribe({ topics, fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ topic, message }) => {
      received.push({ topic, value: await registry.decode(message.value) });
      [...waiting].forEach((look) => look());
    },
  });
}

async function define(now) {
  const instruments = SYMBOLS.map((symbol) => ({
    key: symbol,
    time: now,
    value: {
      symbol,
      market: MARKET,
      assetClass: 'EQUITY',
      currency: 'USD',
      lotSize: '1',
      tickSize: '0.01',
      contractMultiplier: '1',
    },
  }));
  await send('instrument', instruments);
  const portfolio = {
    portfolioId: PORTFOLIO,
    market: MARKET,
    baseCurrency: 'USD',
    cash: '1000000.00',
    strategies: [{ strategyId: 'trend', riskShare: 1, symbols: SYMBOLS }],
    updatedAt: now,
  };
  await send('portfolio', [{ key: PORTFOLIO, time: now, value: portfolio }]);
}

/** Closing prices of some days up to now. */
async function play(now) {
  for (let day = 5; day >= 0; day--) {
    const time = now - day * DAY_MILLIS;
    const prices = SYMBOLS.map((symbol, i) => ({
      key: symbol,
      time,
      value: {
        symbol,
        market: MARKET,
        assetClass: 'EQUITY',
        price: `${100 + i * 20 + (day % 2)}.25`,
        eventTime: time,
      },
    }));
    await send('market-data', prices);
  }
}

async function order(orderId, quantity, now) {
  const intent = {
    orderId,
    portfolioId: PORTFOLIO,
    strategyId: 'trend',
    symbol: SYMBOLS[0],
    side: 'BUY',
    quantity,
    type: 'MARKET',
    submittedAt: now,
  };
  await send('order-intent', [{ key: PORTFOLIO, time: now, value: intent }]);
}

function expect(condition, message) {
  if (!condition) {
    throw new Error(message);
  }
}

async function main() {
  const now = Date.now();
  await producer.connect();
  await listen(['budget-update', 'risk-utilization', 'approved-order', 'rejected-order']);
  await define(now - 6 * DAY_MILLIS);
  await play(now);
  const budget = await receive('budget-update', (b) => b.portfolioId === PORTFOLIO);
  expect(budget.equity === '1000000.00000000', `equity is ${budget.equity}`);
  await receive('risk-utilization', (u) => u.portfolioId === PORTFOLIO && u.scope === 'SYMBOL');

  await order('js-small', '10', now);
  const approved = await receive('approved-order', (d) => d.intent.orderId === 'js-small');
  expect(approved.outcome === 'APPROVED', `outcome is ${approved.outcome}`);
  expect(approved.approvedQuantity === '10.00000000', `approved ${approved.approvedQuantity}`);
  expect(approved.inputs.mark === '100.25000000', `the mark is ${approved.inputs.mark}`);

  await order('js-large', '50000', now);
  const rejected = await receive('rejected-order', (d) => d.intent.orderId === 'js-large');
  const limit = rejected.violations.find((v) => v.reason === 'POSITION_LIMIT');
  expect(rejected.outcome === 'REJECTED', `outcome is ${rejected.outcome}`);
  expect(rejected.approvedQuantity === '0.00000000', `approved ${rejected.approvedQuantity}`);
  expect(limit && limit.observed === '50010.00000000', `observed ${limit && limit.observed}`);
  console.log(`js-small approved; js-large rejected: ${limit.message}`);
}

main()
  .catch((error) => {
    console.error(error);
    process.exitCode = 1;
  })
  .finally(() => Promise.allSettled([producer.disconnect(), consumer.disconnect()]))
  .then(() => process.exit());
