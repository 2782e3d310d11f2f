package com.alphapulse.riskbudget.config;

import com.alphapulse.riskbudget.domain.calendar.TradingCalendar;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** How bars, the risk model and the regime are computed ({@code market}). */
public record MarketSettings(
    Duration barInterval,
    double barsPerYear,
    int latenessBars,
    Duration markInterval,
    double volatilityHalfLife,
    double correlationHalfLife,
    ShrinkageTarget shrinkageTarget,
    double shrinkage,
    int warmupBars,
    String defaultCurrency,
    Duration maxClockLead,
    Map<String, String> calendars,
    Set<String> calendarNames,
    Regimes regimes) {

  /** Characters of the longest code of a currency; those that are no country's have more than 3. */
  private static final int MAX_CURRENCY = 12;

  /** What the correlation estimate is shrunk towards. */
  public enum ShrinkageTarget {
    /** The mean correlation, for every pair. */
    CONSTANT_CORRELATION,
    /** No correlation. */
    IDENTITY
  }

  /** Where a market's regime comes from. */
  public enum RegimeSource {
    /** The detector inside the market stage. */
    BUILT_IN,
    /** Only the records that others write to {@code regime-change}. */
    EXTERNAL
  }

  /** How the detector inside the market stage works. */
  public enum Detector {
    /** Thresholds on volatility, drawdown and trend. */
    RULES,
    /** Gaussian hidden Markov model, filtered forwards. */
    HIDDEN_MARKOV,
    /** Statistical jump model. */
    JUMP_MODEL
  }

  /**
   * Window and states of a model that is fitted again and again ({@code hidden_markov}, {@code
   * jump_model}).
   *
   * @param states hidden states, 2 to 4
   * @param window newest bars that a fit takes in
   * @param minimumBars bars before the first fit, at most {@code window}
   * @param refitInterval bars from one fit to the next
   */
  public record Fit(int states, int window, int minimumBars, int refitInterval) {}

  /**
   * Statistical jump model ({@code jump_model}).
   *
   * @param jumpPenalty what a change of state costs, in units of half a squared standard deviation
   *     of one feature
   */
  public record JumpModel(Fit fit, double jumpPenalty) {}

  /**
   * Regime detection ({@code regime}).
   *
   * @param detector which method counts with {@link RegimeSource#BUILT_IN}
   * @param volatilityWindow bars of the long median that volatility is held against, and within
   *     which the peak lies
   * @param crisisVolatilityRatio volatility divided by its median from which a crisis is declared
   * @param bearVolatilityRatio volatility divided by its median that, with a falling trend, makes a
   *     bear market
   * @param crisisDrawdown fall from the peak that, with high volatility, makes a crisis
   * @param bearDrawdown fall from the peak that makes a bear market
   * @param trendWindow bars of the moving average that the trend is measured against
   * @param hysteresis share by which a value must fall back below its threshold
   * @param confirmationBars bars that a less cautious regime must hold before it is declared
   */
  public record Regimes(
      RegimeSource source,
      Detector detector,
      int volatilityWindow,
      double crisisVolatilityRatio,
      double bearVolatilityRatio,
      double crisisDrawdown,
      double bearDrawdown,
      int trendWindow,
      double hysteresis,
      int confirmationBars,
      Fit hiddenMarkov,
      JumpModel jumpModel) {}

  /** The same, with another {@code default_currency}. */
  public MarketSettings withDefaultCurrency(String currency) {
    return new MarketSettings(
        barInterval,
        barsPerYear,
        latenessBars,
        markInterval,
        volatilityHalfLife,
        correlationHalfLife,
        shrinkageTarget,
        shrinkage,
        warmupBars,
        currency,
        maxClockLead,
        calendars,
        calendarNames,
        regimes);
  }

  static MarketSettings read(ConfigNode node, Map<String, TradingCalendar> known) {
    return new MarketSettings(
        node.seconds("bar_interval", Duration.ofDays(1), Duration.ofMillis(1), "Length of a bar."),
        node.number(
            "bars_per_year", 252, 1, 1e9, "Bars in a year, by which volatility is annualised."),
        node.integer(
            "lateness_bars",
            1,
            0,
            1000,
            "Bars for which an open bar waits for instruments that have not moved past it."),
        node.seconds(
            "mark_interval",
            Duration.ofMillis(50),
            Duration.ofMillis(1),
            "Shortest wall-clock time between two records of marks of a market."),
        node.number(
            "volatility_half_life",
            21,
            1,
            10_000,
            "Half-life of the volatility estimate, in bars."),
        node.number(
            "correlation_half_life",
            63,
            1,
            10_000,
            "Half-life of the correlation estimate, in bars."),
        node.choice(
            "shrinkage_target",
            ShrinkageTarget.class,
            ShrinkageTarget.CONSTANT_CORRELATION,
            "What correlations are shrunk towards; with `identity`, risk that instruments share"
                + " counts for less."),
        node.number(
            "shrinkage", 0.1, 0, 1, "Weight of the shrinkage target in the correlation estimate."),
        node.integer("warmup_bars", 63, 2, 100_000, "Bars before the risk model is used."),
        defaultCurrency(node),
        node.seconds(
            "max_clock_lead",
            Duration.ofSeconds(1),
            Duration.ZERO,
            "Time by which a price's `eventTime` may be ahead of the wall clock; one farther ahead"
                + " counts as of now, with an alert, and beyond five minutes it is ignored."),
        calendars(node, known.keySet()),
        known.keySet(),
        regimes(node.child("regime")));
  }

  private static Map<String, String> calendars(ConfigNode node, Set<String> known) {
    Map<String, String> calendars =
        node.properties(
            "calendars",
            "Calendar of the instruments of a market that name none, by market; one of"
                + " `calendars`.");
    calendars.forEach(
        (market, name) -> {
          if (!known.contains(name)) {
            node.error(
                "calendars." + market, "names %s, which is not in calendars".formatted(name));
          }
        });
    return calendars;
  }

  private static String defaultCurrency(ConfigNode node) {
    String currency =
        node.text(
            "default_currency",
            "",
            "Currency of instruments that no `Instrument` record describes; empty for not known,"
                + " and then nothing adds risk in them.");
    if (currency.length() > MAX_CURRENCY || !currency.equals(currency.strip())) {
      node.error("default_currency", "must be a currency's code, such as USD");
    }
    return currency;
  }

  private static Regimes regimes(ConfigNode node) {
    return new Regimes(
        node.choice(
            "source",
            RegimeSource.class,
            RegimeSource.BUILT_IN,
            "Who decides on the regime; with `external`, only records that others write to"
                + " `regime-change` count."),
        node.choice("detector", Detector.class, Detector.RULES, "How the built-in detector works."),
        node.integer(
            "volatility_window",
            252,
            10,
            100_000,
            "Bars of the long median that volatility is held against, and within which the peak of"
                + " a drawdown lies."),
        node.number(
            "crisis_volatility_ratio",
            2.0,
            1,
            100,
            "Volatility divided by its median that makes a crisis."),
        node.number(
            "bear_volatility_ratio",
            1.3,
            1,
            100,
            "Volatility divided by its median that, with a falling trend, makes a bear market."),
        node.number(
            "crisis_drawdown",
            0.2,
            0.01,
            1,
            "Fall from the peak that, with volatility above the bear ratio, makes a crisis."),
        node.number(
            "bear_drawdown",
            0.1,
            0.01,
            1,
            "Fall from the peak that, with a falling trend, makes a bear market."),
        node.integer(
            "trend_window",
            100,
            2,
            100_000,
            "Bars of the moving average that the trend is measured against."),
        node.number(
            "hysteresis",
            0.1,
            0,
            0.9,
            "Share of a threshold by which a value must fall back to leave the regime."),
        node.integer(
            "confirmation_bars",
            10,
            1,
            1000,
            "Bars that a less cautious regime must hold before it is declared."),
        fit(node.child("hidden_markov"), 3, 1000, 250, 21),
        jumpModel(node.child("jump_model")));
  }

  private static JumpModel jumpModel(ConfigNode node) {
    return new JumpModel(
        fit(node, 2, 1500, 500, 63),
        node.number(
            "jump_penalty",
            50,
            0.1,
            1e6,
            "What a change of state costs the jump model, against half the squared distance of nine"
                + " standardised features."));
  }

  private static Fit fit(
      ConfigNode node, int states, int window, int minimumBars, int refitInterval) {
    Fit fit =
        new Fit(
            node.integer(
                "states", states, 2, 4, "Hidden states of the model, ordered by volatility."),
            node.integer("window", window, 60, 20_000, "Newest bars that a fit takes in."),
            node.integer(
                "minimum_bars",
                minimumBars,
                60,
                20_000,
                "Bars before the first fit; the regime is sideways until then."),
            node.integer(
                "refit_interval", refitInterval, 1, 10_000, "Bars from one fit to the next."));
    if (fit.minimumBars() > fit.window()) {
      node.error("minimum_bars", "must not be above window");
    }
    return fit;
  }
}
