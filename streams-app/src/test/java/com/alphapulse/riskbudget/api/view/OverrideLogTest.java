package com.alphapulse.riskbudget.api.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.api.Samples;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.RiskOverride;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OverrideLogTest {
  private static final Instant NOW = Samples.TIME.plusSeconds(60);

  private final OverrideLog log = new OverrideLog();

  @Test
  void shouldExpire_whenItsTimeHasCome() {
    log.accept(Samples.override("p", "a", OverrideAction.HALT));

    assertThat(status("a")).isEqualTo(OverrideLog.Status.IN_FORCE);
    assertThat(log.find("a").orElseThrow().status(Samples.TIME.plusSeconds(3600)))
        .isEqualTo(OverrideLog.Status.EXPIRED);
  }

  @Test
  void shouldStayInForce_whenItHasNoExpiry() {
    RiskOverride override = Samples.override("p", "a", OverrideAction.HALT);
    override.setExpiresAt(null);
    log.accept(override);

    assertThat(log.find("a").orElseThrow().status(Instant.MAX))
        .isEqualTo(OverrideLog.Status.IN_FORCE);
  }

  @Test
  void shouldEndOnlyTheSamePortfolios_whenWithdrawn() {
    log.accept(Samples.override("p", "a", OverrideAction.CAP_LEVERAGE));
    log.accept(Samples.override("q", "a", OverrideAction.WITHDRAW));
    assertThat(status("a")).isEqualTo(OverrideLog.Status.IN_FORCE);

    log.accept(Samples.override("p", "a", OverrideAction.WITHDRAW));
    assertThat(status("a")).isEqualTo(OverrideLog.Status.WITHDRAWN);
  }

  @Test
  void shouldEndTradingStatesOfItsScopeOnly_whenResumed() {
    RiskOverride symbol = Samples.override("p", "symbol", OverrideAction.HALT);
    symbol.setScope(OverrideScope.SYMBOL);
    symbol.setScopeId("BANKS");
    log.accept(symbol);
    log.accept(Samples.override("p", "portfolio", OverrideAction.REDUCE_ONLY));
    log.accept(Samples.override("p", "cap", OverrideAction.CAP_LEVERAGE));
    log.accept(Samples.override("p", "resume", OverrideAction.RESUME));

    assertThat(status("symbol")).isEqualTo(OverrideLog.Status.IN_FORCE);
    assertThat(status("portfolio")).isEqualTo(OverrideLog.Status.RESUMED);
    assertThat(status("cap")).isEqualTo(OverrideLog.Status.IN_FORCE);
    assertThat(status("resume")).isEqualTo(OverrideLog.Status.DONE);
  }

  @Test
  void shouldForgetEndedOnesFirst_whenFull() {
    log.accept(Samples.override("p", "halt", OverrideAction.HALT));
    for (int i = 0; i <= OverrideLog.KEPT; i++) {
      RiskOverride rebalance = Samples.override("p", "r" + i, OverrideAction.REBALANCE);
      rebalance.setCreatedAt(Samples.TIME.plusMillis(i + 1));
      log.accept(rebalance);
    }

    int size = log.newestFirst(Span.newest(Integer.MAX_VALUE), o -> true).items().size();
    assertThat(size).as("the newest, and the one in force").isEqualTo(OverrideLog.KEPT + 1);
    assertThat(status("halt")).isEqualTo(OverrideLog.Status.IN_FORCE);
    assertThat(log.find("r0")).isEmpty();
  }

  private OverrideLog.Status status(String id) {
    return log.find(id).orElseThrow().status(NOW);
  }
}
