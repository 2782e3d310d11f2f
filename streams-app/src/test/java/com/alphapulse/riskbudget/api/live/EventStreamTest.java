package com.alphapulse.riskbudget.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.api.ApiFixture;
import com.alphapulse.riskbudget.api.Samples;
import com.alphapulse.riskbudget.api.access.Caller;
import com.alphapulse.riskbudget.api.access.Role;
import com.alphapulse.riskbudget.api.view.RecordJson;
import com.alphapulse.riskbudget.api.view.ViewEvent;
import com.alphapulse.riskbudget.avro.Regime;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventStreamTest {
  private record Event(String type, JsonNode data) {}

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
      Event status = next(stream);
      assertThat(status.type()).isEqualTo("status");
      assertThat(status.data().get("ready").asBoolean()).isTrue();

      publish(api.model.accept("p", Samples.budget("p", 4)));
      publish(api.model.accept("p", Samples.decision("p", "<b>\n\ndata: x")));
      publish(
          api.model.accept(
              "SWISS", Samples.state("SWISS", Regime.CRISIS, Samples.TIME, Samples.TIME)));

      Event budget = next(stream);
      assertThat(budget.type()).isEqualTo("budget");
      assertThat(budget.data().get("version").asLong()).isEqualTo(4);
      Event decision = next(stream);
      assertThat(decision.type()).isEqualTo("decision");
      assertThat(decision.data().at("/intent/orderId").asText()).isEqualTo("<b>\n\ndata: x");
      Event regime = next(stream);
      assertThat(regime.type()).isEqualTo("regime");
      assertThat(regime.data().get("regime").asText()).isEqualTo("CRISIS");
      assertThat(regime.data().has("correlations")).isFalse();
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
  void shouldTellHowManyWereSkipped_whenReaderIsTooSlow() throws Exception {
    try (BufferedReader stream = open("/events")) {
      next(stream);
      // More at once than the queue takes, so that some are dropped however fast the reader is.
      for (int i = 0; i < 20 * EventHub.QUEUED_PER_LISTENER; i++) {
        publish(api.model.accept("p", Samples.budget("p", i)));
      }
      Event event = next(stream);
      while (!event.type().equals("skipped")) {
        event = next(stream);
      }
      assertThat(event.data().get("count").asLong()).isPositive();
    }
  }

  @Test
  void shouldEndStream_whenServerCloses() throws Exception {
    try (BufferedReader stream = open("/events")) {
      next(stream);
      api.hub.close();

      assertThat(stream.readLine()).isNull();
    }
  }

  private void publish(Optional<ViewEvent> event) {
    api.hub.publish(event.orElseThrow());
  }

  private BufferedReader open(String path) throws Exception {
    HttpResponse<InputStream> response =
        api.client.send(
            HttpRequest.newBuilder(api.api(path)).header("Accept", "text/event-stream").build(),
            HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
    return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  private static Event next(BufferedReader stream) throws Exception {
    String type = stream.readLine();
    String data = stream.readLine();
    assertThat(type).startsWith("event: ");
    assertThat(data).startsWith("data: ");
    assertThat(stream.readLine()).isEmpty();
    return new Event(
        type.substring("event: ".length()),
        RecordJson.MAPPER.readTree(data.substring("data: ".length())));
  }
}
