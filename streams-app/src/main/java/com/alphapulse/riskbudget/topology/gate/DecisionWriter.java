package com.alphapulse.riskbudget.topology.gate;

import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.avro.TradingState;
import com.alphapulse.riskbudget.gate.Decision;
import com.alphapulse.riskbudget.gate.Violation;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.alphapulse.riskbudget.topology.wire.Decimals;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.apache.avro.io.Encoder;

/**
 * Writes a decision as an {@link OrderDecision} in Avro's binary encoding, field by field from the
 * gate's values. Avro's own writer takes four times as long, since it looks up each field's
 * conversion and union branch anew; {@code DecisionWriterTest} holds the two against each other.
 *
 * <p>Numbers are rounded to the wire's eight decimals: what counts for the order towards zero, what
 * is shown beside a limit that it exceeds away from it. For one thread.
 */
public final class DecisionWriter {
  private static final String[] INPUTS =
      Topics.GATE_INPUTS.stream().map(Topics::logicalName).toArray(String[]::new);
  private static final int ABSENT = 0;
  private static final int PRESENT = 1;
  private static final int MICROS = 1000;

  private final byte[] scratch = new byte[Long.BYTES];
  private Encoder out;

  /**
   * Writes one decision.
   *
   * @param intent as it was sent; its decimals fit the wire
   * @param cursor offset of the last record applied before it, by position in {@link
   *     Topics#GATE_INPUTS}
   * @param decidedAt wall-clock time, milliseconds
   */
  void write(Decision decision, OrderIntent intent, long[] cursor, long decidedAt, Encoder to)
      throws IOException {
    out = to;
    intent(intent);
    symbol(decision.approved() ? Outcome.APPROVED : Outcome.REJECTED);
    down(decision.approvedQuantity());
    out.writeBoolean(false); // Not a repeat.
    out.writeBoolean(decision.reducing());
    violations(decision.violations());
    optionalDown(decision.largestQuantity());
    inputs(decision.inputs());
    cursor(cursor);
    out.writeLong(decision.asOf());
    out.writeLong(decidedAt * MICROS);
  }

  private void intent(OrderIntent intent) throws IOException {
    out.writeString(intent.getOrderId());
    out.writeString(intent.getPortfolioId());
    out.writeString(intent.getStrategyId());
    out.writeString(intent.getSymbol());
    symbol(intent.getSide());
    down(intent.getQuantity());
    symbol(intent.getType());
    optionalDown(Optional.ofNullable(intent.getLimitPrice()));
    symbol(intent.getSizing());
    out.writeBoolean(intent.getReduceOnly());
    symbol(intent.getTimeInForce());
    out.writeLong(intent.getSubmittedAt().toEpochMilli());
  }

  private void violations(List<Violation> violations) throws IOException {
    out.writeArrayStart();
    out.setItemCount(violations.size());
    for (Violation violation : violations) {
      out.startItem();
      out.writeString(violation.reason().name());
      out.writeString(violation.message());
      out.writeString(violation.scope().name());
      out.writeString(violation.scopeId());
      optionalUp(violation.observed());
      optionalDown(violation.limit());
      out.writeString(violation.source().text());
      optionalDown(violation.largestQuantity());
    }
    out.writeArrayEnd();
  }

  private void inputs(Decision.Inputs inputs) throws IOException {
    out.writeLong(inputs.ledgerSequence());
    down(inputs.ofPortfolio().position());
    down(inputs.ofPortfolio().pendingBuys());
    down(inputs.ofPortfolio().pendingSells());
    down(inputs.ofStrategy().position());
    down(inputs.ofStrategy().pendingBuys());
    down(inputs.ofStrategy().pendingSells());
    optionalUp(inputs.grossExposure());
    optionalUp(inputs.strategyExposure());
    optionalDown(inputs.equity());
    out.writeInt(inputs.openOrders());
    mark(inputs.mark());
    optional(inputs.budgetVersion());
    optional(inputs.budgetAsOf());
    symbol(TradingState.valueOf(inputs.tradingState().name()));
    optional(inputs.stateSequence());
    optional(inputs.volatility());
    optional(inputs.portfolioRateTokens());
    optional(inputs.strategyRateTokens());
  }

  private void mark(Optional<Marks.Mark> mark) throws IOException {
    if (mark.isEmpty()) {
      out.writeIndex(ABSENT);
      out.writeIndex(ABSENT);
      return;
    }
    out.writeIndex(PRESENT);
    down(mark.get().price());
    out.writeIndex(PRESENT);
    out.writeLong(mark.get().eventTime());
  }

  private void cursor(long[] cursor) throws IOException {
    out.writeMapStart();
    out.setItemCount(INPUTS.length);
    for (int i = 0; i < INPUTS.length; i++) {
      out.startItem();
      out.writeString(INPUTS[i]);
      out.writeLong(cursor[i]);
    }
    out.writeMapEnd();
  }

  @SuppressWarnings("EnumOrdinal") // Generated constants stand in the schema's order.
  private void symbol(Enum<?> constant) throws IOException {
    out.writeEnum(constant.ordinal());
  }

  private void optional(OptionalLong value) throws IOException {
    out.writeIndex(value.isPresent() ? PRESENT : ABSENT);
    if (value.isPresent()) {
      out.writeLong(value.getAsLong());
    }
  }

  private void optional(OptionalDouble value) throws IOException {
    out.writeIndex(value.isPresent() ? PRESENT : ABSENT);
    if (value.isPresent()) {
      out.writeDouble(value.getAsDouble());
    }
  }

  private void optionalUp(Optional<BigDecimal> value) throws IOException {
    out.writeIndex(value.isPresent() ? PRESENT : ABSENT);
    if (value.isPresent()) {
      decimal(value.get(), RoundingMode.UP);
    }
  }

  private void optionalDown(Optional<BigDecimal> value) throws IOException {
    out.writeIndex(value.isPresent() ? PRESENT : ABSENT);
    if (value.isPresent()) {
      decimal(value.get(), RoundingMode.DOWN);
    }
  }

  private void down(BigDecimal value) throws IOException {
    decimal(value, RoundingMode.DOWN);
  }

  /** The shortest two's complement of the unscaled value, most significant byte first. */
  private void decimal(BigDecimal value, RoundingMode rounding) throws IOException {
    OptionalLong exact = Decimals.unscaledOnWire(value);
    if (exact.isEmpty()) {
      byte[] unscaled = Decimals.fit(value, rounding).unscaledValue().toByteArray();
      out.writeBytes(unscaled, 0, unscaled.length);
      return;
    }
    long unscaled = exact.getAsLong();
    int start = Long.BYTES;
    do {
      scratch[--start] = (byte) unscaled;
      unscaled >>= Byte.SIZE;
    } while (unscaled != scratch[start] >> (Byte.SIZE - 1));
    out.writeBytes(scratch, start, Long.BYTES - start);
  }
}
