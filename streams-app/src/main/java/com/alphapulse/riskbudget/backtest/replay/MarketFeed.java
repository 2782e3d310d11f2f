package com.alphapulse.riskbudget.backtest.replay;

import com.alphapulse.riskbudget.config.MarketSettings;
import com.alphapulse.riskbudget.domain.AssetClass;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.market.MarketEvent;
import com.alphapulse.riskbudget.market.MarketModel;
import com.alphapulse.riskbudget.market.bars.Tick;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Plays closing levels into the market stage's model, one tick per symbol at noon, and hands out
 * what the model publishes day by day.
 */
public final class MarketFeed {
  public static final String MARKET = "PRICES";

  /** Of all levels of a file; which one it is does not matter to what is measured. */
  static final String CURRENCY = "USD";

  private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

  private final PriceTable prices;
  private final Map<String, AssetClass> assetClasses;
  private final MarketModel model;
  private final PriceWarnings warnings = new PriceWarnings();
  private int nextDay;

  /** A feed before its first day. */
  MarketFeed(PriceTable prices, Map<String, AssetClass> assetClasses, MarketSettings settings) {
    this.prices = prices;
    this.assetClasses = assetClasses;
    this.model = new MarketModel(MARKET, settings.withDefaultCurrency(CURRENCY));
    play(0);
  }

  /**
   * What is known once the next day is over, from day 0 on. The model closes a bar when prices of a
   * later one arrive, so the following day is played too; a snapshot holds nothing of it.
   *
   * @return none on the last day, whose bar nothing closes
   */
  List<MarketSnapshot> closeNextDay() {
    nextDay++;
    return nextDay < prices.days() ? play(nextDay) : List.of();
  }

  /** What was odd about the prices so far. */
  List<String> warnings() {
    return warnings.lines();
  }

  /** Event time of a day's levels, milliseconds. */
  static long noon(LocalDate date) {
    return date.toEpochDay() * DAY_MILLIS + DAY_MILLIS / 2;
  }

  private List<MarketSnapshot> play(int day) {
    List<MarketSnapshot> snapshots = new ArrayList<>();
    long noon = noon(prices.dates().get(day));
    for (int s = 0; s < prices.symbols().size(); s++) {
      BigDecimal close = prices.closes()[day][s];
      if (close != null) {
        String symbol = prices.symbols().get(s);
        for (MarketEvent event :
            model.onTick(new Tick(symbol, assetClasses.get(symbol), close, noon))) {
          if (event instanceof MarketEvent.SnapshotPublished published) {
            snapshots.add(published.snapshot());
          } else if (event instanceof MarketEvent.AlertRaised raised) {
            warnings.add(raised.alert());
          }
        }
      }
    }
    return snapshots;
  }
}
