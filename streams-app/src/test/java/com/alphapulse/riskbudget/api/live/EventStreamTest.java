package com.alphapulse.riskbudget.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.api.ApiFixture;
import com.alphapulse.riskbudget.api.Samples;
import com.alphapulse.riskbudget.api.access.Caller;
import com.alphapulse.riskbudget.api.access.Role;
import com.alphapulse.riskbudget.api.view.ViewEvent;
import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.Regime;
import com.alphapulse.riskbudget.avro.RiskUtilization;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventStreamTest {
  private ApiFixture api;

  @BeforeEach
  void start() {
    api = new ApiFixture();
    api.model.accept("p", Samples.portfolio("p"));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void shouldTellOnlyOfPortfoliosThatTheCallerMaySee_whenItIsLimited() throws Exception {
    api.caller(new Caller("eve", Role.VIEWER, Set.of("p"), true));
    try (BufferedReader stream = open("/events")) {
      assertThat(next(stream).type()).isEqualTo("status");

      publish(api.model.accept("q", Samples.budget("q", 4)));
      publish(api.model.accept("p", Samples.budget("p", 5)));

      assertThat(next(stream).data().get("portfolioId").asText()).isEqualTo("p");
    }
    api.model.accept("q", Samples.portfolio("q"));
    HttpRequest other = HttpRequest.newBuilder(api.api("/events?portfolioId=q")).build();
    assertThat(api.client.send(other, HttpResponse.BodyHandlers.discarding()).statusCode())
        .isEqualTo(404);
  }

  @Test
  void shouldTellOnlyOfTheKindsAskedFor_whenTypesAreNamed() throws Exception {
    try (BufferedReader stream = open("/events?types=decision")) {
      assertThat(next(stream).type()).isEqualTo("status");

      publish(api.model.accept("p", Samples.budget("p", 4)));
      publish(api.model.accept("p", Samples.decision("p", "o")));

      assertThat(next(stream).type()).isEqualTo("decision");
    }
  }

  @Test
  void shouldDeliverStatusThenEventsInOrder_whenRecordsArrive() throws Exception {
    try (BufferedReader stream = open("/events")) {
      Frame status = next(stream);
      assertThat(status.type()).isEqualTo("status");
      assertThat(status.data().get("ready").asBoolean()).isTrue();

      publish(api.model.accept("p", Samples.budget("p", 4)));
      publish(api.model.accept("p", Samples.decision("p", "<b>\n\ndata: x")));
      publish(
          api.model.accept(
              "SWISS", Samples.state("SWISS", Regime.CRISIS, Samples.TIME, Samples.TIME)));

      // A budget may be held back a little, since budgets are conflated.
      Map<String, JsonNode> told = new HashMap<>();
      for (int i = 0; i < 3; i++) {
        Frame frame = next(stream);
        told.put(frame.type(), frame.data());
      }
      assertThat(told.get("budget").get("version").asLong()).isEqualTo(4);
      assertThat(told.get("decision").at("/intent/orderId").asText()).isEqualTo("<b>\n\ndata: x");
      assertThat(told.get("regime").get("regime").asText()).isEqualTo("CRISIS");
      assertThat(told.get("regime").has("correlations")).isFalse();
    }
  }

  @Test
  void shouldDeliverSelectedPortfolioOnly_whenOneIsSelected() throws Exception {
    try (BufferedReader stream = open("/events?portfolio=p")) {
      next(stream);
      publish(api.model.accept("q", Samples.budget("q", 1)));
      publish(api.model.accept("p", Samples.budget("p", 2)));

      assertThat(next(stream).data().get("portfolioId").asText()).isEqualTo("p");
    }
  }

  @Test
  void shouldGoOnWhereItWas_whenReaderComesBack() throws Exception {
    String last;
    try (BufferedReader stream = open("/events")) {
      next(stream);
      publish(api.model.accept("p", Samples.decision("p", "first")));
      last = next(stream).id();
    }
    publish(api.model.accept("p", Samples.decision("p", "meanwhile")));
    publish(api.model.accept("q", Samples.decision("q", "of another")));

    try (BufferedReader stream = open("/events?portfolioId=p", last)) {
      assertThat(next(stream).type()).isEqualTo("status");
      assertThat(orderId(next(stream))).isEqualTo("meanwhile");
      publish(api.model.accept("p", Samples.decision("p", "now")));
      assertThat(orderId(next(stream))).isEqualTo("now");
    }
  }

  @Test
  void shouldTellToReadAllAgain_whenItWasReadByAnotherProcess() throws Exception {
    try (BufferedReader stream = open("/events", "another-17")) {
      Frame reset = next(stream);
      assertThat(reset.type()).isEqualTo("reset");
      try (BufferedReader again = open("/events", reset.id())) {
        assertThat(next(again).type()).isEqualTo("status");
      }
    }
  }

  @Test
  void shouldTellTheNewestOfEachLimitAndBudget_whenTheyChangeOften() throws Exception {
    try (BufferedReader stream = open("/events?types=budget,utilization,decision")) {
      next(stream);
      for (int i = 1; i <= 1_000; i++) {
        publish(api.model.accept("p", Samples.budget("p", i)));
        RiskUtilization row = Samples.utilization("p", OverrideScope.SYMBOL, "s" + i % 2);
        row.setOpenOrders(i);
        publish(api.model.accept("p", row));
      }
      Map<String, Integer> newest = new HashMap<>();
      int told = 0;
      while (newest.getOrDefault("budget", 0) < 1_000
          || newest.getOrDefault("s0", 0) < 1_000
          || newest.getOrDefault("s1", 0) < 999) {
        JsonNode data = next(stream).data();
        if (data.has("version")) {
          newest.put("budget", data.get("version").asInt());
        } else if (data.has("scopeId")) {
          newest.put(data.get("scopeId").asText(), data.get("openOrders").asInt());
        }
        told++;
      }
      assertThat(told).isLessThan(300);
    }
  }

  @Test
  void shouldEndStream_whenServerCloses() throws Exception {
    try (BufferedReader stream = open("/events")) {
      next(stream);
      api.hub.close();

      assertThat(Frame.next(stream)).isEmpty();
    }
  }

  private void publish(Optional<ViewEvent> event) {
    api.hub.publish(event.orElseThrow());
  }

  private static String orderId(Frame frame) {
    return frame.data().at("/intent/orderId").asText();
  }

  private BufferedReader open(String path) throws Exception {
    return open(HttpRequest.newBuilder(api.api(path)));
  }

  private BufferedReader open(String path, String lastId) throws Exception {
    return open(HttpRequest.newBuilder(api.api(path)).header("Last-Event-ID", lastId));
  }

  private BufferedReader open(HttpRequest.Builder request) throws Exception {
    HttpResponse<InputStream> response =
        api.client.send(
            request.header("Accept", "text/event-stream").build(),
            HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
    return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  private static Frame next(BufferedReader stream) {
    return Frame.next(stream).orElseThrow();
  }
}
