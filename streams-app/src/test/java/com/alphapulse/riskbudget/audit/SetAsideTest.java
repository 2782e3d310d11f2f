package com.alphapulse.riskbudget.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.audit.history.History;
import com.alphapulse.riskbudget.audit.history.History.Entry;
import com.alphapulse.riskbudget.audit.outside.record.Finding;
import com.alphapulse.riskbudget.avro.ExecutionStatus;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the real gate set aside counts as that, for every input; what is only said to be is found.
 */
class SetAsideTest {
  private static final String ALERT = "RECORD_SET_ASIDE";

  @TempDir Path directory;

  /** A record of an input that changes what the gate decides next. */
  @SuppressWarnings("ImmutableEnumChecker") // The functions hold nothing.
  private enum Input {
    INTENT(Topics.ORDER_INTENT, scene -> scene.order("x", "T", "A", Side.BUY, "30")),
    REPORT(
        Topics.EXECUTION_REPORT,
        scene -> {
          OrderIntent order = scene.intent("1", "S", "A", Side.BUY, "60");
          scene.report(order, ExecutionStatus.FILLED, "60", "60", "e1");
        },
        scene -> {
          OrderIntent order = scene.intent("1", "S", "A", Side.BUY, "60");
          scene.report(order, ExecutionStatus.NEW, "0", "0", "e2");
        }),
    DEFINITION(Topics.PORTFOLIO, scene -> scene.define("5000", limits -> {})),
    BUDGET(Topics.BUDGET_UPDATE, scene -> scene.budget("61", "5000", 1.5, 0.02)),
    MARKS(Topics.MARKET_MARKS, scene -> scene.marks("20", "20")),
    STATE(Topics.MARKET_STATE, scene -> scene.state(1, 1, 1)),
    OVERRIDE(
        Topics.RISK_OVERRIDE_ROUTED,
        scene -> scene.override(OverrideAction.HALT, halt -> {}),
        scene -> scene.override(OverrideAction.REBALANCE, rebalance -> {}));

    private final Topics topic;
    private final Consumer<Scene> send;

    /** Sends one more, that tells the audit that the gate went past the first. */
    private final Consumer<Scene> behind;

    /** One after which the next of its kind leaves nothing of it, or which is answered. */
    Input(Topics topic, Consumer<Scene> send) {
      this(topic, send, scene -> {});
    }

    Input(Topics topic, Consumer<Scene> send, Consumer<Scene> behind) {
      this.topic = topic;
      this.send = send;
      this.behind = behind;
    }

    private boolean lasts() {
      return this == INTENT || this == REPORT || this == OVERRIDE;
    }
  }

  private History trade(Input input, boolean aside) {
    try (Scene scene = Scene.open(directory.resolve(Boolean.toString(aside)))) {
      scene.budget("100", "5000", 1.5, 0.02).order("1", "S", "A", Side.BUY, "60");
      if (aside) {
        scene.setNextAside(input.topic);
      }
      input.send.accept(scene);
      input.behind.accept(scene);
      scene.order("2", "S", "A", Side.BUY, "10");
      return scene.history();
    }
  }

  private static List<RiskAlert> told(History history) {
    return history.alerts().stream()
        .map(Entry::value)
        .filter(alert -> alert.getType().equals(ALERT))
        .toList();
  }

  private static List<Finding> findings(History history) {
    return Scene.audit(history, Scene.settings()).findings();
  }

  @ParameterizedTest
  @EnumSource
  void shouldTakeTheAlertAsEvidence_andFindWhatItDoesNotTellOf(Input input) {
    History aside = trade(input, true);
    History taken = trade(input, false);

    assertThat(told(aside)).hasSize(1);
    assertThat(told(taken)).isEmpty();
    assertThat(findings(aside)).isEmpty();
    assertThat(findings(taken)).isEmpty();
    assertThat(findings(new Forgery(aside).withoutAlerts(ALERT).history()).isEmpty())
        .as("it is missing, and nobody says so")
        .isNotEqualTo(input.lasts());
    assertThat(findings(new Forgery(taken).add(told(aside).get(0)).history()))
        .as("it is said to be set aside, and was taken in")
        .isNotEmpty();
  }
}
