package com.alphapulse.riskbudget.audit;

import static com.alphapulse.riskbudget.audit.Scene.number;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.audit.history.History;
import com.alphapulse.riskbudget.audit.outside.CheckResult;
import com.alphapulse.riskbudget.audit.outside.record.Finding;
import com.alphapulse.riskbudget.avro.ExecutionStatus;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.avro.Sizing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Histories of the real gate that nobody thought of: all clean, and no forged decision is missed.
 */
class OutsideCheckPropertyTest {
  private static final int STEPS = 150;
  private static final List<OverrideScope> SCOPES = List.of(OverrideScope.values());
  private static final List<ExecutionStatus> STATUSES = List.of(ExecutionStatus.values());

  /** Random traffic; every kind of record that changes a decision comes in every run. */
  private static final class Traffic {
    private final Scene scene;
    private final Random random;
    private final List<OrderIntent> sent = new ArrayList<>();
    private final List<String> overrides = new ArrayList<>();
    private int executions;

    Traffic(Scene scene, long seed) {
      this.scene = scene;
      this.random = new Random(seed);
    }

    /**
     * A release and a report of one order between the same two decisions could have come in either
     * order: a decision always stands between them.
     */
    void step() {
      switch (random.nextInt(16)) {
        case 0 -> scene.marks(price(), price());
        case 1 -> scene.state(random.nextDouble(), random.nextDouble(), random.nextDouble());
        case 2 ->
            scene.budget(
                String.valueOf(random.nextInt(200)),
                String.valueOf(random.nextInt(4000)),
                random.nextDouble(),
                random.nextBoolean() ? null : random.nextDouble() / 4);
        case 3 -> define();
        case 4 -> scene.pass(random.nextInt(12));
        case 5, 6 -> override();
        case 7 -> resend();
        case 8, 9, 10 -> report();
        default -> order();
      }
    }

    private String price() {
      return String.valueOf(5 + random.nextInt(10));
    }

    private void define() {
      scene.define(
          String.valueOf(500 + random.nextInt(5000)),
          limits -> {
            limits.setMaxOpenOrders(random.nextBoolean() ? null : random.nextInt(30));
            limits.setMaxOrderRate(random.nextBoolean() ? null : 0.5 + random.nextDouble());
            limits.setMaxDrawdown(random.nextBoolean() ? null : random.nextDouble() / 2);
            limits.setMaxLeverage(random.nextBoolean() ? null : random.nextDouble());
            limits.setMaxSymbolWeight(random.nextBoolean() ? null : random.nextDouble());
          });
    }

    private void order() {
      OrderIntent intent =
          scene.intent(
              "i" + sent.size(),
              random.nextBoolean() ? "S" : "T",
              random.nextBoolean() ? "A" : "B",
              random.nextBoolean() ? Side.BUY : Side.SELL,
              String.valueOf(1 + random.nextInt(60)));
      intent.setSizing(random.nextBoolean() ? Sizing.EXACT : Sizing.REDUCE_TO_FIT);
      intent.setReduceOnly(random.nextInt(4) == 0);
      sent.add(intent);
      scene.send(intent, random.nextInt(20) == 0 ? "Q" : "P");
    }

    private void resend() {
      if (!sent.isEmpty()) {
        scene.send(sent.get(random.nextInt(sent.size())));
      }
    }

    private void report() {
      OrderIntent of =
          sent.isEmpty() || random.nextInt(10) == 0
              ? scene.intent("u" + random.nextInt(5), "S", "A", Side.BUY, "5")
              : sent.get(Math.max(0, sent.size() - 1 - random.nextInt(8)));
      scene.report(
          of,
          STATUSES.get(random.nextInt(STATUSES.size())),
          String.valueOf(random.nextInt(30) - 8),
          String.valueOf(random.nextInt(30)),
          "e" + (random.nextInt(10) == 0 ? random.nextInt(executions + 1) : ++executions));
    }

