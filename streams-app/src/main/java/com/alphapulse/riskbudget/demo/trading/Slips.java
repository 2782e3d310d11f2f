package com.alphapulse.riskbudget.demo.trading;

import com.alphapulse.riskbudget.avro.Instrument;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.OrderType;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.Sizing;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What goes wrong on a trading floor: an order with a zero too many, a fraction of a lot, a price
 * between two ticks, an instrument or a strategy that does not exist, an instrument that compliance
 * has restricted, an order sent twice. About one order in twelve is touched.
 */
final class Slips {
  private static final BigDecimal ZERO_TOO_MANY = BigDecimal.TEN;
  private static final BigDecimal HALF = new BigDecimal("0.5");

  /** Orders that a resend is picked from. */
  private static final int RECENT = 60;

  private final Portfolio portfolio;
  private final SplittableRandom random;
  private final List<OrderIntent> recent = new ArrayList<>();

  /**
   * What is sent in place of one order.
   *
   * @param booked what the desk should count on; empty where the order can only be rejected
   * @param records in the order in which they are sent
   */
  record Sent(Optional<OrderIntent> booked, List<OrderIntent> records) {}

  Slips(Portfolio portfolio, SplittableRandom random) {
    this.portfolio = portfolio;
    this.random = random;
  }

  /** The records to send for an order that a strategy wants, mostly that order alone. */
  Sent send(OrderIntent.Builder wanted, Instrument instrument) {
    List<OrderIntent> records = new ArrayList<>();
    if (random.nextInt(100) == 0 && !recent.isEmpty()) {
      records.add(recent.get(random.nextInt(recent.size())));
    }
    boolean spoilt = spoil(wanted, instrument);
    OrderIntent order = wanted.build();
    records.add(order);
    remember(order);
    // A doubled click: the same order again at once, before the answer to the first can be known.
    if (random.nextInt(200) == 0) {
      records.add(records.get(records.size() - 1));
    }
    boolean mayPass = !spoilt || order.getSizing() == Sizing.REDUCE_TO_FIT;
    return new Sent(mayPass ? Optional.of(order) : Optional.empty(), List.copyOf(records));
  }

  /** Changes an order into one with a slip, or leaves it as it is and says so. */
  private boolean spoil(OrderIntent.Builder order, Instrument instrument) {
    int draw = random.nextInt(1000);
    if (draw < 25) {
      order.setQuantity(order.getQuantity().multiply(ZERO_TOO_MANY)).setReduceOnly(false);
    } else if (draw < 40) {
      order
          .setQuantity(order.getQuantity().multiply(ZERO_TOO_MANY))
          .setSizing(Sizing.REDUCE_TO_FIT)
          .setReduceOnly(false);
    } else if (draw < 50) {
      order
          .setQuantity(order.getQuantity().add(instrument.getLotSize().multiply(HALF).setScale(8)))
          .setSizing(Sizing.EXACT);
    } else if (draw < 56) {
      order.setStrategyId("carry").setSizing(Sizing.EXACT);
    } else if (draw < 62) {
      order.setSymbol("XAU").setSizing(Sizing.EXACT);
    } else if (draw < 70 && !portfolio.getRestrictedSymbols().isEmpty()) {
      List<String> restricted = portfolio.getRestrictedSymbols();
      order.setSymbol(restricted.get(random.nextInt(restricted.size()))).setSizing(Sizing.EXACT);
    } else if (draw < 74 && order.getType() == OrderType.LIMIT) {
      BigDecimal halfTick = instrument.getTickSize().multiply(HALF).setScale(8);
      order.setLimitPrice(order.getLimitPrice().add(halfTick)).setSizing(Sizing.EXACT);
    } else {
      return false;
    }
    return true;
  }

  private void remember(OrderIntent intent) {
    if (recent.size() == RECENT) {
      recent.remove(0);
    }
    recent.add(intent);
  }
}
