package com.alphapulse.riskbudget.topology.door;

import static com.alphapulse.riskbudget.domain.Bounds.cut;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.Instrument;
import com.alphapulse.riskbudget.avro.MarketData;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RegimeChange;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.Severity;
import com.alphapulse.riskbudget.topology.wire.ReferenceWire;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * The answer to a record that was not let in: what it was, whose, and why.
 *
 * @param portfolioId whose it is; empty where it is a market's
 * @param market whose it is; empty where it is a portfolio's
 * @param scopeId order, symbol, override or version that it is about
 * @param what the record, as the beginning of a sentence
 * @param remains what stays as it was
 */
public record Refusal(
    AlertType type,
    Optional<String> portfolioId,
    Optional<String> market,
    String scopeId,
    String what,
    String problem,
    String remains) {

  /**
   * The answer to a record of an input; empty if it is within its bounds.
   *
   * @param now wall-clock time, milliseconds
   */
  public static Optional<Refusal> of(SpecificRecord record, long now) {
    return Doors.problem(record, now).map(problem -> of(record, problem));
  }

  /** The answer to a record of an input that has that problem, which ends a sentence. */
  public static Refusal of(SpecificRecord record, String problem) {
    if (record instanceof ExecutionReport report) {
      return new Refusal(
          AlertType.BAD_EXECUTION_REPORT,
          Optional.of(cut(report.getPortfolioId())),
          Optional.empty(),
          cut(report.getOrderId()),
          "Execution report %s of order %s"
              .formatted(cut(report.getExecId()), cut(report.getOrderId())),
          problem,
          "the position stays as it was: mend it and send it again");
    }
    if (record instanceof OrderDecision decision) {
      return new Refusal(
          AlertType.BAD_APPROVAL,
          Optional.of(cut(decision.getIntent().getPortfolioId())),
          Optional.empty(),
          cut(decision.getIntent().getOrderId()),
          "The approval of order " + cut(decision.getIntent().getOrderId()),
          problem,
          "nothing pends for it in budgets: find out who writes where only the gate may");
    }
    if (record instanceof RiskOverride override) {
      return ofPortfolio(
          AlertType.BAD_OVERRIDE,
          override.getPortfolioId(),
          override.getOverrideId(),
          "Override " + cut(override.getOverrideId()),
          problem);
    }
    if (record instanceof BudgetUpdate budget) {
      return ofPortfolio(
          AlertType.BUDGET_FAILED,
          budget.getPortfolioId(),
          "version " + budget.getVersion(),
          "Budget version %d of portfolio %s"
              .formatted(budget.getVersion(), cut(budget.getPortfolioId())),
          problem);
    }
    if (record instanceof Portfolio portfolio) {
      return ofPortfolio(
          AlertType.BAD_PORTFOLIO,
          portfolio.getPortfolioId(),
          portfolio.getPortfolioId(),
          "Definition of portfolio " + cut(portfolio.getPortfolioId()),
          problem);
    }
    return ofMarket(record, problem);
  }

  private static Refusal ofMarket(SpecificRecord record, String problem) {
    if (record instanceof MarketData data) {
      return ofMarket(
          AlertType.BAD_MARKET_DATA,
          data.getMarket(),
          data.getSymbol(),
          "A price of " + cut(data.getSymbol()),
          problem);
    }
    if (record instanceof Instrument instrument) {
      return ofMarket(
          AlertType.BAD_REFERENCE_DATA,
          instrument.getMarket(),
          instrument.getSymbol(),
          "The record of instrument " + cut(instrument.getSymbol()),
          problem);
    }
    if (record instanceof RegimeChange change) {
      return ofMarket(
          AlertType.BAD_REGIME_CHANGE,
          change.getMarket(),
          change.getSource(),
          "A regime change by " + cut(change.getSource()),
          problem);
    }
    if (record instanceof MarketMarks marks) {
      return ofMarket(
          AlertType.BAD_MARKET_DATA,
          marks.getMarket(),
          "marks " + marks.getSequence(),
          "Record %d of marks".formatted(marks.getSequence()),
          problem);
    }
    if (record instanceof MarketState state) {
      return ofMarket(
          AlertType.BAD_MARKET_DATA,
          state.getMarket(),
          "state " + state.getSequence(),
          "Record %d of the state".formatted(state.getSequence()),
          problem);
    }
    throw new IllegalArgumentException("no input: " + record.getSchema().getName());
  }

  private static Refusal ofPortfolio(
      AlertType type, String portfolioId, String scopeId, String what, String problem) {
    return new Refusal(
        type,
        Optional.of(cut(portfolioId)),
        Optional.empty(),
        cut(scopeId),
        what,
        problem,
        "the last good one stays in force");
  }

  private static Refusal ofMarket(
      AlertType type, String market, String scopeId, String what, String problem) {
    return new Refusal(
        type,
        Optional.empty(),
        Optional.of(cut(market)),
        cut(scopeId),
        what + " in market " + cut(market),
        problem,
        "the last good one stays");
  }

  /** Key of the alert. */
  public String key() {
    return portfolioId.or(() -> market).orElseThrow();
  }

  /**
   * The alert.
   *
   * @param now wall-clock time, milliseconds; those of the record may be anything
   */
  public RiskAlert alert(long now) {
    Severity severity =
        type == AlertType.BAD_EXECUTION_REPORT || type == AlertType.BAD_APPROVAL
            ? Severity.CRITICAL
            : Severity.WARNING;
    return ReferenceWire.alert(
        Alert.of(
            type,
            severity,
            scopeId,
            "%s was not accepted: %s; %s.".formatted(what, problem, remains),
            now),
        portfolioId,
        market);
  }
}
