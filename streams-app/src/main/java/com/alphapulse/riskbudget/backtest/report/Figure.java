package com.alphapulse.riskbudget.backtest.report;

import com.alphapulse.riskbudget.backtest.replay.Figures;
import java.util.Locale;

/** The figures of a report in the order in which they are shown. */
enum Figure {
  MAX_DRAWDOWN("maxDrawdown", "largest drawdown", true),
  UTILIZATION("utilization", "utilisation", false),
  VOLATILITY("volatility", "volatility", true),
  RETURN("return", "return a year", true),
  SHARPE("sharpe", "Sharpe, daily", false),
  SHARPE_MONTHLY("sharpeMonthly", "Sharpe, monthly", false),
  TURNOVER("turnover", "turnover a year", false),
  COSTS("costs", "costs a year", true);

  private final String jsonName;
  private final String label;
  private final boolean percent;

  Figure(String jsonName, String label, boolean percent) {
    this.jsonName = jsonName;
    this.label = label;
    this.percent = percent;
  }

  String jsonName() {
    return jsonName;
  }

  String label() {
    return label;
  }

  double of(Figures figures) {
    return switch (this) {
      case MAX_DRAWDOWN -> figures.maxDrawdown();
      case UTILIZATION -> figures.utilization();
      case VOLATILITY -> figures.volatility();
      case RETURN -> figures.annualReturn();
      case SHARPE -> figures.sharpe();
      case SHARPE_MONTHLY -> figures.sharpeMonthly();
      case TURNOVER -> figures.turnover();
      case COSTS -> figures.costs();
    };
  }

  /** The figure for people. */
  String shown(Figures figures) {
    return percent ? percent(of(figures)) : number(of(figures));
  }

  static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * fraction);
  }
}
