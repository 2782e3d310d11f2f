package com.alphapulse.riskbudget.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alphapulse.riskbudget.domain.AllocationMethod;
import com.alphapulse.riskbudget.domain.AssetClass;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.domain.RegimeParameters;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The defaults themselves are asserted by the table of docs/configuration.md. */
class ConfigurationTest {
  private static final String FIRM =
      """
      risk_budgeting:
        enabled: true
        monitoring_interval: 60          # seconds
        regime_allocations:
          bull:   {equity_allocation: 0.8, leverage_limit: 1.5, vol_target: 0.15}
          bear:   {equity_allocation: 0.4, leverage_limit: 0.5, vol_target: 0.08}
          crisis: {equity_allocation: 0.2, leverage_limit: 0.2, vol_target: 0.05}
        rebalancing_triggers:
          drift_threshold: 0.1           # 10 % drift
          regime_change: true
          correlation_spike: 0.8
          vol_breach: 1.5                # 150 % of target
      """;

  @Test
  void shouldAcceptTheFirmsKeys_whenNothingElseIsSaid() {
    RiskBudgeting settings = Configuration.parse("firm.yaml", FIRM).riskBudgeting();

    assertThat(settings.enabled()).isTrue();
    assertThat(settings.monitoringInterval()).isEqualTo(Duration.ofSeconds(60));
    assertThat(settings.regimeAllocations())
        .containsEntry(
            Regime.CRISIS, new RegimeParameters(0.2, 0.2, 0.05, AllocationMethod.RISK_BUDGETING))
        .containsEntry(
            Regime.BEAR, new RegimeParameters(0.4, 0.5, 0.08, AllocationMethod.RISK_BUDGETING))
        .containsEntry(
            Regime.BULL, new RegimeParameters(0.8, 1.5, 0.15, AllocationMethod.RISK_BUDGETING));
    assertThat(settings.triggers().driftThreshold()).isEqualTo(0.1);
    assertThat(settings.triggers().regimeChange()).isTrue();
    assertThat(settings.triggers().correlationSpike()).isEqualTo(0.8);
    assertThat(settings.triggers().volBreach()).isEqualTo(1.5);
  }

  @Test
  void shouldMakeTheFirmsValuesTheDefaults_whenTheFileIsEmpty() {
    assertThat(Configuration.defaults()).isEqualTo(Configuration.parse("firm.yaml", FIRM));
  }

  @Test
  void shouldReadWhatMethodsNeed_whenItIsGiven() {
    String yaml =
        """
        risk_budgeting:
          risk_aversion: 4
          regime_allocations:
            bear: {method: mean_variance}
            crisis: {method: regime_preference, preferences: {equity: 0, bond: 1}}
        """;
    RiskBudgeting settings = Configuration.parse("file", yaml).riskBudgeting();

    assertThat(settings.methods().riskAversion()).isEqualTo(4);
    assertThat(settings.regimeAllocations().get(Regime.BEAR).method())
        .isEqualTo(AllocationMethod.MEAN_VARIANCE);
    assertThat(settings.methods().preferences().get(Regime.CRISIS))
        .containsOnly(Map.entry(AssetClass.EQUITY, 0.0), Map.entry(AssetClass.BOND, 1.0));
    assertThat(settings.methods().preferences().get(Regime.BULL))
        .containsOnlyKeys(AssetClass.values());
    for (String bad : List.of("{gold: 1}", "{equity: -1}", "{equity: 0}", "{}", "1")) {
      String path = "risk_budgeting.regime_allocations.bull.preferences";
      String all = "risk_budgeting: {regime_allocations: {bull: {preferences: " + bad + "}}}";
      assertThatThrownBy(() -> Configuration.parse("file", all))
          .as(bad)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining(path);
    }
  }

  @Test
  void shouldTellEveryErrorWithItsPath_whenSeveralKeysAreWrong() {
    String yaml =
        """
        risk_budgeting: {regime_allocations: {bull: {vol_target: -1}}, surprise: 1}
        gate: {max_mark_age: soon}
        nonsense: {}
        """;

    assertThatThrownBy(() -> Configuration.parse("bad.yaml", yaml))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("bad.yaml: ")
        .hasMessageContaining("risk_budgeting.regime_allocations.bull.vol_target must be")
        .hasMessageContaining("risk_budgeting.surprise is not a known key")
        .hasMessageContaining("gate.max_mark_age must be a number")
        .hasMessageContaining("nonsense is not a known key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gate-1", "gate-1:", ":8080", "http://gate-1:8080", "a b:80", "h:123456"})
  void shouldTellTheKey_whenTheAdvertisedAddressIsNone(String address) {
    assertThatThrownBy(() -> Configuration.parse("x", "api: {advertised: '" + address + "'}"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("api.advertised must be HOST:PORT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gate-1:8080", "10.0.0.7:80", "[::1]:8080"})
  void shouldTakeTheAdvertisedAddress_whenItIsOne(String address) {
    assertThat(Configuration.parse("x", "api: {advertised: '" + address + "'}").api().advertised())
        .isEqualTo(address);
  }

  @Test
  void shouldSetKeysAnew_whenTheyAreOverridden() {
    RiskBudgeting settings =
        Configuration.parse(
                "firm.yaml",
                FIRM,
                Map.of(
                    "risk_budgeting.regime_allocations.bull.method", "equal_weight",
                    "risk_budgeting.warm_up", "closed"))
            .riskBudgeting();

    RegimeParameters bull = settings.regimeAllocations().get(Regime.BULL);
    assertThat(bull.method()).isEqualTo(AllocationMethod.EQUAL_WEIGHT);
    assertThat(bull.volTarget()).isEqualTo(0.15);
    assertThat(settings.warmUp()).isEqualTo(RiskBudgeting.WarmUp.CLOSED);
    assertThat(Configuration.parse("empty", "", Map.of("kafka.bootstrap_servers", "a:1")).kafka())
        .isNotEqualTo(Configuration.defaults().kafka());
  }

  @Test
  void shouldRefuse_whenAnOverrideFitsNoKey() {
    assertThatThrownBy(() -> Configuration.parse("x", "", Map.of("market.nothing", "a")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("market.nothing is not a known key");
    assertThatThrownBy(() -> Configuration.parse("x", "market: 5", Map.of("market.shrinkage", "a")))
        .hasMessageContaining("market must be a mapping");
    assertThatThrownBy(() -> Configuration.parse("x", "[1]", Map.of("market.shrinkage", "a")))
        .hasMessageContaining("the file must be a mapping");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kafka: {properties: {sasl: {mechanism: PLAIN}}}",
        "kafka: {properties: {sasl.mechanism: [PLAIN]}}",
        "kafka: {properties: {sasl.mechanism: ~}}",
        "schema_registry: {properties: {basic.auth.user.info: {user: password}}}",
      })
  void shouldRefuseAPassedOnProperty_whenItIsNoText(String yaml) {
    assertThatThrownBy(() -> Configuration.parse("FILE", yaml))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("must be a text");
  }
}
