package com.alphapulse.riskbudget.topology.gate;

import com.alphapulse.riskbudget.config.GateSettings;
import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.Severity;
import com.alphapulse.riskbudget.gate.ledger.LossWatch;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Watches what portfolios lose, where their definitions limit it. */
final class LossDesk {
  private final GateSettings settings;
  private final GateOutput output;
  private final TradingStateReport tradingStates;

  LossDesk(GateSettings settings, GateOutput output, TradingStateReport tradingStates) {
    this.settings = settings;
    this.output = output;
    this.tradingStates = tradingStates;
  }

  /** Whether a definition limits losses. */
  static boolean isWatched(PortfolioSpec spec) {
    return spec.hardLimits().maxDailyLoss().isPresent()
        || spec.hardLimits().maxDrawdown().isPresent();
  }

  /** Looks at a portfolio at new marks of its market. */
  void observe(PortfolioLedger ledger, Marks before, Marks marks) {
    Optional<BigDecimal> equity = ledger.equity(marks);
    LossWatch watch = ledger.lossWatch();
    boolean reachedBefore = watch.breach().isPresent();
    if (equity.isPresent()
        && watch.observe(
            () -> ledger.equity(before),
            equity.get(),
            marks.asOf(),
            ledger.spec().orElseThrow().hardLimits(),
            settings.lossMarks())) {
      output.saveAccount(ledger);
    }
    if (watch.breach().isPresent() && !reachedBefore) {
      tradingStates.changed(ledger);
      LossWatch.Breach breach = watch.breach().get();
      output.alerts(
          ledger.portfolioId(),
          List.of(
              new Alert(
                  AlertType.LOSS_LIMIT_REACHED,
                  Severity.CRITICAL,
                  Optional.of(ledger.portfolioId()),
                  "Portfolio %s has lost %s since %s; only orders that cut risk are accepted until RESUME."
                      .formatted(
                          ledger.portfolioId(),
                          breach.loss().toPlainString(),
                          breach.base() == LossWatch.Base.PEAK ? "its peak" : "the day's start"),
                  OptionalDouble.of(breach.loss().doubleValue()),
                  OptionalDouble.of(breach.limit().doubleValue()),
                  marks.asOf())));
    }
  }
}
