// An execution engine for one portfolio, with a stand-in for the venue: half of an order fills at
// once, then the rest of a market order; a limit order rests until somebody cancels it.
//
//   npm install
//   node engine.js BROKER REGISTRY PORTFOLIO

const { connect } = require('./wire');

const [broker, registryUrl, portfolioId] = process.argv.slice(2);
const { kafka, producer, registry, send } = connect('engine', broker, registryUrl);

// In memory, for brevity: a real engine keeps both where they outlive it.
const resting = new Map();
const cancelled = new Set();

async function report(order, status, lastQuantity, cumulativeQuantity, price) {
  await send('execution-report', order.portfolioId, {
    portfolioId: order.portfolioId,
    orderId: order.orderId,
    strategyId: order.strategyId,
    symbol: order.symbol,
    side: order.side,
    status,
    lastQuantity,
    cumulativeQuantity,
    price,
    // The same for the same fill however often it is reported: it is booked once.
    execId: `${order.orderId}-${status}`,
    eventTime: Date.now(),
  });
}

async function trade({ intent: order, approvedQuantity: quantity, inputs, repeat }) {
  if (repeat) {
    return; // The answer to a resent order; the order itself has come already.
  }
  if (cancelled.has(order.orderId)) {
    await report(order, 'CANCELLED', 0n, 0n, 0n); // Its cancel was read first.
    return;
  }
  const limit = order.type === 'LIMIT';
  const price = limit ? order.limitPrice : inputs.mark;
  const half = quantity / 2n; // Of what was approved, which may be less than was asked for.
  await report(order, 'PARTIALLY_FILLED', half, half, price);
  if (limit) {
    resting.set(order.orderId, { order, filled: half });
  } else {
    await report(order, 'FILLED', quantity - half, quantity, price);
  }
}

async function cancel({ orderId }) {
  cancelled.add(orderId);
  const found = resting.get(orderId);
  if (found) {
    resting.delete(orderId);
    await report(found.order, 'CANCELLED', 0n, found.filled, 0n);
  }
}

async function main() {
  await producer.connect();
  // Read committed: what was not committed was never approved. KafkaJS commits an offset after
  // eachMessage, so no report is lost; a repeated one is no harm.
  const consumer = kafka.consumer({ groupId: `engine-${portfolioId}`, readUncommitted: false });
  await consumer.connect();
  await consumer.subscribe({ topics: ['approved-order', 'cancel-request'], fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ topic, message }) => {
      if (message.key.toString() === portfolioId) {
        const record = await registry.decode(message.value);
        await (topic === 'cancel-request' ? cancel(record) : trade(record));
      }
    },
  });
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
