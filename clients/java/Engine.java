import com.alphapulse.riskbudget.avro.CancelRequest;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.ExecutionStatus;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.OrderType;
import com.alphapulse.riskbudget.serde.AvroSerde;
import com.alphapulse.riskbudget.serde.HttpSchemaRegistry;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * An execution engine for one portfolio, with a stand-in for the venue: half of an order fills at
 * once, then the rest of a market order; a limit order rests until somebody cancels it.
 *
 * <pre>
 * java -cp 'streams-app/target/lib/*' clients/java/Engine.java BROKER REGISTRY PORTFOLIO
 * </pre>
 */
final class Engine {
  private record Resting(OrderIntent order, BigDecimal filled) {}

  // In memory, for brevity: a real engine keeps both where they outlive it.
  private final Map<String, Resting> resting = new HashMap<>();
  private final Set<String> cancelled = new HashSet<>();
  private final KafkaProducer<String, ExecutionReport> producer;

  private Engine(KafkaProducer<String, ExecutionReport> producer) {
    this.producer = producer;
  }

  public static void main(String[] args) throws Exception {
    HttpSchemaRegistry registry = new HttpSchemaRegistry(args[1], Map.of());
    AvroSerde<OrderDecision> decisions = AvroSerde.of(OrderDecision.class, registry);
    AvroSerde<CancelRequest> cancels = AvroSerde.of(CancelRequest.class, registry);
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            args[0],
            "group.id",
            "engine-" + args[2],
            "auto.offset.reset",
            "earliest",
            "enable.auto.commit",
            false,
            "isolation.level",
            "read_committed"); // What was not committed was never approved.
    try (KafkaProducer<String, ExecutionReport> producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", args[0]),
                new StringSerializer(),
                AvroSerde.of(ExecutionReport.class, registry).serializer());
        KafkaConsumer<String, byte[]> consumer =
            new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      Engine engine = new Engine(producer);
      consumer.subscribe(List.of("approved-order", "cancel-request"));
      while (true) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          if (!record.key().equals(args[2])) {
            continue;
          }
          if (record.topic().equals("cancel-request")) {
            engine.cancel(cancels.deserializer().deserialize(record.topic(), record.value()));
          } else {
            engine.trade(decisions.deserializer().deserialize(record.topic(), record.value()));
          }
        }
        consumer
            .commitSync(); // After the reports, so that none is lost; a repeated one is no harm.
      }
    }
  }

  private void trade(OrderDecision decision) throws Exception {
    if (decision.getRepeat()) {
      return; // The answer to a resent order; the order itself has come already.
    }
    OrderIntent order = decision.getIntent();
    BigDecimal quantity = decision.getApprovedQuantity(); // Perhaps less than was asked for.
    BigDecimal none = BigDecimal.ZERO.setScale(8);
    if (cancelled.contains(order.getOrderId())) {
      report(order, ExecutionStatus.CANCELLED, none, none, none); // Its cancel was read first.
      return;
    }
    boolean limit = order.getType() == OrderType.LIMIT;
    BigDecimal price = limit ? order.getLimitPrice() : decision.getInputs().getMark();
    BigDecimal half = quantity.divide(BigDecimal.valueOf(2), 8, RoundingMode.DOWN);
    report(order, ExecutionStatus.PARTIALLY_FILLED, half, half, price);
    if (limit) {
      resting.put(order.getOrderId(), new Resting(order, half));
    } else {
      report(order, ExecutionStatus.FILLED, quantity.subtract(half), quantity, price);
    }
  }

  private void cancel(CancelRequest request) throws Exception {
    cancelled.add(request.getOrderId());
    Resting order = resting.remove(request.getOrderId());
    if (order != null) {
      BigDecimal none = BigDecimal.ZERO.setScale(8);
      report(order.order(), ExecutionStatus.CANCELLED, none, order.filled(), none);
    }
  }

  /** Writes a report and waits until it is written. */
  private void report(
      OrderIntent order,
      ExecutionStatus status,
      BigDecimal last,
      BigDecimal cumulative,
      BigDecimal price)
      throws Exception {
    ExecutionReport report =
        ExecutionReport.newBuilder()
            .setPortfolioId(order.getPortfolioId())
            .setOrderId(order.getOrderId())
            .setStrategyId(order.getStrategyId())
            .setSymbol(order.getSymbol())
            .setSide(order.getSide())
            .setStatus(status)
            .setLastQuantity(last)
            .setCumulativeQuantity(cumulative)
            .setPrice(price)
            // The same for the same fill however often it is reported: it is booked once.
            .setExecId(order.getOrderId() + "-" + status)
            .setEventTime(Instant.now())
            .build();
    producer.send(new ProducerRecord<>("execution-report", order.getPortfolioId(), report)).get();
  }
}
