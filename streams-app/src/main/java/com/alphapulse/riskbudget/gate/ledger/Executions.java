package com.alphapulse.riskbudget.gate.ledger;

import com.alphapulse.riskbudget.domain.account.Account;
import com.alphapulse.riskbudget.domain.account.ExecutionEvent;
import com.alphapulse.riskbudget.domain.account.HeldReports;
import com.alphapulse.riskbudget.domain.account.OrderState;
import com.alphapulse.riskbudget.domain.account.ReportResult;
import com.alphapulse.riskbudget.domain.account.ReportRule;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Applies execution reports to a ledger by {@link ReportRule}, and keeps what orders reserve in
 * step with it.
 */
public final class Executions {

  private Executions() {}

  /**
   * Applies one report.
   *
   * @param receivedAt by the gate's clock, milliseconds
   */
  public static ReportResult apply(
      ExecutionEvent event, PortfolioLedger ledger, Marks marks, long receivedAt) {
    ReportResult result = ReportRule.apply(event, new LedgerAccount(ledger, marks), receivedAt);
    if (result.applied()) {
      ledger.advance();
    }
    return result;
  }

  /**
   * Applies the reports that waited for contracts that the marks tell now.
   *
   * @param receivedAt by the gate's clock, milliseconds
   */
  public static ReportRule.Released applyHeld(
      PortfolioLedger ledger, Marks marks, long receivedAt) {
    ReportRule.Released released = ReportRule.release(new LedgerAccount(ledger, marks), receivedAt);
    released.results().stream().filter(ReportResult::applied).forEach(r -> ledger.advance());
    return released;
  }

  /**
   * Frees what an order reserves, on an operator's word.
   *
   * @return the order; empty where it reserves nothing
   */
  public static Optional<OrderState> release(String orderId, PortfolioLedger ledger, Marks marks) {
    Optional<OrderState> order = ledger.orders().order(orderId).filter(o -> !o.isSettled());
    order.ifPresent(
        o -> {
          ledger.release(o, o.release(), marks);
          ledger.orders().file(o);
          ledger.advance();
        });
    return order;
  }

  /** A ledger at the marks of the moment, as the rule sees it. */
  private record LedgerAccount(PortfolioLedger ledger, Marks marks) implements Account {
    @Override
    public Optional<OrderState> order(String orderId) {
      return ledger.orders().order(orderId);
    }

    @Override
    public void remember(OrderState order) {
      ledger.orders().add(order);
    }

    @Override
    public HeldReports held() {
      return ledger.heldReports();
    }

    @Override
    public Optional<BigDecimal> multiplier(String symbol) {
      return marks
          .of(symbol)
          .flatMap(
              mark ->
                  ledger
                      .spec()
                      .flatMap(spec -> mark.instrument().multiplierIn(spec.baseCurrency())));
    }

    @Override
    public void book(
        ExecutionEvent event, BigDecimal quantity, BigDecimal fee, BigDecimal multiplier) {
      ledger.book(event, quantity, fee, multiplier, marks);
    }

    @Override
    public void release(OrderState order, BigDecimal quantity) {
      ledger.release(order, quantity, marks);
    }

    @Override
    public void file(OrderState order) {
      ledger.orders().file(order);
    }
  }
}
