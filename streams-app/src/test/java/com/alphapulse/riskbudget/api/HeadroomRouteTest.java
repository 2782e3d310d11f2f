package com.alphapulse.riskbudget.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.api.access.Caller;
import com.alphapulse.riskbudget.api.access.Role;
import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.Headroom;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadroomRouteTest {
  private static final String ASKED = "/headroom?portfolioId=p&strategyId=s&symbol=A&side=BUY";

  private final ApiFixture api = new ApiFixture();

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void shouldTellTheLargestAndWhatBinds_whenThePartitionIsDecidedHere() throws Exception {
    api.gate.here =
        Optional.of(CompletableFuture.completedFuture(headroom(Optional.of("120.00000000"))));

    HttpResponse<String> response = api.get(ASKED);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .contains("\"largestQuantity\":120,")
        .contains("\"reason\":\"STRATEGY_BUDGET\"")
        .contains("\"partition\":1");
  }

  @Test
  void shouldSayThatNothingPasses_whenNoQuantityDoes() throws Exception {
    api.gate.here = Optional.of(CompletableFuture.completedFuture(headroom(Optional.empty())));

    assertThat(api.get(ASKED).body()).contains("\"largestQuantity\":null");
  }

  @Test
  void shouldAskTheOther_whenItDecidesThePartition() throws Exception {
    try (ApiFixture other = new ApiFixture()) {
      other.gate.here = Optional.of(CompletableFuture.completedFuture(headroom(Optional.of("7"))));
      api.gate.elsewhere = Optional.of("127.0.0.1:" + other.server.port());

      HttpResponse<String> response = api.get(ASKED);

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).contains("\"largestQuantity\":7,");
    }
  }

  @Test
  void shouldNotGoRoundInCircles_whenEachTakesTheOtherForTheOneThatDecides() throws Exception {
    try (ApiFixture other = new ApiFixture()) {
      other.gate.elsewhere = Optional.of("127.0.0.1:" + api.server.port());
      api.gate.elsewhere = Optional.of("127.0.0.1:" + other.server.port());

      assertThat(api.get(ASKED).statusCode()).isEqualTo(503);
    }
  }

  @Test
  void shouldBeUnavailable_whenNobodyDecidesOrAnswers() throws Exception {
    HttpResponse<String> nobody = api.get(ASKED);
    api.gate.here = Optional.of(new CompletableFuture<>());
    HttpResponse<String> silent = api.get(ASKED);
    api.gate.here =
        Optional.of(CompletableFuture.failedFuture(new IllegalStateException("too many")));
    HttpResponse<String> failed = api.get(ASKED);

    assertThat(List.of(nobody, silent, failed))
        .allSatisfy(
            response -> {
              assertThat(response.statusCode()).isEqualTo(503);
              assertThat(response.headers().firstValue("Retry-After")).isPresent();
            });
    assertThat(failed.body()).contains("too many");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/headroom",
        "/headroom?portfolioId=p&strategyId=s&symbol=A",
        "/headroom?portfolioId=p&strategyId=s&symbol=A&side=HOLD",
        "/headroom?portfolioId=p&strategyId=s&symbol=A&side=BUY&quantity=1"
      })
  void shouldBeRefused_whenTheQuestionIsNotWhole(String asked) throws Exception {
    assertThat(api.get(asked).statusCode()).isEqualTo(400);
  }

  @Test
  void shouldNotBeThere_whenTheCallerMayNotSeeThePortfolio() throws Exception {
    api.caller = Optional.of(new Caller("eve", Role.VIEWER, Set.of("q"), true));
    api.gate.here = Optional.of(CompletableFuture.completedFuture(headroom(Optional.of("1"))));

    assertThat(api.get(ASKED).statusCode()).isEqualTo(404);
  }

  static Headroom headroom(Optional<String> largest) {
    return new Headroom(
        largest.map(BigDecimal::new),
        List.of(
            new Violation(
                RejectReason.STRATEGY_BUDGET,
                "too much",
                Violation.Scope.STRATEGY,
                "s",
                Optional.of(new BigDecimal(137_056)),
                Optional.of(new BigDecimal(134_622)),
                Rule.BUDGET,
                Optional.of(new BigDecimal(120)))),
        0);
  }
}
