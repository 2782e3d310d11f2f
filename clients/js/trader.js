// A trading service: sends one order to the gate and prints its decision.
//
//   npm install
//   node trader.js BROKER REGISTRY ORDER_ID PORTFOLIO STRATEGY SYMBOL BUY|SELL QUANTITY [LIMIT_PRICE]
//
// Exits with 0 when the order was answered, 1 when it was not. To ask again, start it with the same
// arguments: for an hour, the same order id gets the same decision. A service that asks later than
// that keeps submittedAt, too.

const { connect, units, text } = require('./wire');

const ANSWER_MILLIS = 5_000;
const SENDS = 6;
const ANSWERS = ['approved-order', 'rejected-order'];

const [broker, registryUrl, orderId, portfolioId, strategyId, symbol, side, quantity, limitPrice] =
  process.argv.slice(2);

async function main() {
  const { kafka, producer, registry, send } = connect('trader', broker, registryUrl);
  const intent = {
    orderId, // Made once, and kept: a resent order has the id that it had.
    portfolioId,
    strategyId,
    symbol,
    side,
    quantity: units(quantity),
    type: limitPrice ? 'LIMIT' : 'MARKET',
    limitPrice: limitPrice ? units(limitPrice) : null,
    submittedAt: Date.now(), // Milliseconds.
  };

  // Where the topics end now, before anything is sent.
  const admin = kafka.admin();
  await admin.connect();
  const ends = [];
  for (const topic of ANSWERS) {
    for (const { partition, high } of await admin.fetchTopicOffsets(topic)) {
      ends.push({ topic, partition, offset: high });
    }
  }
  await admin.disconnect();
  // KafkaJS reads in groups only: one of its own, or it would get the answers of some partitions.
  // Without offsets the broker forgets it by itself.
  const groupId = `trader-${orderId}-${process.pid}`;
  const consumer = kafka.consumer({ groupId, readUncommitted: false, maxWaitTimeInMs: 200 });
  await consumer.connect();
  await consumer.subscribe({ topics: ANSWERS });
  let found;
  const answer = new Promise((resolve) => (found = resolve));
  await consumer.run({
    autoCommit: false,
    eachMessage: async ({ message }) => {
      const decision = await registry.decode(message.value);
      if (decision.intent.orderId === orderId && decision.intent.portfolioId === portfolioId) {
        found(decision);
      }
    },
  });
  ends.forEach((end) => consumer.seek(end));

  await producer.connect();
  let decision = null;
  for (let sends = 0; decision === null && sends < SENDS; sends++) {
    await send('order-intent', portfolioId, intent); // The key is the portfolio.
    const later = new Promise((resolve) => setTimeout(resolve, ANSWER_MILLIS, null));
    decision = await Promise.race([answer, later]);
  }
  await Promise.all([producer.disconnect(), consumer.disconnect()]);
  if (decision === null) {
    throw new Error('no answer yet: ask again under the same order id, never under a new one');
  }
  const [first] = decision.violations;
  const why = first ? ` ${first.reason}: ${first.message}` : '';
  console.log(`${orderId} ${decision.outcome} ${text(decision.approvedQuantity)}${why}`);
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
