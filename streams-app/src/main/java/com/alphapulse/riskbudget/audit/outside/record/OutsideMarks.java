package com.alphapulse.riskbudget.audit.outside.record;

import com.alphapulse.riskbudget.avro.Mark;
import com.alphapulse.riskbudget.avro.MarketMarks;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Latest prices of a market, as its record tells them.
 *
 * @param record empty before the first one
 * @param sequence grows with every record of the market; -1 before the first
 * @param asOf latest event time among the prices, milliseconds; the least there is before the first
 */
public record OutsideMarks(
    Optional<MarketMarks> record, long sequence, long asOf, Map<String, OutsideMark> bySymbol) {
  /** A market of which no price is known. */
  public static final OutsideMarks NONE =
      new OutsideMarks(Optional.empty(), -1, Long.MIN_VALUE, Map.of());

  /**
   * Latest price of one instrument.
   *
   * @param price above 0, in the instrument's currency
   * @param time event time, milliseconds
   * @param currency empty where it is not known
   * @param multiplier money that one unit at a price of 1 is worth
   * @param unitValue price times multiplier: notional of one unit
   * @param bid best bid, where there is one
   * @param ask best ask, where there is one
   * @param calendar name of the calendar of its sessions; empty where it has none
   */
  public record OutsideMark(
      BigDecimal price,
      long time,
      String currency,
      BigDecimal lot,
      BigDecimal tick,
      BigDecimal multiplier,
      BigDecimal unitValue,
      Optional<BigDecimal> bid,
      Optional<BigDecimal> ask,
      Optional<String> calendar) {}

  /** The prices of a record, without those whose numbers make no sense. */
  public static OutsideMarks of(MarketMarks record) {
    Map<String, OutsideMark> bySymbol = new HashMap<>();
    for (Mark mark : record.getMarks()) {
      boolean sensible =
          Stream.of(
                  mark.getPrice(),
                  mark.getLotSize(),
                  mark.getTickSize(),
                  mark.getContractMultiplier())
              .allMatch(number -> number.signum() > 0);
      if (sensible) {
        bySymbol.put(
            mark.getSymbol(),
            new OutsideMark(
                mark.getPrice(),
                mark.getEventTime().toEpochMilli(),
                mark.getCurrency(),
                mark.getLotSize(),
                mark.getTickSize(),
                mark.getContractMultiplier(),
                mark.getPrice().multiply(mark.getContractMultiplier()),
                Optional.ofNullable(mark.getBid()),
                Optional.ofNullable(mark.getAsk()),
                Optional.ofNullable(mark.getCalendar())));
      }
    }
    return new OutsideMarks(
        Optional.of(record), record.getSequence(), record.getAsOf().toEpochMilli(), bySymbol);
  }

  public Optional<OutsideMark> of(String symbol) {
    return Optional.ofNullable(bySymbol.get(symbol));
  }
}
