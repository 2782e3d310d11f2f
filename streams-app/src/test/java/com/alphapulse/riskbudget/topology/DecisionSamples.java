package com.alphapulse.riskbudget.topology;

import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.OrderType;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.avro.Sizing;
import com.alphapulse.riskbudget.avro.TimeInForce;
import com.alphapulse.riskbudget.domain.AssetClass;
import com.alphapulse.riskbudget.domain.InstrumentSpec;
import com.alphapulse.riskbudget.domain.TradingState;
import com.alphapulse.riskbudget.domain.limit.LimitSource;
import com.alphapulse.riskbudget.gate.Decision;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.alphapulse.riskbudget.topology.wire.Decimals;
import com.alphapulse.riskbudget.topology.wire.GateWire;
import com.alphapulse.riskbudget.topology.wire.NameTable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;

/** Decisions of every kind, nonsense among them, for the tests of this package. */
public final class DecisionSamples {
  /** Where the bytes of a decimal become one more, and where rounding or cutting begins. */
  public static final List<String> EDGES =
      List.of(
          "0",
          "0E-12",
          "1E+3",
          "0.00000127",
          "0.00000128",
          "-0.00000128",
          "-0.00000129",
          "0.00000255",
          "0.00032768",
          "-0.00032769",
          "0.000000004",
          "-0.000000006",
          "0.999999999999",
          "9999999999.99999999",
          "92233720368",
          "92233720368.54775807",
          "92233720368.54775808",
          "-92233720368.54775808",
          "-92233720368.54775809",
          "999999999999999999999999999999.99999999",
          "-999999999999999999999999999999.99999999",
          "999999999999999999999999999999.999999991",
          "1E+30",
          "-1000000000000000000000000000000.123456789",
          "1E+45");

  private static final List<String> TEXTS =
      List.of("", "AAPL", "Übermaß über Öl", "漢字かな", "🦄 ∑≤", "a\u0000\n\"b", "é".repeat(300));

  /** All that is written of one decision. */
  public record Sample(Decision decision, OrderIntent intent, long[] cursor, long decidedAt) {

    public OrderDecision expected() {
      Map<String, Long> offsets = new LinkedHashMap<>();
      for (int i = 0; i < cursor.length; i++) {
        offsets.put(Topics.GATE_INPUTS.get(i).logicalName(), cursor[i]);
      }
      OrderDecision record = DecisionRecords.record(decision, intent, offsets);
      record.setDecidedAt(Instant.ofEpochMilli(decidedAt));
      return record;
    }
  }

  private DecisionSamples() {}

  public static Sample sample(Random random) {
    OrderIntent intent = intent(random);
    List<Violation> violations = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      violations.add(violation(random));
    }
    Decision decision =
        new Decision(
            GateWire.order(intent, new NameTable()),
            random.nextBoolean(),
            decimal(random),
            random.nextBoolean(),
            violations,
            optional(random),
            inputs(random),
            time(random));
    long[] cursor = random.longs(Topics.GATE_INPUTS.size()).map(o -> o >> o % 60).toArray();
    return new Sample(decision, intent, cursor, random.nextInt(9) == 0 ? 0 : time(random) >>> 14);
  }

  private static OrderIntent intent(Random random) {
    OrderIntent intent = new OrderIntent();
    intent.setOrderId(text(random));
    intent.setPortfolioId(text(random));
    intent.setStrategyId(text(random));
    intent.setSymbol(text(random));
    intent.setSide(any(random, Side.values()));
    intent.setQuantity(Decimals.down(decimal(random)));
    intent.setType(any(random, OrderType.values()));
    intent.setLimitPrice(Decimals.nullableDown(optional(random)));
    intent.setSizing(any(random, Sizing.values()));
    intent.setReduceOnly(random.nextBoolean());
    intent.setTimeInForce(any(random, TimeInForce.values()));
    intent.setSubmittedAt(Instant.ofEpochMilli(time(random)));
    return intent;
  }

  public static Violation violation(Random random) {
    return new Violation(
        any(random, RejectReason.values()),
        text(random),
        any(random, Violation.Scope.values()),
        text(random),
        optional(random),
        optional(random),
        LimitSource.of(text(random)),
        optional(random));
  }

  private static Decision.Inputs inputs(Random random) {
    return new Decision.Inputs(
        time(random),
        new Decision.Held(decimal(random), decimal(random), decimal(random)),
        new Decision.Held(decimal(random), decimal(random), decimal(random)),
        optional(random),
        optional(random),
        optional(random),
        random.nextInt() >> random.nextInt(32),
        optional(random).map(price -> mark(price, time(random))),
        optionalLong(random),
        optionalLong(random),
        any(random, TradingState.values()),
        optionalLong(random),
        optionalDouble(random),
        optionalDouble(random),
        optionalDouble(random));
  }

  private static Marks.Mark mark(BigDecimal price, long time) {
    return Marks.Mark.of(InstrumentSpec.defaults("A", AssetClass.EQUITY, "EUR"), price, time);
  }

  /** Of 0 to 12 places, of any size up to and beyond what the schema holds. */
  private static BigDecimal decimal(Random random) {
    BigInteger large = new BigInteger(random.nextInt(150), random);
    int scale = random.nextInt(13);
    return switch (random.nextInt(4)) {
      case 0 -> BigDecimal.valueOf(random.nextInt(2001) - 1000, scale);
      case 1 -> BigDecimal.valueOf(time(random), scale);
      case 2 -> new BigDecimal(random.nextBoolean() ? large : large.negate(), scale);
      default -> new BigDecimal(EDGES.get(random.nextInt(EDGES.size())));
    };
  }

  private static Optional<BigDecimal> optional(Random random) {
    return random.nextInt(3) == 0 ? Optional.empty() : Optional.of(decimal(random));
  }

  private static OptionalLong optionalLong(Random random) {
    return random.nextInt(3) == 0 ? OptionalLong.empty() : OptionalLong.of(time(random));
  }

  private static OptionalDouble optionalDouble(Random random) {
    double value = Double.longBitsToDouble(random.nextLong());
    return switch (random.nextInt(3)) {
      case 0 -> OptionalDouble.empty();
      case 1 -> OptionalDouble.of(value);
      default -> OptionalDouble.of(random.nextInt(5) / 4.0);
    };
  }

  /** A long of any size. */
  private static long time(Random random) {
    return random.nextLong() >> random.nextInt(64);
  }

  private static String text(Random random) {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private static <T> T any(Random random, T[] values) {
    return values[random.nextInt(values.length)];
  }
}
