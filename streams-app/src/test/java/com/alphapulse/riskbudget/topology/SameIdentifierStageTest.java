package com.alphapulse.riskbudget.topology;

import static com.alphapulse.riskbudget.topology.Wire.PORTFOLIO;
import static com.alphapulse.riskbudget.topology.Wire.START;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.TradingStateUpdate;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Overrides at the gate's door: two of one identifier, proposals and approvals, bad texts. */
class SameIdentifierStageTest {
  @TempDir Path directory;
  private StageDriver stage;

  @BeforeEach
  void start() {
    stage = StageDriver.of(directory, START, Stage.GATE);
    stage.send(Topics.PORTFOLIO, PORTFOLIO, Wire.portfolio(null), Portfolio.class);
  }

  @AfterEach
  void stop() {
    stage.close();
  }

  /** Action, scope, value, seconds to the end: the first of a pair is the more restrictive. */
  @ParameterizedTest
  @CsvSource({
    "HALT PORTFOLIO - -, REDUCE_ONLY PORTFOLIO - -",
    "HALT PORTFOLIO - 10, REDUCE_ONLY PORTFOLIO - -",
    "HALT STRATEGY - -, REDUCE_ONLY STRATEGY - -",
    "HALT PORTFOLIO - -, HALT STRATEGY - -",
    "REDUCE_ONLY PORTFOLIO - -, HALT STRATEGY - -",
    "HALT STRATEGY - -, CAP_LEVERAGE PORTFOLIO 0 -",
    "REDUCE_ONLY PORTFOLIO - -, CAP_POSITION SYMBOL 0 -",
    "CAP_LEVERAGE PORTFOLIO 1 -, CAP_LEVERAGE PORTFOLIO 2 -",
    "CAP_LEVERAGE PORTFOLIO 1 10, CAP_LEVERAGE PORTFOLIO 2 -",
    "CAP_POSITION SYMBOL 1 -, CAP_POSITION SYMBOL 2 -",
    "CAP_LEVERAGE PORTFOLIO 2 -, CAP_POSITION PORTFOLIO 1 -",
    "HALT PORTFOLIO - -, HALT PORTFOLIO - 10",
    "HALT PORTFOLIO - 20, HALT PORTFOLIO - 10"
  })
  void shouldLetTheMoreRestrictiveStand_whicheverComesFirst(String stricter, String laxer) {
    for (String portfolio : List.of(PORTFOLIO, "*")) {
      for (boolean first : new boolean[] {true, false}) {
        String id = "v-" + portfolio + first;
        RiskOverride stands = parsed(id, portfolio, stricter, "ann");
        RiskOverride refused = parsed(id, portfolio, laxer, "bob");
        send(first ? stands : refused);
        assertThat(alerts()).containsExactly("OVERRIDE_APPLIED");
        send(first ? refused : stands);

        List<RiskAlert> alerts = stage.read(Topics.RISK_ALERT, RiskAlert.class);
        assertThat(alerts.get(0).getType()).isEqualTo("BAD_OVERRIDE");
        assertThat(alerts.get(0).getScopeId()).isEqualTo(id);
        assertThat(alerts.get(0).getMessage())
            .contains(stands.getAction() + "", refused.getAction() + "", "by ann", "by bob");
        assertThat(alerts).hasSize(first ? 1 : 2);
        assertThat(routed(id)).containsExactly(first ? "ann" : "bob", first ? "bob" : "ann");
        RiskOverride resume = Wire.override("r" + id, OverrideAction.RESUME, START);
        resume.setPortfolioId(portfolio);
        resume.setScope(stands.getScope());
        resume.setScopeId(stands.getScopeId());
        send(resume); // Ends what stands, where that stops orders.
        boolean stops =
            stands.getAction() == OverrideAction.HALT
                || stands.getAction() == OverrideAction.REDUCE_ONLY;
        assertThat(alerts()).isEqualTo(stops ? List.of("OVERRIDE_ENDED") : List.of());
        if (!stops) {
          RiskOverride withdraw = Wire.override(id, OverrideAction.WITHDRAW, START);
          withdraw.setPortfolioId(portfolio);
          send(withdraw);
          assertThat(
                  stage.read(Topics.RISK_ALERT, RiskAlert.class).stream()
                      .map(RiskAlert::getMessage))
              .singleElement()
              .asString()
              .contains(stands.getAction().toString());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"RESUME", "SCALE_BUDGET", "REBALANCE"})
  void shouldRefuse_whenTheIdentifierIsThatOfAHalt(OverrideAction action) {
    send(Wire.override("v1", OverrideAction.HALT, START));
    told();
    RiskOverride other = Wire.override("v1", action, START);
    other.setValue(action == OverrideAction.SCALE_BUDGET ? Wire.dec("0.5") : null);
    send(other);

    assertThat(alerts()).containsExactly("OVERRIDE_APPLIED", "BAD_OVERRIDE");
    assertThat(told()).isEmpty();
  }

  @Test
  void shouldApplyItAgain_whenTheSameIsSaidTwice() {
    send(Wire.override("v1", OverrideAction.HALT, START));
    RiskOverride again = Wire.override("v1", OverrideAction.HALT, START.plusSeconds(1));
    again.setReason("said again");
    send(again);

    assertThat(alerts()).containsExactly("OVERRIDE_APPLIED", "OVERRIDE_APPLIED");
  }

  @Test
  void shouldTakeEffect_onlyWhenASecondPersonHasApproved() {
    RiskOverride proposal = Wire.override("v1", OverrideAction.HALT, START);
    proposal.setNeedsApproval(true);
    told();
    send(proposal);
    assertThat(alerts()).isEmpty();
    assertThat(told()).isEmpty();
    for (String self : List.of("operator", " OPERATOR ")) {
      RiskOverride own = Wire.override("v1", OverrideAction.HALT, START);
      own.setNeedsApproval(true);
      own.setApprover(self);
      send(own);
      assertThat(alerts()).containsExactly("BAD_OVERRIDE");
      assertThat(told()).isEmpty();
    }
    RiskOverride approval = Wire.override("v1", OverrideAction.HALT, START);
    approval.setNeedsApproval(true);
    approval.setApprover("second");
    send(approval);

    assertThat(alerts()).containsExactly("OVERRIDE_APPLIED");
    assertThat(told()).extracting(TradingStateUpdate::getCausedBy).containsExactly("v1");
  }

  @Test
  void shouldStopOrdersAllTheSame_whenOnlyTheTextIsBad() {
    for (OverrideAction action : OverrideAction.values()) {
      boolean stops = action == OverrideAction.HALT || action == OverrideAction.REDUCE_ONLY;
      RiskOverride override = Wire.override("v-" + action, action, START);
      override.setAuthor("o\u202eps" + "x".repeat(300));
      override.setReason("r".repeat(5_000));
      told();
      send(override);
      List<RiskAlert> alerts = stage.read(Topics.RISK_ALERT, RiskAlert.class);

      assertThat(alerts)
          .extracting(RiskAlert::getType)
          .containsExactly(stops ? "OVERRIDE_APPLIED" : "BAD_OVERRIDE");
      assertThat(alerts.get(0).getMessage()).doesNotContain("\u202e").hasSizeLessThan(1_500);
      assertThat(told()).hasSize(stops ? 1 : 0);
    }
  }

  @Test
  void shouldRefuseAHalt_whenItsIdentifierIsUnusable() {
    send(Wire.override("v\u200b1", OverrideAction.HALT, START));

    assertThat(alerts()).containsExactly("BAD_OVERRIDE");
  }

  private static RiskOverride parsed(String id, String portfolio, String text, String author) {
    String[] part = text.split(" ", -1);
    RiskOverride override = Wire.override(id, OverrideAction.valueOf(part[0]), START);
    override.setPortfolioId(portfolio);
    override.setScope(OverrideScope.valueOf(part[1]));
    override.setScopeId(
        switch (override.getScope()) {
          case STRATEGY -> "s1";
          case SYMBOL -> "A";
          default -> null;
        });
    override.setValue(part[2].equals("-") ? null : Wire.dec(part[2]));
    override.setExpiresAt(part[3].equals("-") ? null : START.plusSeconds(Long.parseLong(part[3])));
    override.setAuthor(author);
    return override;
  }

  private void send(RiskOverride override) {
    stage.send(Topics.RISK_OVERRIDE, override.getPortfolioId(), override, RiskOverride.class);
  }

  private List<String> routed(String id) {
    return stage.read(Topics.RISK_OVERRIDE_ROUTED, RiskOverride.class).stream()
        .filter(o -> o.getOverrideId().equals(id))
        .map(RiskOverride::getAuthor)
        .toList();
  }

  private List<String> alerts() {
    return stage.read(Topics.RISK_ALERT, RiskAlert.class).stream().map(RiskAlert::getType).toList();
  }

  private List<TradingStateUpdate> told() {
    return stage.read(Topics.TRADING_STATE, TradingStateUpdate.class);
  }
}