    private void override() {
      OverrideScope scope = SCOPES.get(random.nextInt(SCOPES.size()));
      String scopeId =
          switch (scope) {
            case STRATEGY -> "S";
            case SYMBOL -> "A";
            case GLOBAL, PORTFOLIO -> null;
          };
      switch (random.nextInt(7)) {
        case 0 -> send(OverrideAction.HALT, scope, scopeId, null);
        case 1 -> send(OverrideAction.REDUCE_ONLY, scope, scopeId, null);
        case 2 -> send(OverrideAction.CAP_LEVERAGE, scope, scopeId, random.nextInt(9) + ".1");
        case 3 -> send(OverrideAction.CAP_POSITION, scope, scopeId, "" + random.nextInt(90));
        case 4 -> send(OverrideAction.RESUME, scope, scopeId, null);
        case 5 -> {
          if (!overrides.isEmpty()) {
            String id = overrides.get(random.nextInt(overrides.size()));
            scene.override(OverrideAction.WITHDRAW, o -> o.setOverrideId(id));
          }
        }
        default -> {
          order();
          String orderId = "i" + Math.max(0, sent.size() - 2 - random.nextInt(8));
          scene.override(OverrideAction.RELEASE_RESERVATION, o -> o.setOrderId(orderId));
          order();
        }
      }
    }

    private void send(OverrideAction action, OverrideScope scope, String scopeId, String value) {
      overrides.add(
          scene.override(
              action,
              o ->
                  o.setPortfolioId(random.nextInt(4) == 0 ? "*" : "P")
                      .setScope(scope)
                      .setScopeId(scopeId)
                      .setValue(value == null ? null : number(value))
                      .setExpiresAt(
                          random.nextInt(4) == 0
                              ? null
                              : scene.now().plusSeconds(1 + random.nextInt(10)))));
    }
  }

  /**
   * Reports of orders that are forgotten at the very time are left out: between two records of
   * marks the topics do not tell when a report came, and so not whether it found its order.
   */
  private static History random(long seed) throws IOException {
    Path directory = Files.createTempDirectory("audit");
    try (Scene scene = Scene.open(directory, Scene.NEVER_FORGETS)) {
      Traffic traffic = new Traffic(scene, seed);
      for (int i = 0; i < STEPS; i++) {
        traffic.step();
      }
      return scene.history();
    }
  }

  /** Intents sent again when their answers were forgotten between two decisions. */
  @ParameterizedTest
  @ValueSource(longs = {89, 2_579_700})
  void shouldFindNothing_whenAnAnswerWasForgottenInARound(long seed) throws IOException {
    assertThat(Scene.audit(random(seed), Scene.settings(Scene.NEVER_FORGETS)).findings()).isEmpty();
  }

  @Property(tries = 40)
  void shouldFindNothing_whenTheGateDecidedWhateverCame(@ForAll long seed) throws IOException {
    CheckResult result = Scene.audit(random(seed), Scene.settings(Scene.NEVER_FORGETS));

    assertThat(result.findings()).isEmpty();
    assertThat(result.decidedAgain()).isGreaterThan(20);
  }

  @Property(tries = 20)
  void shouldFindIt_whenOneDecisionIsTurnedAround(
      @ForAll long seed, @ForAll @IntRange(max = 10_000) int which) throws IOException {
    History history = random(seed);
    List<OrderDecision> originals =
        history.decisions().stream().map(History.Entry::value).filter(d -> !d.getRepeat()).toList();
    String orderId = originals.get(which % originals.size()).getIntent().getOrderId();
    History forged =
        new Forgery(history)
            .decision(orderId, d -> d.setApprovedQuantity(d.getApprovedQuantity().add(number("1"))))
            .history();

    assertThat(Scene.audit(forged, Scene.settings(Scene.NEVER_FORGETS)).findings())
        .extracting(Finding::orderId)
        .contains(orderId);
  }
}
