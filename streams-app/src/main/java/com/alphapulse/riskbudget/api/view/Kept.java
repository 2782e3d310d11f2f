package com.alphapulse.riskbudget.api.view;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.RebalanceRecommendation;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskUtilization;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the view keeps: the latest of each portfolio and market in full, of all else the newest, to
 * the bounds here. Not safe for use by several threads.
 */
final class Kept {
  /** Budgets kept per portfolio, the one in force among them. */
  static final int BUDGETS_PER_PORTFOLIO = 500;

  /** Earlier budgets kept in total; a budget grows with the portfolio's symbols. */
  static final int BUDGETS_IN_TOTAL = 2_000;

  /** Decisions kept per portfolio. */
  static final int DECISIONS_PER_PORTFOLIO = 5_000;

  /** Decisions kept in total. */
  static final int DECISIONS_IN_TOTAL = 20_000;

  /** Alerts kept per portfolio or market. */
  static final int ALERTS_PER_KEY = 500;

  /** Alerts kept in total. */
  static final int ALERTS_IN_TOTAL = 10_000;

  /** Recommendations kept per portfolio. */
  static final int RECOMMENDATIONS_PER_PORTFOLIO = 100;

  /** Recommendations kept in total. */
  static final int RECOMMENDATIONS_IN_TOTAL = 2_000;

  /** Rows kept of the use of one limit over time. */
  static final int ROWS_PER_LIMIT = 500;

  /** Rows kept of the use of all limits over time: some 30 MB. */
  static final int ROWS_IN_TOTAL = 50_000;

  final Portfolios portfolios = new Portfolios();
  final TradingView trading = new TradingView();
  final DecisionRate rate = new DecisionRate();
  final Map<String, MarketView> markets = new TreeMap<>();
  final OverrideLog overrides = new OverrideLog();
  final RecentByTime<BudgetUpdate> history =
      new RecentByTime<>(BUDGETS_PER_PORTFOLIO, BUDGETS_IN_TOTAL);
  final RecentByTime<OrderDecision> decisions =
      new RecentByTime<>(DECISIONS_PER_PORTFOLIO, DECISIONS_IN_TOTAL);
  final RecentByTime<RiskAlert> alerts = new RecentByTime<>(ALERTS_PER_KEY, ALERTS_IN_TOTAL);
  final RecentByTime<RebalanceRecommendation> recommendations =
      new RecentByTime<>(RECOMMENDATIONS_PER_PORTFOLIO, RECOMMENDATIONS_IN_TOTAL);
  final RecentByTime<RiskUtilization> rows = new RecentByTime<>(ROWS_PER_LIMIT, ROWS_IN_TOTAL);

  MarketView market(String name) {
    return markets.computeIfAbsent(name, MarketView::new);
  }
}
