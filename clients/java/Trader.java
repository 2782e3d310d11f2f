import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.OrderType;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.serde.AvroSerde;
import com.alphapulse.riskbudget.serde.HttpSchemaRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A trading service: sends one order to the gate and prints its decision.
 *
 * <pre>
 * java -cp 'streams-app/target/lib/*' clients/java/Trader.java BROKER REGISTRY \
 *     ORDER_ID PORTFOLIO STRATEGY SYMBOL BUY|SELL QUANTITY [LIMIT_PRICE]
 * </pre>
 *
 * <p>Exits with 0 when the order was answered, 1 when it was not. To ask again, start it with the
 * same arguments: for an hour, the same order id gets the same decision. A service that asks later
 * than that keeps {@code submittedAt}, too.
 */
final class Trader {
  private static final int ANSWER_SECONDS = 5;
  private static final int SENDS = 6;

  public static void main(String[] args) throws Exception {
    // First, since it has Avro trust the generated classes: their builders need that, too.
    HttpSchemaRegistry registry = new HttpSchemaRegistry(args[1], Map.of());
    AvroSerde<OrderIntent> intents = AvroSerde.of(OrderIntent.class, registry);
    AvroSerde<OrderDecision> decisions = AvroSerde.of(OrderDecision.class, registry);
    boolean limit = args.length > 8;
    OrderIntent intent =
        OrderIntent.newBuilder()
            .setOrderId(args[2]) // Made once, and kept: a resent order has the id that it had.
            .setPortfolioId(args[3])
            .setStrategyId(args[4])
            .setSymbol(args[5])
            .setSide(Side.valueOf(args[6]))
            .setQuantity(decimal(args[7]))
            .setType(limit ? OrderType.LIMIT : OrderType.MARKET)
            .setLimitPrice(limit ? decimal(args[8]) : null)
            .setSubmittedAt(Instant.now())
            .build();
    try (KafkaProducer<String, OrderIntent> producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", args[0]),
                new StringSerializer(),
                intents.serializer());
        KafkaConsumer<String, OrderDecision> consumer =
            new KafkaConsumer<>(
                Map.of("bootstrap.servers", args[0], "isolation.level", "read_committed"),
                new StringDeserializer(),
                decisions.deserializer())) {
      List<TopicPartition> answers = new ArrayList<>();
      for (String topic : List.of("approved-order", "rejected-order")) {
        consumer
            .partitionsFor(topic)
            .forEach(p -> answers.add(new TopicPartition(topic, p.partition())));
      }
      consumer.assign(answers);
      consumer.seekToEnd(answers);
      answers.forEach(consumer::position); // Looks the ends up now, before anything is sent.

      for (int send = 0; send < SENDS; send++) {
        // The key is the portfolio. Kafka's Java client then takes the right partition by itself.
        producer.send(new ProducerRecord<>("order-intent", intent.getPortfolioId(), intent)).get();
        long until = System.nanoTime() + ANSWER_SECONDS * 1_000_000_000L;
        while (System.nanoTime() < until) {
          for (ConsumerRecord<String, OrderDecision> record :
              consumer.poll(Duration.ofMillis(100))) {
            OrderIntent of = record.value().getIntent();
            if (of.getOrderId().equals(intent.getOrderId())
                && of.getPortfolioId().equals(intent.getPortfolioId())) {
              print(record.value());
              return;
            }
          }
        }
      }
    }
    System.err.println("no answer yet: ask again under the same order id, never under a new one");
    System.exit(1);
  }

  private static void print(OrderDecision decision) {
    String why =
        decision.getViolations().isEmpty()
            ? ""
            : " "
                + decision.getViolations().get(0).getReason()
                + ": "
                + decision.getViolations().get(0).getMessage();
    System.out.printf(
        "%s %s %s%s%n",
        decision.getIntent().getOrderId(),
        decision.getOutcome(),
        decision.getApprovedQuantity().toPlainString(),
        why);
  }

  /** The wire has eight decimal places; more of them are an error here, not rounded away. */
  private static BigDecimal decimal(String text) {
    return new BigDecimal(text).setScale(8);
  }
}
