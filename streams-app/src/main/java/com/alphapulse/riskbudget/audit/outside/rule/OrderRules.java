package com.alphapulse.riskbudget.audit.outside.rule;

import com.alphapulse.riskbudget.audit.outside.record.Finding.Kind;
import com.alphapulse.riskbudget.audit.outside.record.Identifier;
import com.alphapulse.riskbudget.audit.outside.record.OutsideDefinition;
import com.alphapulse.riskbudget.audit.outside.record.OutsideMarks.OutsideMark;
import com.alphapulse.riskbudget.audit.outside.record.Texts;
import com.alphapulse.riskbudget.audit.outside.state.Facts;
import com.alphapulse.riskbudget.audit.outside.state.OutsideLedger;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.OrderType;
import com.alphapulse.riskbudget.avro.Side;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What an order itself must be like. */
final class OrderRules {
  /** Largest quantity and price. */
  private static final BigDecimal LARGEST = new BigDecimal("1e14");

  /** Tick where no mark tells one. */
  private static final BigDecimal SMALLEST_TICK = new BigDecimal("0.00000001");

  /** A quote farther from the mark than by this factor is not believed. */
  private static final BigDecimal BELIEVED = new BigDecimal("1.5");

  private OrderRules() {}

  /** The key of its record is its portfolio, in that key's partition. */
  static void routed(Facts facts, BigDecimal quantity, List<Broken> broken) {
    OrderIntent intent = facts.intent();
    if (!facts.key().filter(intent.getPortfolioId()::equals).isPresent()) {
      broken.add(
          Broken.of(Kind.UNROUTABLE, intent.getOrderId(), "key " + facts.key().orElse("missing")));
    }
  }

  static void identifiers(Facts facts, BigDecimal quantity, List<Broken> broken) {
    OrderIntent intent = facts.intent();
    Stream.of(
            intent.getOrderId(),
            intent.getPortfolioId(),
            intent.getStrategyId(),
            intent.getSymbol())
        .filter(id -> !Identifier.isUsable(id))
        .forEach(id -> broken.add(Broken.of(Kind.BAD_IDENTIFIER, intent.getOrderId(), id)));
  }

  /**
   * Above 0, not too large, and a whole number of lots where the lot is known, or all that is left
   * of the position.
   */
  static void quantity(Facts facts, BigDecimal quantity, List<Broken> broken) {
    String orderId = facts.intent().getOrderId();
    if (quantity.signum() <= 0 || quantity.compareTo(LARGEST) > 0) {
      broken.add(Broken.of(Kind.BAD_QUANTITY, orderId, Texts.plain(quantity)));
    } else if (facts.mark().filter(mark -> !isWhole(quantity, mark.lot())).isPresent()
        && !facts.closes(quantity)) {
      broken.add(
          Broken.of(
              Kind.NOT_A_LOT,
              orderId,
              "%s in lots of %s"
                  .formatted(
                      Texts.plain(quantity), Texts.plain(facts.mark().orElseThrow().lot()))));
    }
  }

  /** A limit price with limit orders only, above 0, not too large, a whole number of ticks. */
  static void price(Facts facts, BigDecimal quantity, List<Broken> broken) {
    OrderIntent intent = facts.intent();
    BigDecimal price = intent.getLimitPrice();
    boolean wanted = intent.getType() == OrderType.LIMIT;
    boolean right =
        wanted
            ? price != null && price.signum() > 0 && price.compareTo(LARGEST) <= 0
            : price == null;
    if (!right) {
      broken.add(
          Broken.of(
              Kind.BAD_PRICE,
              intent.getOrderId(),
              "%s order with limit price %s".formatted(intent.getType(), Texts.plain(price))));
      return;
    }
    BigDecimal tick = facts.mark().map(OutsideMark::tick).orElse(SMALLEST_TICK);
    if (price != null && !isWhole(price, tick)) {
      broken.add(
          Broken.of(
              Kind.NOT_A_TICK,
              intent.getOrderId(),
              "%s in ticks of %s".formatted(Texts.plain(price), Texts.plain(tick))));
    }
  }

  private static boolean isWhole(BigDecimal value, BigDecimal step) {
    return value.remainder(step).signum() == 0;
  }

  /** Its id is not that of an order that is remembered. */
  static void newId(Facts facts, BigDecimal quantity, List<Broken> broken) {
    String orderId = facts.intent().getOrderId();
    OutsideLedger ledger = facts.state().ledger();
    if (ledger.order(orderId).isPresent() || ledger.isHeld(orderId)) {
      broken.add(Broken.of(Kind.DUPLICATE_ORDER, orderId, "an order of this id is known"));
    }
  }

  static void notOld(Facts facts, BigDecimal quantity, List<Broken> broken) {
    long age = facts.age(facts.intent().getSubmittedAt().toEpochMilli());
    long oldest = facts.settings().maxIntentAge().toMillis();
    if (age > oldest) {
      broken.add(Broken.tooOld(Kind.STALE_INTENT, facts.intent().getOrderId(), age, oldest));
    }
  }

  /** It is not from the future. */
  static void notAhead(Facts facts, BigDecimal quantity, List<Broken> broken) {
    long lead = -facts.age(facts.intent().getSubmittedAt().toEpochMilli());
    long largest = facts.settings().maxClockLead().toMillis();
    if (lead > largest) {
      broken.add(
          Broken.of(
              Kind.CLOCK_AHEAD,
              facts.intent().getOrderId(),
              "%d ms ahead, at most %d".formatted(lead, largest)));
    }
  }

  /** A buy not too far above what it costs, a sell not too far below what it brings. */
  static void collar(Facts facts, BigDecimal quantity, List<Broken> broken) {
    BigDecimal price = facts.intent().getLimitPrice();
    Optional<OutsideMark> mark =
        facts.mark().filter(m -> facts.age(m.time()) <= facts.settings().maxMarkAge().toMillis());
    if (price == null || price.signum() <= 0 || mark.isEmpty()) {
      return;
    }
    boolean buys = facts.intent().getSide() == Side.BUY;
    BigDecimal reference = reference(mark.get(), buys);
    BigDecimal limit =
        Facts.lowest(
                Optional.of(facts.settings().maxPriceDeviation()),
                facts.hard().flatMap(h -> OutsideDefinition.limit(h.getMaxPriceDeviation())))
            .orElseThrow();
    BigDecimal widest = limit.multiply(reference);
    boolean far =
        buys
            ? price.compareTo(reference.add(widest)) > 0
            : price.compareTo(reference.subtract(widest)) < 0;
    if (far) {
      broken.add(
          Broken.of(
              Kind.PRICE_COLLAR,
              facts.intent().getOrderId(),
              "%s against %s, at most %s of it away"
                  .formatted(Texts.plain(price), Texts.plain(reference), Texts.plain(limit))));
    }
  }

  /** The mark, or the ask above it for a buyer, the bid below it for a seller. */
  private static BigDecimal reference(OutsideMark mark, boolean buys) {
    boolean crossed =
        mark.bid().isPresent()
            && mark.ask().isPresent()
            && mark.bid().get().compareTo(mark.ask().get()) > 0;
    Optional<BigDecimal> quote =
        (buys ? mark.ask() : mark.bid())
            .filter(
                q ->
                    !crossed
                        && q.compareTo(mark.price().multiply(BELIEVED)) <= 0
                        && mark.price().compareTo(q.multiply(BELIEVED)) <= 0);
    return quote.map(q -> buys ? q.max(mark.price()) : q.min(mark.price())).orElse(mark.price());
  }
}
