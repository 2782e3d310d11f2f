package com.alphapulse.riskbudget.api;

import static com.alphapulse.riskbudget.api.ApiFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.api.access.Caller;
import com.alphapulse.riskbudget.api.access.Role;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.Regime;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.domain.RegimeParameters;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegimeRouteTest {
  private static final Instant LATER = Samples.TIME.plusSeconds(60);

  private ApiFixture api;

  @BeforeEach
  void start() {
    api = new ApiFixture();
    api.model.accept("p", Samples.portfolio("p"));
    Portfolio other = Samples.portfolio("q");
    other.setMarket("OTHER");
    api.model.accept("q", other);
    for (String market : new String[] {"UNTRADED", "SWISS", "OTHER"}) {
      api.model.accept(market, Samples.state(market, Regime.BULL, Samples.TIME, LATER));
    }
    api.model.accept("CALM", Samples.state("CALM", Regime.SIDEWAYS, Samples.TIME, LATER));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @ParameterizedTest
  @EnumSource(com.alphapulse.riskbudget.domain.Regime.class)
  void shouldTellWhatIsConfigured_whenAskedForAnyRegime(
      com.alphapulse.riskbudget.domain.Regime regime) throws Exception {
    RegimeParameters configured =
        Configuration.parse("test", "").riskBudgeting().regimeAllocations().get(regime);

    JsonNode answer = json(api.get("/regime/" + regime));

    assertThat(answer.get("regime").asText()).isEqualTo(regime.name());
    JsonNode told = answer.get("parameters");
    assertThat(told.get("targetVolatility").asDouble()).isEqualTo(configured.volTarget());
    assertThat(told.get("leverageLimit").asDouble()).isEqualTo(configured.leverageLimit());
    assertThat(told.get("equityAllocation").asDouble()).isEqualTo(configured.equityAllocation());
    assertThat(told.get("method").asText()).isEqualTo(configured.method().name());
  }

  @Test
  void shouldTellSinceWhen_whenMarketsAreInIt() throws Exception {
    JsonNode markets = json(api.get("/regime/BULL")).get("markets");

    assertThat(markets.findValuesAsText("market")).containsExactly("OTHER", "SWISS", "UNTRADED");
    assertThat(markets.get(1).get("since").asText()).isEqualTo(Samples.TIME.toString());
    assertThat(markets.get(1).get("confidence").asDouble()).isEqualTo(0.25);
    assertThat(markets.get(1).get("source").asText()).isEqualTo("text");
    assertThat(json(api.get("/regime/CRISIS")).get("markets")).isEmpty();
  }

  @Test
  void shouldMoveTheMarket_whenItsRegimeChanges() throws Exception {
    api.model.accept("SWISS", Samples.state("SWISS", Regime.CRISIS, LATER, LATER));

    assertThat(json(api.get("/regime/BULL")).findValuesAsText("market")).doesNotContain("SWISS");
    JsonNode crisis = json(api.get("/regime/CRISIS"));
    assertThat(crisis.at("/markets/0/since").asText()).isEqualTo(LATER.toString());
  }

  @Test
  void shouldTellOnlyOfMarketsOfItsPortfolios_whenTheCallerIsLimited() throws Exception {
    api.caller(new Caller("eve", Role.VIEWER, Set.of("p", "unknown"), true));

    assertThat(json(api.get("/regime/BULL")).findValuesAsText("market")).containsExactly("SWISS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bull", "UNKNOWN", "PANIC", "BULL%20"})
  void shouldAnswer404NamingThoseThereAre_whenRegimeIsUnknown(String type) throws Exception {
    HttpResponse<String> answer = api.get("/regime/" + type);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(json(answer).get("detail").asText())
        .contains("BULL, BEAR, SIDEWAYS, CRISIS, RECOVERY");
  }
}
