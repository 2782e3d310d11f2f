package com.alphapulse.riskbudget.audit;

import com.alphapulse.riskbudget.audit.OutsideLedger.Holding;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.Mark;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.Portfolio;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What was known in one partition when a decision was taken: every input topic, read as far as the
 * decision's cursor says, and the ledgers that follow from it.
 */
final class PartitionReplay {
  private final Map<String, Tape<?>> tapes = new HashMap<>();
  private final Map<String, OutsideLedger> ledgers = new HashMap<>();
  private final Map<String, BudgetUpdate> budgets = new HashMap<>();
  private final Map<String, Portfolio> portfolios = new HashMap<>();
  private final Map<String, Mark> marks = new HashMap<>();

  /** One topic's partition, read forward only. */
  private static final class Tape<T> {
    private final List<History.Entry<T>> entries;
    private final Consumer<T> apply;
    private int next;
    private long cursor = -1;

    Tape(List<History.Entry<T>> all, int partition, Consumer<T> apply) {
      this.entries = all.stream().filter(e -> e.partition() == partition).toList();
      this.apply = apply;
    }

    /** Reads up to and with an offset; false if it lies before one that was read to already. */
    boolean forward(long offset) {
      if (offset < cursor) {
        return false;
      }
      cursor = offset;
      while (next < entries.size() && entries.get(next).offset() <= offset) {
        apply.accept(entries.get(next++).value());
      }
      return true;
    }
  }

  PartitionReplay(History history, int partition) {
    tapes.put("execution-report", new Tape<>(history.executions(), partition, this::execute));
    tapes.put(
        "budget-update",
        new Tape<>(history.budgets(), partition, b -> budgets.put(b.getPortfolioId(), b)));
    tapes.put(
        "portfolio",
        new Tape<>(history.portfolios(), partition, p -> portfolios.put(p.getPortfolioId(), p)));
    tapes.put("market-marks", new Tape<>(history.marks(), partition, this::mark));
  }

  private void execute(ExecutionReport report) {
    ledger(report.getPortfolioId()).apply(report);
  }

  private void mark(MarketMarks update) {
    update.getMarks().forEach(mark -> marks.put(mark.getSymbol(), mark));
  }

  /** Reads every topic as far as the decision had; returns what is wrong with its cursor. */
  List<String> forward(OrderDecision decision) {
    List<String> wrong = new ArrayList<>();
    tapes.forEach(
        (topic, tape) -> {
          Long offset = decision.getCursor().get(topic);
          if (offset == null) {
            wrong.add("no offset of " + topic);
          } else if (!tape.forward(offset)) {
            wrong.add("offset %d of %s goes back".formatted(offset, topic));
          }
        });
    return wrong;
  }

  OutsideLedger ledger(String portfolioId) {
    return ledgers.computeIfAbsent(portfolioId, id -> new OutsideLedger());
  }

  Optional<BudgetUpdate> budget(String portfolioId) {
    return Optional.ofNullable(budgets.get(portfolioId));
  }

  /** Worst-case gross exposure of some holdings at the marks; empty where a mark is missing. */
  Optional<BigDecimal> gross(Map<String, Holding> holdings) {
    BigDecimal gross = BigDecimal.ZERO;
    for (Map.Entry<String, Holding> holding : holdings.entrySet()) {
      BigDecimal worst = holding.getValue().worst();
      if (worst.signum() == 0) {
        continue;
      }
      Mark mark = marks.get(holding.getKey());
      if (mark == null) {
        return Optional.empty();
      }
      gross = gross.add(worst.multiply(unitValue(mark)));
    }
    return Optional.of(gross);
  }

  /** Cash and positions at the marks; empty where the portfolio or a mark is missing. */
  Optional<BigDecimal> equity(String portfolioId) {
    Portfolio portfolio = portfolios.get(portfolioId);
    if (portfolio == null) {
      return Optional.empty();
    }
    OutsideLedger ledger = ledger(portfolioId);
    Map<String, Holding> held = ledger.ofPortfolio();
    BigDecimal equity = portfolio.getCash().subtract(ledger.fees());
    for (Map.Entry<String, BigDecimal> traded : ledger.proceeds().entrySet()) {
      Mark mark = marks.get(traded.getKey());
      if (mark == null) {
        return Optional.empty();
      }
      BigDecimal position = held.getOrDefault(traded.getKey(), Holding.NONE).position();
      equity =
          equity
              .add(traded.getValue().multiply(mark.getContractMultiplier()))
              .add(position.multiply(unitValue(mark)));
    }
    return Optional.of(equity);
  }

  private static BigDecimal unitValue(Mark mark) {
    return mark.getPrice().multiply(mark.getContractMultiplier());
  }
}
