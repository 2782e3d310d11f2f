package com.alphapulse.riskbudget.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alphapulse.riskbudget.avro.CancelRequest;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.serde.AvroSerde;
import com.alphapulse.riskbudget.serde.HttpSchemaRegistry;
import com.alphapulse.riskbudget.serde.RegistryUnavailableException;
import com.alphapulse.riskbudget.serde.UnknownSchemaException;
import com.alphapulse.riskbudget.topology.kafka.Subjects;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddedRegistryTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String THING = "{\"type\":\"record\",\"name\":\"Thing\",\"fields\":[]}";
  private static final String LARGER =
      "{\"type\":\"record\",\"name\":\"Thing\",\"fields\":"
          + "[{\"name\":\"b\",\"type\":\"int\",\"default\":0}]}";
  private static final String INCOMPATIBLE =
      "{\"type\":\"record\",\"name\":\"Thing\",\"fields\":[{\"name\":\"b\",\"type\":\"string\"}]}";

  private final HttpClient client = HttpClient.newHttpClient();
  private final MemoryRegistryLog log = new MemoryRegistryLog();
  private ServedRegistry registry;
  private String base;

  @BeforeEach
  void start() {
    registry =
        new ServedRegistry(
            new EmbeddedRegistry(log, Subjects.all(InstallationName.NONE)), "", "/registry");
    base = registry.url();
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void shouldAnswerAsConfluent_whenSchemasAreRegisteredAndRead() {
    expect("GET", "/subjects", "", 200, "[]");
    expect("POST", "/subjects/a-value/versions", schema(THING), 200, "{'id':1}");
    expect("POST", "/subjects/a-value/versions", schema(THING), 200, "{'id':1}");
    expect("POST", "/subjects/a-value/versions", schema(LARGER), 200, "{'id':2}");
    expect("POST", "/subjects/b%2Fc/versions", schema(LARGER), 200, "{'id':2}");
    expect("GET", "/subjects", "", 200, "['a-value','b/c']");
    expect("GET", "/subjects?subjectPrefix=b", "", 200, "['b/c']");
    expect("GET", "/subjects/a-value/versions", "", 200, "[1,2]");
    String second = version("a-value", 2, 2, LARGER);
    expect("GET", "/subjects/a-value/versions/2", "", 200, second);
    expect("GET", "/subjects/a-value/versions/latest", "", 200, second);
    expect("GET", "/subjects/a-value/versions/-1", "", 200, second);
    expect("POST", "/subjects/a-value", schema(LARGER), 200, second);
    expect("GET", "/schemas/ids/1", "", 200, schema(THING));
  }

  @Test
  void shouldGiveConfluentsErrorCodes_whenRequestsCannotBeServed() {
    expectError("GET", "/subjects/none/versions", "", 404, 40401);
    expectError("GET", "/subjects/none/versions/1", "", 404, 40401);
    expectError("POST", "/subjects/none", schema(THING), 404, 40401);
    expect("POST", "/subjects/a/versions", schema(THING), 200, "{'id':1}");
    expectError("GET", "/subjects/a/versions/2", "", 404, 40402);
    expectError("GET", "/subjects/a/versions/0", "", 422, 42202);
    expectError("GET", "/subjects/a/versions/x", "", 422, 42202);
    expectError("POST", "/subjects/a", schema(LARGER), 404, 40403);
    expectError("GET", "/schemas/ids/2", "", 404, 40403);
    expectError("GET", "/schemas/ids/x", "", 404, 40403);
    expectError("POST", "/subjects/a/versions", schema(INCOMPATIBLE), 409, 409);
    expectError("POST", "/subjects/a/versions", schema("{\"type\":\"nonsense\"}"), 422, 42201);
    expectError("POST", "/subjects/a/versions", schema("not json"), 422, 42201);
    expectError("POST", "/subjects/a/versions", schema(""), 422, 42201);
    expectError("POST", "/subjects/a/versions", "{}", 422, 42201);
    expectError(
        "POST", "/subjects/a/versions", "{\"schemaType\":\"JSON\",\"schema\":\"{}\"}", 422, 42201);
    expectError("POST", "/subjects/a/versions", "{", 400, 400);
    expectError("POST", "/subjects/a/versions", "[]", 400, 400);
    expectError("POST", "/subjects/a/versions", "", 400, 400);
    expectError("GET", "/config/a", "", 404, 40408);
    expectError("PUT", "/config/a", "{\"compatibility\":\"SOMETIMES\"}", 422, 42203);
    log.failure = MemoryRegistryLog.Failure.BEFORE_WRITING;
    expectError("POST", "/subjects/a/versions", schema(LARGER), 500, 50001);
    assertThat(log.entries).hasSize(1);
  }

  @Test
  void shouldKeepLevels_whenSet() {
    expect("GET", "/config", "", 200, "{'compatibilityLevel':'BACKWARD_TRANSITIVE'}");
    expect("PUT", "/config/a", "{\"compatibility\":\"none\"}", 200, "{'compatibility':'NONE'}");
    expect("GET", "/config/a", "", 200, "{'compatibilityLevel':'NONE'}");
    expect("POST", "/subjects/a/versions", schema(THING), 200, "{'id':1}");
    expect("POST", "/subjects/a/versions", schema(INCOMPATIBLE), 200, "{'id':2}");
    expect(
        "GET",
        "/config/b?defaultToGlobal=true",
        "",
        200,
        "{'compatibilityLevel':'BACKWARD_TRANSITIVE'}");
  }

  @Test
  void shouldServeOurOwnClient_whenBelowAPrefix() {
    HttpSchemaRegistry ours = new HttpSchemaRegistry(base + "/registry", Map.of());
    AvroSerde<CancelRequest> serde = AvroSerde.of(CancelRequest.class, ours);
    CancelRequest request =
        new CancelRequest("p1", "o1", "s1", "ABC", "OVERRIDE:1", Instant.ofEpochMilli(1));
    byte[] bytes = serde.serializer().serialize("cancel-request", request);
    AvroSerde<CancelRequest> other =
        AvroSerde.of(CancelRequest.class, new HttpSchemaRegistry(base, Map.of()));
    assertThat(other.deserializer().deserialize("cancel-request", bytes)).isEqualTo(request);

    Schema known = ours.schemaById(ours.register("order-intent-value", OrderIntent.SCHEMA$));
    assertThat(known).isEqualTo(OrderIntent.SCHEMA$);
    assertThatThrownBy(() -> ours.schemaById(99)).isInstanceOf(UnknownSchemaException.class);
    assertThatThrownBy(() -> ours.register("cancel-request-value", OrderIntent.SCHEMA$))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("409");
  }

  private void expect(String method, String path, String body, int status, String answer) {
    HttpResponse<String> response = send(method, path, body);
    assertThat(response.statusCode()).as(method + " " + path).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/vnd.schemaregistry.v1+json");
    String expected = answer.contains("\"") ? answer : answer.replace('\'', '"');
    assertThat(read(response.body())).as(method + " " + path).isEqualTo(read(expected));
  }

  private void expectError(String method, String path, String body, int status, int code) {
    HttpResponse<String> response = send(method, path, body);
    assertThat(response.statusCode()).as(method + " " + path + body).isEqualTo(status);
    JsonNode answer = read(response.body());
    assertThat(answer.path("error_code").asInt()).as(method + " " + path).isEqualTo(code);
    assertThat(answer.path("message").asText()).isNotBlank();
  }

  private HttpResponse<String> send(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String schema(String text) {
    return JSON.createObjectNode().put("schema", text).toString();
  }

  private static String version(String subject, int version, int id, String text) {
    return JSON.createObjectNode()
        .put("subject", subject)
        .put("version", version)
        .put("id", id)
        .put("schema", text)
        .toString();
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}
